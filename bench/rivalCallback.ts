import { sign } from '../sandbox/mango/sign';
import type { WorkflowJson } from '../sandbox/n8n/workflow';

const BASE = 'n8n-nodes-base.';

interface Keys {
	apiKey: string;
	apiSalt: string;
	baseUrl: string;
}

export const RIVAL_PATH = 'rival-callback';
export const LEAST_PATH = 'least-callback';

const DEAL_ID = 'Number($("Webhook").item.json.body["document_id[2]"].slice(5))';
const DEAL = '$("Deal").item.json.result.item';
const PHONES = '($json.result.item.fm ?? []).filter(({ typeId }) => typeId === "PHONE")';
const PHONE = `((${PHONES}.find(({ valueType }) => valueType === "MOBILE") ?? ${PHONES}[0])?.value ?? "").replace(/\\D/g, "").replace(/^8(?=\\d{10}$)/, "7")`;

/** Where each node's outputs lead: the second one is for what does not fit an If, and for what failed. */
const WAYS: Record<string, string[]> = {
	Webhook: ['Is Ours'],
	'Is Ours': ['Deal'],
	Deal: ['Has Contact'],
	'Has Contact': ['Contact', 'Company'],
	Contact: ['Has Phone', 'Company'],
	'Has Phone': ['Phone', 'Company'],
	Company: ['Phone', 'To-Do'],
	Phone: ['Responsible'],
	Responsible: ['Can Be Called', 'To-Do'],
	'Can Be Called': ['JSON', 'To-Do'],
	JSON: ['Sign'],
	Sign: ['Call'],
	Call: ['Is Accepted', 'To-Do'],
	'Is Accepted': ['Comment', 'To-Do'],
};

/**
 * The auto-callback as a user builds it from n8n's own nodes, for the same cases as the template: the parameters are
 * checked, the contact's phone is taken and else the company's, a mobile one first, dismissed employees are not rung, and
 * what cannot be called or is refused becomes a to-do. It keeps no limits, repeats nothing, and knows no numbers but Russian ones.
 */
export function rivalCallback(portal: string, { apiKey, apiSalt, baseUrl }: Keys, authData: string): WorkflowJson {
	const nodes = [
		webhook(RIVAL_PATH),
		check('Is Ours', [
			['={{ $json.query.AuthData }}', 'equals', authData],
			['={{ $json.query.Product_id }}', 'equals', 'qwerty.bitrix24.ru'],
			['={{ $json.query.Source }}', 'equals', 'Bitrix24'],
			['={{ $json.query.Action }}', 'equals', 'Callback'],
			['={{ $json.body["document_id[2]"] }}', 'regex', '^DEAL_[0-9]+$'],
		]),
		rest(portal, 'Deal', 'crm.item.get', expression(`{ entityTypeId: 2, id: ${DEAL_ID} }`)),
		check('Has Contact', [['={{ String($json.result.item.contactId) }}', 'regex', '^[1-9]']]),
		orElse(rest(portal, 'Contact', 'crm.item.get', expression('{ entityTypeId: 3, id: $json.result.item.contactId }'))),
		check('Has Phone', [[`={{ String(${PHONES}.length) }}`, 'regex', '^[1-9]']]),
		orElse(rest(portal, 'Company', 'crm.item.get', expression(`{ entityTypeId: 4, id: ${DEAL}.companyId }`))),
		text('Phone', 'phone', `={{ ${PHONE} }}`),
		orElse(rest(portal, 'Responsible', 'user.get', expression(`{ FILTER: { ID: ${DEAL}.assignedById } }`))),
		check('Can Be Called', [
			['={{ String($json.result[0].ACTIVE) }}', 'equals', 'true'],
			['={{ $json.result[0].UF_PHONE_INNER }}', 'regex', '^[0-9]+$'],
			['={{ $("Phone").item.json.phone }}', 'regex', '^[0-9]{11,15}$'],
		]),
		text(
			'JSON',
			'json',
			`={{ JSON.stringify({ command_id: 'deal-' + ${DEAL_ID}, from: { extension: $json.result[0].UF_PHONE_INNER }, to_number: $("Phone").item.json.phone }) }}`,
		),
		node('Sign', 'crypto', 1, { action: 'hash', type: 'SHA256', value: `={{ '${apiKey}' + $json.json + '${apiSalt}' }}`, dataPropertyName: 'sign' }),
		orElse(call(baseUrl, apiKey, '={{ $json.sign }}', '={{ $json.json }}')),
		check('Is Accepted', [['={{ String($json.result) }}', 'equals', '1000']]),
		rest(portal, 'Comment', 'crm.timeline.comment.add', expression(`{ fields: { ENTITY_ID: ${DEAL_ID}, ENTITY_TYPE: 'deal', COMMENT: 'Called' } }`)),
		rest(
			portal,
			'To-Do',
			'crm.activity.todo.add',
			expression(
				`{ ownerTypeId: 2, ownerId: ${DEAL_ID}, deadline: $now.plus({ days: 1 }).toISO(), title: 'Call the client yourself', responsibleId: ${DEAL}.assignedById }`,
			),
		),
	];
	return workflow("Auto-callback from n8n's own nodes", nodes, WAYS);
}

