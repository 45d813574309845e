import type { WorkflowJson } from '../sandbox/n8n/workflow';
import { BASE, httpRequest, webhook } from './flow';

export const RIVAL_PATH = 'rival-deal-move';

function condition(
	leftValue: string,
	rightValue: string,
	operation: 'equals' | 'regex' = 'equals',
) {
	return { id: leftValue, leftValue, rightValue, operator: { type: 'string', operation } };
}

function conditions(...list: Array<ReturnType<typeof condition>>) {
	return {
		options: { caseSensitive: true, typeValidation: 'loose', version: 2 },
		combinator: 'and',
		conditions: list,
	};
}

/** The stages for the results in each pipeline of the stand-in: the rule table of the template. */
const RULES = [
	['0', 'POSITIVE', 'PREPARATION'],
	['0', 'NEGATIVE', 'LOSE'],
	['9', 'POSITIVE', 'C9:WON'],
	['9', 'NEGATIVE', 'C9:LOSE'],
	['12', 'POSITIVE', 'C12:WON'],
	['12', 'NEGATIVE', 'C12:LOSE'],
];

/**
 * The deal move as a user builds it from n8n's own nodes: Webhook, If (the parameters), HTTP Request (the deal),
 * Switch (its pipeline and the result), HTTP Request (the move). It checks the same parameters and has the same rule
 * table as the template, but does not check stages before and after the write, and tells a wrong sender nothing.
 */
export function rivalWorkflow(portalWebhookUrl: string, authData: string): WorkflowJson {
	const result = '={{ $("Webhook").item.json.query.Result }}';
	const pipeline = '={{ $json.result.item.categoryId.toString() }}';
	const output = (outputKey: string, ...rules: Array<ReturnType<typeof condition>>) => ({
		conditions: conditions(...rules),
		renameOutput: true,
		outputKey,
	});
	const parameters = conditions(
		condition('={{ $json.query.AuthData }}', authData),
		condition('={{ $json.query.Product_id }}', 'qwerty.bitrix24.ru'),
		condition('={{ $json.query.Source }}', 'Bitrix24'),
		condition('={{ $json.query.Action }}', 'Deal_Move'),
		condition('={{ $json.query.DealID }}', '^[0-9]+$', 'regex'),
		condition('={{ $json.query.Result }}', '^(POSITIVE|NEGATIVE|NEUTRAL)$', 'regex'),
	);
	const values = RULES.map(([category, value, stageId]) =>
		output(stageId, condition(pipeline, category), condition(result, value)),
	);
	const moves = RULES.map(([, , stageId]) =>
		httpRequest(`To ${stageId}`, `${portalWebhookUrl}crm.item.update.json`, moveTo(stageId)),
	);
	const nodes = [
		webhook(RIVAL_PATH),
		{
			name: 'If',
			type: `${BASE}if`,
			typeVersion: 2.2,
			parameters: { conditions: parameters, options: {} },
		},
		httpRequest(
			'Get Deal',
			`${portalWebhookUrl}crm.item.get.json`,
			'={{ { entityTypeId: 2, id: Number($json.query.DealID) } }}',
		),
		{
			name: 'Switch',
			type: `${BASE}switch`,
			typeVersion: 3.2,
			parameters: { rules: { values }, options: {} },
		},
		...moves,
	];
	const to = (node: string) => [{ node, type: 'main', index: 0 }];
	return {
		name: "Deal move from n8n's own nodes",
		nodes: nodes.map((node, i) => ({ id: `node-${i}`, position: [i * 200, 0], ...node })),
		connections: {
			Webhook: { main: [to('If')] },
			If: { main: [to('Get Deal')] },
			'Get Deal': { main: [to('Switch')] },
			Switch: { main: moves.map(({ name }) => to(name)) },
		},
		settings: { executionOrder: 'v1' },
	};
}

function moveTo(stageId: string): string {
	return `={{ { entityTypeId: 2, id: $json.result.item.id, fields: { stageId: '${stageId}' } } }}`;
}
