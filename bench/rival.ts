import type { WorkflowJson } from '../sandbox/n8n/workflow';

const BASE = 'n8n-nodes-base.';
const EQUALS = { type: 'string', operation: 'equals' };

function condition(leftValue: string, rightValue: string) {
	return { id: leftValue, leftValue, rightValue, operator: EQUALS };
}

function conditions(...list: Array<ReturnType<typeof condition>>) {
	return { options: { caseSensitive: true, typeValidation: 'loose', version: 2 }, combinator: 'and', conditions: list };
}

function httpRequest(name: string, url: string, json: string) {
	const parameters = { method: 'POST', url, sendBody: true, specifyBody: 'json', jsonBody: json, options: {} };
	return { name, type: `${BASE}httpRequest`, typeVersion: 4.2, parameters };
}

/**
 * The deal move as a user builds it from n8n's own nodes: Webhook, If (the secret), HTTP Request (the deal),
 * Switch (its pipeline and the result), HTTP Request (the move). It checks less than this package does.
 */
export function rivalWorkflow(portalWebhookUrl: string, authData: string): WorkflowJson {
	const result = '={{ $("Webhook").item.json.query.Result }}';
	const pipeline = '={{ $json.result.item.categoryId.toString() }}';
	const output = (outputKey: string, ...rules: Array<ReturnType<typeof condition>>) => ({ conditions: conditions(...rules), renameOutput: true, outputKey });
	const nodes = [
		{ name: 'Webhook', type: `${BASE}webhook`, typeVersion: 2, webhookId: 'rival-deal-move', parameters: { path: 'rival-deal-move', options: {} } },
		{ name: 'If', type: `${BASE}if`, typeVersion: 2.2, parameters: { conditions: conditions(condition('={{ $json.query.AuthData }}', authData)), options: {} } },
		httpRequest('Get Deal', `${portalWebhookUrl}crm.item.get.json`, '={{ { entityTypeId: 2, id: Number($json.query.DealID) } }}'),
		{
			name: 'Switch',
			type: `${BASE}switch`,
			typeVersion: 3.2,
			parameters: {
				rules: {
					values: [
						output('positive', condition(pipeline, '0'), condition(result, 'POSITIVE')),
						output('negative', condition(pipeline, '0'), condition(result, 'NEGATIVE')),
					],
				},
				options: {},
			},
		},
		httpRequest('To Success', `${portalWebhookUrl}crm.item.update.json`, moveTo('PREPARATION')),
		httpRequest('To Failure', `${portalWebhookUrl}crm.item.update.json`, moveTo('LOSE')),
	];
	const to = (node: string) => [{ node, type: 'main', index: 0 }];
	return {
		name: "Deal move from n8n's own nodes",
		nodes: nodes.map((node, i) => ({ id: `node-${i}`, position: [i * 200, 0], ...node })),
		connections: {
			Webhook: { main: [to('If')] },
			If: { main: [to('Get Deal')] },
			'Get Deal': { main: [to('Switch')] },
			Switch: { main: [to('To Success'), to('To Failure')] },
		},
		settings: { executionOrder: 'v1' },
	};
}

function moveTo(stageId: string): string {
	return `={{ { entityTypeId: 2, id: $json.result.item.id, fields: { stageId: '${stageId}' } } }}`;
}
