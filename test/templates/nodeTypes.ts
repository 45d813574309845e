import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INode, INodeType, INodeTypeDescription, INodeTypes } from 'n8n-workflow';

import { n8nFolder } from '../../sandbox/n8n/install';
import { PACKAGE, loadPackage } from '../engine/harness';

const BASE = 'n8n-nodes-base';
/** What n8n's editor knows of n8n's own nodes; there once the end-to-end tests have installed n8n. */
const BASE_TYPES = join(n8nFolder(), 'node_modules', BASE, 'dist/types/nodes.json');

let baseTypes: INodeTypeDescription[] | undefined;

export function isOwn({ type }: INode): boolean {
	return type.startsWith(`${PACKAGE}.`);
}

/** A node's description at its version; undefined for n8n's own nodes where n8n is not installed. */
export async function descriptionOf(node: INode): Promise<INodeTypeDescription | undefined> {
	const [from, name] = node.type.split('.');
	if (from === PACKAGE) return ((await loadPackage()).getNode(name).type as INodeType).description;
	if (from !== BASE || !existsSync(BASE_TYPES)) return undefined;
	baseTypes ??= JSON.parse(readFileSync(BASE_TYPES, 'utf8')) as INodeTypeDescription[];
	const versions = baseTypes.filter((type) => type.name === name);
	const found = versions.find(({ version }) => [version].flat().includes(node.typeVersion));
	if (found === undefined)
		throw new Error(`n8n has no node type ${node.type} of version ${node.typeVersion}`);
	return found;
}

/** The types of these nodes as n8n's Workflow asks for them; it passes over those that are not known. */
export async function typesFor(nodes: INode[]): Promise<INodeTypes> {
	const keyOf = (type: string, version?: number): string => `${type}@${version}`;
	const types = new Map<string, INodeType>();
	for (const node of nodes) {
		const description = await descriptionOf(node);
		if (description) types.set(keyOf(node.type, node.typeVersion), { description });
	}
	const find = (type: string, version?: number) => types.get(keyOf(type, version)) as INodeType;
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
}
