import type { WorkflowJson, WorkflowNode } from '../sandbox/n8n/workflow';

export const FLOOR_PATH = 'floor';
export const FLOOR_NAME = "n8n's own Webhook node";

/** The least that n8n does for a webhook: its own Webhook node, and a node that does nothing. */
export const FLOOR: WorkflowJson = toNothing("n8n's own floor", {
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	webhookId: FLOOR_PATH,
	parameters: { path: FLOOR_PATH, options: {} },
});

/** A trigger, and a node that does nothing. */
export function toNothing(name: string, trigger: WorkflowNode): WorkflowJson {
	const nothing = {
		name: 'Nothing',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		parameters: {},
	};
	return {
		name,
		nodes: [trigger, nothing].map((node, i) => ({
			id: `node-${i}`,
			position: [i * 200, 0],
			...node,
		})),
		connections: { [trigger.name]: { main: [[{ node: nothing.name, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
