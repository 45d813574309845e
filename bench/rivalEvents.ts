import type { WorkflowJson } from '../sandbox/n8n/workflow';
import { BASE } from './flow';

interface Keys {
	apiKey: string;
	apiSalt: string;
}

export const RIVAL_PATH = 'rival-events';
export const RIVAL_END = 'Wanted';

/**
 * Receiving MANGO's events as a user builds it from n8n's own nodes: a Webhook for each path, Code
 * (key and signature, then what the filter needs), If (the filter), No Operation. n8n lets the Code
 * node have `crypto` only with NODE_FUNCTION_ALLOW_BUILTIN=crypto.
 */
export function rivalEvents(keys: Keys): WorkflowJson {
	const condition = (leftValue: string, rightValue: unknown, type: string, operation: string) => ({
		id: leftValue,
		leftValue,
		rightValue,
		operator: { type, operation },
	});
	const conditions = {
		options: { caseSensitive: true, typeValidation: 'loose', version: 2 },
		combinator: 'and',
		conditions: [
			condition('={{ $json.final }}', true, 'boolean', 'equals'),
			condition('={{ $json.direction }}', 'outgoing', 'string', 'equals'),
		],
	};
	const webhook = (event: string) => ({
		name: event,
		type: `${BASE}webhook`,
		typeVersion: 2,
		webhookId: `${RIVAL_PATH}-${event}`,
		parameters: { httpMethod: 'POST', path: `${RIVAL_PATH}/events/${event}`, options: {} },
	});
	const nodes = [
		webhook('call'),
		webhook('summary'),
		{
			name: 'Verify',
			type: `${BASE}code`,
			typeVersion: 2,
			parameters: { jsCode: verifyCode(keys) },
		},
		{
			name: 'Filter',
			type: `${BASE}if`,
			typeVersion: 2.2,
			parameters: { conditions, options: {} },
		},
		{ name: RIVAL_END, type: `${BASE}noOp`, typeVersion: 1, parameters: {} },
	];
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	return {
		name: "MANGO's events by n8n's own nodes",
		nodes: nodes.map((node, i) => ({ id: `node-${i}`, position: [i * 200, 0], ...node })),
		connections: {
			call: to('Verify'),
			summary: to('Verify'),
			Verify: to('Filter'),
			Filter: to(RIVAL_END),
		},
		settings: { executionOrder: 'v1' },
	};
}

function verifyCode({ apiKey, apiSalt }: Keys): string {
	return `
const { createHash, timingSafeEqual } = require('crypto');
const { vpbx_api_key: key, sign, json } = $input.first().json.body;
const hash = (text) => createHash('sha256').update(text).digest();
const expected = createHash('sha256').update('${apiKey}' + json + '${apiSalt}').digest('hex');
if (!timingSafeEqual(hash(key), hash('${apiKey}')) || !timingSafeEqual(hash(sign), hash(expected))) return [];
const event = JSON.parse(json);
const isSummary = 'entry_result' in event;
const final = isSummary || (event.call_state === 'Disconnected' && Number(event.disconnect_reason) !== 1000);
const direction = isSummary
	? ['internal', 'incoming', 'outgoing'][event.call_direction]
	: event.callback_initiator || event.from.extension ? 'outgoing' : 'incoming';
return [{ json: { ...event, final, direction } }];`;
}
