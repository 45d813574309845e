import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type EngineRequest,
	type EngineResponse,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';

import { loadPackage, nodeTypesOf, PACKAGE, prepare, type RunOptions } from './harness';

/** What an AI agent has of a tool, and what came of calling it. */
interface ToolRun {
	/** By these a model chooses, and knows what to give. */
	name: string;
	description: string;
	arguments: string[];
	/** What the model is told of each output item. */
	items: IDataObject[];
	/** What it is told instead. */
	error?: string;
}

interface AgentTool {
	name: string;
	description: string;
	schema: { shape: object; safeParse(value: unknown): { success: boolean; error?: Error } };
}

/** The item that the agent itself was given. */
export type Tool = Pick<RunOptions, 'parameters' | 'credentials'> & { agentsItem?: IDataObject };

/**
 * A model calls a node of the package as an agent's tool with these arguments. n8n-core makes the
 * tool of the node, resolves `$fromAI`, runs the node and hands back what came of it; only the agent
 * is a stand-in: it checks the arguments by the tool's schema, as n8n's does, and asks the engine
 * (docs/protocols/n8n.md#tools).
 */
export async function callTool(type: string, tool: Tool, args: IDataObject): Promise<ToolRun> {
	const { node, additionalData } = await prepare(type, tool);
	const called = { ...node, type: `${node.type}Tool`, name: 'Tool', parameters: tool.parameters };
	const seen: Partial<ToolRun> = {};
	const workflow = new Workflow({
		id: 'w',
		nodes: [nodeOf('Start'), nodeOf('Agent'), called],
		connections: {
			Start: { main: [[{ node: 'Agent', type: NodeConnectionTypes.Main, index: 0 }]] },
			Tool: { ai_tool: [[{ node: 'Agent', type: NodeConnectionTypes.AiTool, index: 0 }]] },
		},
		active: false,
		nodeTypes: await toolTypes(agentWith(args, seen)),
		settings: { executionOrder: 'v1' },
	});
	const agent = workflow.nodes.Agent;
	const data = { main: [[{ json: tool.agentsItem ?? {} }]] };
	const source = { main: [{ previousNode: 'Start' }] };
	const runData = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node: agent, data, source }] },
	});
	const run = await new WorkflowExecute(additionalData, 'trigger', runData).processRunExecutionData(
		workflow,
	);
	const problem = run.data.resultData.error ?? seen.error;
	if (problem !== undefined && seen.items === undefined) seen.items = [];
	return { ...(seen as ToolRun), ...(problem && { error: textOf(problem) }) };
}

function textOf(problem: unknown): string {
	if (typeof problem === 'string') return problem;
	const { message, description } = problem as Error & { description?: string };
	return [message, description].filter(Boolean).join(' ');
}

function nodeOf(name: string): INode {
	return { id: name, name, type: name, typeVersion: 1, position: [0, 0], parameters: {} };
}

function agentWith(args: IDataObject, seen: Partial<ToolRun>): INodeType {
	return {
		description: {
			displayName: 'Agent',
			name: 'Agent',
			group: [],
			version: 1,
			description: '',
			defaults: { name: 'Agent' },
			inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		async execute(this: IExecuteFunctions, response?: EngineResponse) {
			const [answered] = response?.actionResponses ?? [];
			if (answered !== undefined) {
				const { data } = answered;
				seen.items = (data.data?.ai_tool?.[0] ?? []).map(({ json }) => json);
				if (data.error) seen.error = textOf(data.error);
				return [[]];
			}
			const given: unknown = await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0);
			const [{ name, description, schema }] = [given].flat() as AgentTool[];
			Object.assign(seen, { name, description, arguments: Object.keys(schema.shape) });
			const checked = schema.safeParse(args);
			if (!checked.success) {
				seen.error = checked.error?.message;
				return [[]];
			}
			const action = {
				actionType: 'ExecutionNodeAction' as const,
				nodeName: 'Tool',
				input: args,
				type: NodeConnectionTypes.AiTool,
				id: 'call 1',
				metadata: { itemIndex: 0 },
			};
			return { actions: [action], metadata: {} } as unknown as EngineRequest;
		},
	};
}

/** The package's nodes, and those that are usable as tools under the names that n8n gives them then. */
export async function toolTypes(agent?: INodeType): Promise<INodeTypes> {
	const types = nodeTypesOf(await loadPackage());
	const find = (type: string): INodeType => {
		if (agent && !type.startsWith(PACKAGE)) return agent;
		if (!type.endsWith('Tool')) return types.getByName(type) as INodeType;
		const node = types.getByName(type.replace(/Tool$/, '')) as INodeType;
		const { name } = node.description;
		const description = {
			...node.description,
			name: `${name}Tool`,
			inputs: [],
			outputs: [NodeConnectionTypes.AiTool],
		};
		return Object.create(node, { description: { value: description } }) as INodeType;
	};
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => types.getKnownTypes() };
}
