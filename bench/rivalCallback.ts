import type { WorkflowJson } from '../sandbox/n8n/workflow';

const BASE = 'n8n-nodes-base.';

interface Keys {
	apiKey: string;
	apiSalt: string;
	baseUrl: string;
}

/**
 * The auto-callback as a user builds it from n8n's own nodes: Webhook, If (the secret), three HTTP Requests (deal,
 * contact, responsible), Set (the JSON text), Crypto (the signature), HTTP Request (the call), HTTP Request (the comment).
 */
export function rivalCallback(portal: string, { apiKey, apiSalt, baseUrl }: Keys, authData: string): WorkflowJson {
	const id = `Number($("Webhook").item.json.body["document_id[2]"].slice(5))`;
	const rest = (name: string, method: string, json: string) =>
		node(name, 'httpRequest', 4.2, { method: 'POST', url: `${portal}${method}.json`, sendBody: true, specifyBody: 'json', jsonBody: `={{ ${json} }}`, options: {} });
	const field = (name: string, value: string) => ({ name, value });
	const secret = { id: 'secret', leftValue: '={{ $json.query.AuthData }}', rightValue: authData, operator: { type: 'string', operation: 'equals' } };
	const command = `{ command_id: 'deal-' + ${id}, from: { extension: $json.result[0].UF_PHONE_INNER }, to_number: $("Contact").item.json.result.item.fm[0].value.replace(/\\D/g, '') }`;
	const nodes = [
		node('Webhook', 'webhook', 2, { httpMethod: 'POST', path: 'rival-callback', options: {} }),
		node('If', 'if', 2.2, { conditions: { options: { caseSensitive: true, typeValidation: 'loose', version: 2 }, combinator: 'and', conditions: [secret] }, options: {} }),
		rest('Deal', 'crm.item.get', `{ entityTypeId: 2, id: ${id} }`),
		rest('Contact', 'crm.item.get', '{ entityTypeId: 3, id: $json.result.item.contactId }'),
		rest('Responsible', 'user.get', '{ FILTER: { ID: $("Deal").item.json.result.item.assignedById } }'),
		node('JSON', 'set', 3.4, { assignments: { assignments: [{ id: 'json', name: 'json', type: 'string', value: `={{ JSON.stringify(${command}) }}` }] }, options: {} }),
		node('Sign', 'crypto', 1, { action: 'hash', type: 'SHA256', value: `={{ '${apiKey}' + $json.json + '${apiSalt}' }}`, dataPropertyName: 'sign' }),
		node('Call', 'httpRequest', 4.2, {
			method: 'POST',
			url: `${baseUrl}commands/callback`,
			sendBody: true,
			contentType: 'form-urlencoded',
			bodyParameters: { parameters: [field('vpbx_api_key', apiKey), field('sign', '={{ $json.sign }}'), field('json', '={{ $json.json }}')] },
			options: {},
		}),
		rest('Comment', 'crm.timeline.comment.add', `{ fields: { ENTITY_ID: ${id}, ENTITY_TYPE: 'deal', COMMENT: 'Called' } }`),
	];
	const names = nodes.map(({ name }) => name);
	return {
		name: "Auto-callback from n8n's own nodes",
		nodes: nodes.map((one, i) => ({ id: `node-${i}`, position: [i * 200, 0], ...one })),
		connections: Object.fromEntries(names.slice(0, -1).map((name, i) => [name, { main: [[{ node: names[i + 1], type: 'main', index: 0 }]] }])),
		settings: { executionOrder: 'v1' },
	};
}

function node(name: string, type: string, typeVersion: number, parameters: Record<string, unknown>) {
	return { name, type: `${BASE}${type}`, typeVersion, parameters, ...(type === 'webhook' && { webhookId: 'rival-callback' }) };
}