/**
 * The least that n8n does for as many nodes and requests as the template has: nothing is checked, computed or read from
 * a credential, and it is always the same number that is called.
 */
export function leastCallback(portal: string, { apiKey, apiSalt, baseUrl }: Keys): WorkflowJson {
	const json = JSON.stringify({ command_id: 'least', from: { extension: '101' }, to_number: '79161234567' });
	const nodes = [
		webhook(LEAST_PATH),
		rest(portal, 'Deal', 'crm.item.get', '{ "entityTypeId": 2, "id": 12 }'),
		call(baseUrl, apiKey, sign(apiKey, json, apiSalt), json),
		rest(portal, 'Comment', 'crm.timeline.comment.add', '{ "fields": { "ENTITY_ID": 12, "ENTITY_TYPE": "deal", "COMMENT": "Called" } }'),
	];
	return workflow('Four nodes', nodes, { Webhook: ['Deal'], Deal: ['Call'], Call: ['Comment'] });
}

function workflow(name: string, nodes: Array<ReturnType<typeof node>>, ways: Record<string, string[]>): WorkflowJson {
	return {
		name,
		nodes: nodes.map((one, i) => ({ id: `node-${i}`, position: [i * 200, 0], ...one })),
		connections: Object.fromEntries(
			Object.entries(ways).map(([from, to]) => [from, { main: to.map((one) => [{ node: one, type: 'main', index: 0 }]) }]),
		),
		settings: { executionOrder: 'v1' },
	};
}

function webhook(path: string) {
	return { ...node('Webhook', 'webhook', 2, { httpMethod: 'POST', path, options: {} }), webhookId: path };
}

function call(baseUrl: string, apiKey: string, signature: string, json: string) {
	return node('Call', 'httpRequest', 4.2, {
		method: 'POST',
		url: `${baseUrl}commands/callback`,
		sendBody: true,
		contentType: 'form-urlencoded',
		bodyParameters: { parameters: [field('vpbx_api_key', apiKey), field('sign', signature), field('json', json)] },
		options: {},
	});
}

function node(name: string, type: string, typeVersion: number, parameters: Record<string, unknown>) {
	return { name, type: `${BASE}${type}`, typeVersion, parameters };
}

function rest(portal: string, name: string, method: string, json: string) {
	const parameters = { method: 'POST', url: `${portal}${method}.json`, sendBody: true, specifyBody: 'json', jsonBody: json, options: {} };
	return node(name, 'httpRequest', 4.2, parameters);
}

function expression(code: string): string {
	return `={{ ${code} }}`;
}

function orElse<T>(httpRequest: T): T & { onError: string } {
	return { ...httpRequest, onError: 'continueErrorOutput' };
}

function check(name: string, conditions: Array<[leftValue: string, operation: 'equals' | 'regex', rightValue: string]>) {
	const list = conditions.map(([leftValue, operation, rightValue]) => ({ id: leftValue, leftValue, rightValue, operator: { type: 'string', operation } }));
	const options = { caseSensitive: true, typeValidation: 'loose', version: 2 };
	return node(name, 'if', 2.2, { conditions: { options, combinator: 'and', conditions: list }, options: {} });
}

function text(name: string, key: string, value: string) {
	return node(name, 'set', 3.4, { assignments: { assignments: [{ id: key, name: key, type: 'string', value }] }, options: {} });
}

function field(name: string, value: string) {
	return { name, value };
}
