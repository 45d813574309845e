import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INode, INodeType, INodeTypeDescription, INodeTypes } from 'n8n-workflow';

import { n8nFolder } from '../../sandbox/n8n/install';
import { PACKAGE, loadPackage } from '../engine/harness';

/** n8n's own packages of nodes. */
const N8NS = ['n8n-nodes-base', '@n8n/n8n-nodes-langchain'];
const types = new Map<string, INodeTypeDescription[]>();

/** What n8n's editor knows of n8n's own nodes; there once the end-to-end tests have installed n8n. */
function typesOf(from: string): INodeTypeDescription[] | undefined {
	const file = join(n8nFolder(), 'node_modules', from, 'dist/types/nodes.json');
	if (!types.has(from) && existsSync(file))
		types.set(from, JSON.parse(readFileSync(file, 'utf8')) as INodeTypeDescription[]);
	return types.get(from);
}

export function isOwn({ type }: INode): boolean {
	return type.startsWith(`${PACKAGE}.`);
}

/** A node's description at its version; undefined for n8n's own nodes where n8n is not installed. */
export async function descriptionOf(node: INode): Promise<INodeTypeDescription | undefined> {
	const [from, name] = node.type.split('.');
	if (from === PACKAGE) return ((await loadPackage()).getNode(name).type as INodeType).description;
	const versions = N8NS.includes(from)
		? typesOf(from)?.filter((type) => type.name === name)
		: undefined;
	if (versions === undefined) return undefined;
	const found = versions.find(({ version }) => [version].flat().includes(node.typeVersion));
	if (found === undefined)
		throw new Error(`n8n has no node type ${node.type} of version ${node.typeVersion}`);
	return found;
}

/** The types of these nodes as n8n's Workflow asks for them; it passes over those that are not known. */
export async function typesFor(nodes: INode[]): Promise<INodeTypes> {
	const keyOf = (type: string, version?: number): string => `${type}@${version}`;
	const known = new Map<string, INodeType>();
	for (const node of nodes) {
		const description = await descriptionOf(node);
		if (description) known.set(keyOf(node.type, node.typeVersion), { description });
	}
	const find = (type: string, version?: number) => known.get(keyOf(type, version)) as INodeType;
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
}
