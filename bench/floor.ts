import type { WorkflowJson, WorkflowNode } from '../sandbox/n8n/workflow';
import { BASE, httpRequest, oneAfterAnother, webhook } from './flow';

export const FLOOR_PATH = 'floor';
export const FLOOR_NAME = "n8n's own Webhook node";

/** The least that n8n does for a webhook: its own Webhook node, and a node that does nothing. */
export const FLOOR: WorkflowJson = toNothing("n8n's own floor", webhook(FLOOR_PATH));

/** A trigger, and a node that does nothing. */
export function toNothing(name: string, trigger: WorkflowNode): WorkflowJson {
	const nothing = { name: 'Nothing', type: `${BASE}noOp`, typeVersion: 1, parameters: {} };
	return oneAfterAnother(name, [trigger, nothing]);
}

export const ASKING_PATH = 'asking';

/** The least that n8n's own nodes do where something is asked: these requests, of which nothing is looked at. */
export function asking(url: string, bodies: string[]): WorkflowJson {
	const requests = bodies.map((body, i) => httpRequest(`Request ${i}`, url, body));
	return oneAfterAnother("n8n's own requests", [webhook(ASKING_PATH), ...requests]);
}
