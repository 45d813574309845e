import { resolve } from 'node:path';

import {
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IAuthenticate,
	type ICredentialDataDecryptedObject,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

export const PACKAGE = 'n8n-nodes-mango-bitrix24';

/** Every run has credentials of its own, as every n8n has. */
let nextId = 1;

type Credentials = Record<string, ICredentialDataDecryptedObject>;

let loading: Promise<PackageDirectoryLoader> | undefined;

/** The built package, loaded by n8n's own loader. */
export async function loadPackage(): Promise<PackageDirectoryLoader> {
	loading ??= (async () => {
		const loader = new PackageDirectoryLoader(resolve(__dirname, '../..'));
		await loader.loadAll();
		return loader;
	})();
	return await loading;
}

/** n8n keeps types under their short names inside a package's loader and under `package.name` outside of it. */
export function nodeTypesOf(loader: PackageDirectoryLoader): INodeTypes {
	const find = (type: string) => loader.getNode(type.replace(`${PACKAGE}.`, '')).type as INodeType;
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => loader.known.nodes };
}

function onlyType(type: INodeType): INodeTypes {
	return { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) };
}

export interface RunOptions {
	parameters: INodeParameters;
	items?: INodeExecutionData[];
	credentials?: Credentials;
	/** The node's "On Error" setting. */
	onError?: INode['onError'];
	executionId?: string;
	/** A node that is not of the package, under this type: credentials are used by others, too. */
	foreign?: INodeType;
}

export interface RunResult {
	/** The items of each output. */
	outputs: INodeExecutionData[][];
	error?: { message: string; description?: string | null; context?: Record<string, unknown> };
	run: IRun;
}

/**
 * Runs one node of the package on n8n-core's own engine. What it sleeps takes no time: the test's
 * clock goes on (test/README.md).
 */
export async function runNode(type: string, options: RunOptions): Promise<RunResult> {
	const { workflow, node, additionalData } = await prepare(type, options);
	const data = { main: [options.items ?? [{ json: {} }]] };
	const runData = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node, data, source: null }] },
	});
	const run = await new WorkflowExecute(additionalData, 'trigger', runData).processRunExecutionData(
		workflow,
	);
	const [task] = run.data.resultData.runData[node.name] ?? [];
	return {
		outputs: (task?.data?.main ?? []).map((items) => items ?? []),
		error: task?.error ?? run.data.resultData.error,
		run,
	};
}

/** What a list of the editor shows: the result of a loadOptions or listSearch method with these parameters set. */
export async function loadList<T>(
	type: string,
	options: RunOptions,
	path: string,
	call: (node: INodeType, context: ILoadOptionsFunctions) => Promise<T>,
): Promise<T> {
	const { workflow, node, additionalData, nodeType } = await prepare(type, options);
	additionalData.currentNodeParameters = options.parameters;
	return await call(nodeType, new LoadOptionsContext(workflow, node, additionalData, path));
}

export async function prepare(
	type: string,
	{ parameters, credentials = {}, onError, executionId = '1', foreign }: RunOptions,
) {
	const loader = await loadPackage();
	const nodeTypes = foreign ? onlyType(foreign) : nodeTypesOf(loader);
	const nodeType = nodeTypes.getByNameAndVersion(type) as INodeType;
	const { version } = nodeType.description;
	const node: INode = {
		id: '1',
		name: 'Node',
		type: foreign ? type : `${PACKAGE}.${type}`,
		typeVersion: Array.isArray(version) ? version[version.length - 1] : version,
		position: [0, 0],
		parameters,
		onError,
		credentials: Object.fromEntries(
			Object.keys(credentials).map((name) => [name, { id: `${name}/${nextId++}`, name }]),
		),
	};
	const workflow = new Workflow({
		id: 'w',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
	});
	return {
		workflow,
		node: workflow.nodes.Node,
		nodeType,
		additionalData: additionalDataFor(loader, credentials, executionId),
	};
}

function additionalDataFor(
	loader: PackageDirectoryLoader,
	credentials: Credentials,
	executionId: string,
): IWorkflowExecuteAdditionalData {
	const workflowData = {
		id: 'w',
		name: 'w',
		nodes: [],
		connections: {},
	} as unknown as IWorkflowBase;
	const url = 'http://127.0.0.1:1/';
	return {
		executionId,
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: url,
		instanceBaseUrl: url,
		formWaitingBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
		hooks: new ExecutionLifecycleHooks('trigger', '1', workflowData),
		setExecutionStatus: () => undefined,
		credentialsHelper: {
			getParentTypes: () => [],
			isCredentialUsableByNode: () => true,
			getCredentialsProperties: (name: string) => loader.getCredential(name).type.properties,
			getDecrypted: (_data: unknown, { id }: { id: string }) =>
				Promise.resolve({ ...credentials[id.split('/')[0]] }),
			preAuthentication: () => Promise.resolve(undefined),
			authenticate: (
				data: ICredentialDataDecryptedObject,
				name: string,
				request: IHttpRequestOptions,
			) =>
				(loader.getCredential(name).type.authenticate as Extract<IAuthenticate, CallableFunction>)(
					data,
					request,
				),
		},
	} as unknown as IWorkflowExecuteAdditionalData;
}
