import type { WorkflowJson, WorkflowNode } from '../sandbox/n8n/workflow';
import { BASE, oneAfterAnother } from './flow';

export const BULK_START = 'Start';
/** Bitrix24 takes two requests a second: faster, and HTTP Request loses deals to refusals. */
const PACE = { batch: { batchSize: 1, batchInterval: 500 } };

/**
 * Moving many deals as a user builds it from n8n's own nodes: HTTP Request for the deal, HTTP
 * Request for the move, each with its batching set to the portal's limit. It moves all to one stage,
 * without a rule table and unchecked.
 */
export function rivalBulk(portalWebhookUrl: string, dealIds: number[]): WorkflowJson {
	const httpRequest = (name: string, method: string, json: string) => ({
		name,
		type: `${BASE}httpRequest`,
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url: `${portalWebhookUrl}${method}.json`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: json,
			options: { batching: PACE },
		},
	});
	return bulkFlow("Many deals by n8n's own nodes", dealIds, [
		httpRequest('Get Deal', 'crm.item.get', '={{ { entityTypeId: 2, id: $json.dealId } }}'),
		httpRequest(
			'Move Deal',
			'crm.item.update',
			"={{ { entityTypeId: 2, id: $json.result.item.id, fields: { stageId: 'PREPARATION' } } }}",
		),
	]);
}

/** The deals as items, and what is done with them, started by hand. */
export function bulkFlow(name: string, dealIds: number[], steps: WorkflowNode[]): WorkflowJson {
	const deals = dealIds.map((dealId) => ({ dealId, result: 'POSITIVE' }));
	const nodes: WorkflowNode[] = [
		{ name: BULK_START, type: `${BASE}manualTrigger`, typeVersion: 1, parameters: {} },
		{
			name: 'List',
			type: `${BASE}set`,
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ deals }), options: {} },
		},
		{
			name: 'Deals',
			type: `${BASE}splitOut`,
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'deals', options: {} },
		},
		...steps,
	];
	return oneAfterAnother(name, nodes);
}
