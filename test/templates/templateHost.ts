import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestOptions,
	type INode,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { n8nFolder } from '../../sandbox/n8n/install';
import { additionalDataFor, loadPackage } from '../engine/harness';
import { DataTables } from './dataTables';
import { isOwn } from './nodeTypes';

const BASE = join(n8nFolder(), 'node_modules/n8n-nodes-base');

/** n8n's own nodes are there once the end-to-end tests have installed n8n. */
export const canRunTemplates = existsSync(BASE);

const requireBase = createRequire(join(BASE, 'package.json'));

/** n8n's own credential for its public API. */
const N8N_API = {
	properties: [],
	authenticate: async ({ apiKey }: ICredentialDataDecryptedObject, request: IHttpRequestOptions) => ({
		...request,
		headers: { ...request.headers, 'X-N8N-API-KEY': apiKey },
	}),
};

function baseType(name: string): INodeType | IVersionedNodeType {
	const known = requireBase('./dist/known/nodes.json') as Record<
		string,
		{ className: string; sourcePath: string }
	>;
	const { className, sourcePath } = known[name];
	const classes = requireBase(`./${sourcePath}`) as Record<string, new () => INodeType>;
	return new classes[className]();
}

/**
 * A shipped template on n8n-core's engine, with n8n's own nodes and data tables in memory. `patch`
 * makes the user's changes; `fakes` stand in for nodes that would ask somebody else, by their types.
 */
export async function hostTemplate(
	file: string,
	credentials: Record<string, ICredentialDataDecryptedObject>,
	patch: (node: INode) => void = () => undefined,
	fakes: ReadonlyArray<[type: string, node: INodeType]> = [],
) {
	const loader = await loadPackage();
	const types = new Map<string, INodeType | IVersionedNodeType>(fakes);
	const typeOf = (type: string) => {
		const [from, name] = type.split('.');
		const known = types.get(type) ?? (from === 'n8n-nodes-base' ? baseType(name) : loader.getNode(name).type);
		types.set(type, known);
		return known;
	};
	const nodeTypes: INodeTypes = {
		getByName: typeOf,
		getByNameAndVersion: (type, version) => NodeHelpers.getVersionedNodeType(typeOf(type), version),
		getKnownTypes: () => ({}),
	};
	const template = JSON.parse(
		readFileSync(resolve(__dirname, '../../templates', file), 'utf8'),
	) as IWorkflowBase;
	const nodes = template.nodes.filter(({ type }) => !type.endsWith('stickyNote'));
	nodes.forEach((node, i) => {
		node.id = String(i);
		if (isOwn(node) || node.parameters.nodeCredentialType !== undefined)
			node.credentials = Object.fromEntries(
				Object.keys(credentials).map((name) => [name, { id: `${name}/${file}`, name }]),
			);
		patch(node);
	});
	const credentialTypes = {
		getCredential: (name: string) =>
			name === 'n8nApi' ? { type: N8N_API } : loader.getCredential(name),
	} as typeof loader;
	const tables = new DataTables();
	let executions = 0;

	/** What comes of items of one of its triggers; throws what the execution fails with. */
	async function run(trigger: string, items: IDataObject[] = [{}]): Promise<void> {
		const workflow = new Workflow({
			id: 'w',
			nodes,
			connections: template.connections,
			active: false,
			nodeTypes,
			settings: template.settings,
		});
		const additionalData = additionalDataFor(credentialTypes, credentials, String((executions += 1)));
		const data = { main: [items.map((json) => ({ json }))] };
		const runData = createRunExecutionData({
			executionData: {
				nodeExecutionStack: [{ node: workflow.nodes[trigger], data, source: null }],
			},
		});
		const ran = await new WorkflowExecute(
			{ ...additionalData, 'data-table': tables } as unknown as IWorkflowExecuteAdditionalData,
			'trigger',
			runData,
		).processRunExecutionData(workflow);
		// The engine keeps a copy of the error that is none any more.
		const { error } = ran.data.resultData;
		if (error) throw new Error(error.message);
	}

	return { run, tables };
}
