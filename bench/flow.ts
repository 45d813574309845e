import type { WorkflowJson, WorkflowNode } from '../sandbox/n8n/workflow';

/** Of the names of n8n's own nodes. */
export const BASE = 'n8n-nodes-base.';

/** n8n's own Webhook node, which takes GETs to this path. */
export function webhook(path: string): WorkflowNode {
	return {
		name: 'Webhook',
		type: `${BASE}webhook`,
		typeVersion: 2,
		webhookId: path,
		parameters: { path, options: {} },
	};
}

/** A POST of this JSON, which may be an expression. */
export function httpRequest(name: string, url: string, json: string) {
	const parameters = {
		method: 'POST',
		url,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: json,
		options: {},
	};
	return { name, type: `${BASE}httpRequest`, typeVersion: 4.2, parameters };
}

/** A workflow in which each node is followed by the next. */
export function oneAfterAnother(name: string, nodes: WorkflowNode[]): WorkflowJson {
	const to = ({ name: node }: WorkflowNode) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	return {
		name,
		nodes: nodes.map((node, i) => ({ id: `node-${i}`, position: [i * 200, 0], ...node })),
		connections: Object.fromEntries(nodes.slice(1).map((node, i) => [nodes[i].name, to(node)])),
		settings: { executionOrder: 'v1' },
	};
}
