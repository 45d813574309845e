import type { INodeTypeDescription } from 'n8n-workflow';

/** n8n's workflow JSON, as far as this project touches it. */
export interface WorkflowJson {
	id?: string;
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	[other: string]: unknown;
}

export interface WorkflowNode {
	id?: string;
	name: string;
	type: string;
	typeVersion?: number;
	parameters: Record<string, unknown>;
	webhookId?: string;
	credentials?: Record<string, { id: string; name: string }>;
	[other: string]: unknown;
}

/** A workflow as n8n stores it. */
export interface StoredWorkflow extends WorkflowJson {
	id: string;
	versionId: string;
	active: boolean;
	isArchived?: boolean;
}

/** The description of exactly this node's type and version. */
export function typeOf(
	node: WorkflowNode,
	types: INodeTypeDescription[],
): INodeTypeDescription | undefined {
	return types.find(
		({ name, version }) => name === node.type && [version].flat().includes(node.typeVersion ?? 1),
	);
}
