import { isDeepStrictEqual } from 'node:util';

import { appendedPath } from '../../nodes/MangoOffice/trigger/webhooks';
import { typeOf } from '../../protocols/bitrix24/events/kinds';
import { receiveEvent as receivePortalEvent } from '../../protocols/bitrix24/events/receive';
import { sourceOf } from '../../protocols/bitrix24/events/record';
import { checkAge } from '../../protocols/mangoOffice/events/age';
import { isWanted, type EventFilter } from '../../protocols/mangoOffice/events/filter';
import { EVENT_KINDS, type MangoEvent } from '../../protocols/mangoOffice/events/kinds';
import { missedCallOf } from '../../protocols/mangoOffice/events/missedCall';
import { EVENT_PATHS } from '../../protocols/mangoOffice/events/paths';
import { receiveEvent } from '../../protocols/mangoOffice/events/receive';
import { sign } from '../../protocols/mangoOffice/sign';
import { ACTIONS } from '../../protocols/mangoWebhook/action';
import {
	receiveWebhook,
	type MangoWebhook,
	type WebhookRules,
} from '../../protocols/mangoWebhook/webhook';
import { expectThat, type Target } from './examine';
import { HEADER_LIMIT, split } from './texts';

const SECRET = 'f3A9kzQ07bXw2LmT8cVr';
const PORTAL = 'b24-example.bitrix24.ru';

const RULES: WebhookRules = {
	accepted: ACTIONS,
	mapped: new Map([['Call_Me', 'callback']]),
	authData: SECRET,
	productId: PORTAL,
	country: 'RU',
	further: ['lead', 'smartProcess'],
};

const SENDER = `AuthData=${SECRET}&Product_id=${PORTAL}&Source=Bitrix24`;
const ROBOT =
	'document_id[0]=crm&document_id[1]=CCrmDocumentDeal&document_id[2]=DEAL_12&auth[domain]=b24';
const QUERIES = [
	`${SENDER}&Action=Deal_Move&DealID=12&Result=POSITIVE`,
	`${SENDER}&Action=Deal_Move&Result=NEGATIVE&document_id%5B2%5D=LEAD_5`,
	`${SENDER}&Action=Callback&document_id[2]=DYNAMIC_147_1`,
	`${SENDER}&Action=Campaign_Task&DealID=12&CampaignID=79893&TelNumbr=%2B7%20495%20540-44-44`,
	`${SENDER}&Action=Call_Me&${ROBOT}&EmployeeNUM=101`,
	`API_key=${SECRET}&Source=Other&Action=Callback&EmployeeNUM=101&TelNumbr=+74955404444`,
];
const NAMES = [
	...[
		'AuthData',
		'API_key',
		'Product_id',
		'Source',
		'Action',
		'DealID',
		'Result',
		'EmployeeNUM',
		'TelNumbr',
	],
	...[
		'CampaignID',
		'document_id[2]',
		'document_id',
		'Deal_Move',
		'POSITIVE',
		'Other',
		'DEAL_',
		'DYNAMIC_',
		SECRET,
	],
];

/** The item again as a webhook's query, by the names of MANGO's document. */
function written(webhook: MangoWebhook): string {
	const { actionName, source, productId, dealId, kind, entityTypeId, id, result, employee, phone } =
		webhook;
	const document = kind === 'lead' ? `LEAD_${id}` : `DYNAMIC_${entityTypeId}_${id}`;
	const values: Record<string, unknown> = {
		AuthData: SECRET,
		Product_id: productId,
		Source: source,
		Action: actionName,
		DealID: dealId,
		'document_id[2]': kind && document,
		Result: result,
		EmployeeNUM: employee,
		TelNumbr: phone,
		CampaignID: webhook.campaignId,
	};
	const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
	return new URLSearchParams(
		given.map(([name, value]): [string, string] => [name, String(value)]),
	).toString();
}

function expectWebhook(webhook: MangoWebhook): MangoWebhook {
	const { action, dealId, id, phone, employee, campaignId } = webhook;
	expectThat(ACTIONS.includes(action), `The action was ${action}`);
	for (const number of [dealId, id, campaignId])
		expectThat(
			number === undefined || (number > 0 && Number.isSafeInteger(number)),
			`An ID was ${number}`,
		);
	const isAbout =
		dealId !== undefined || id !== undefined || (employee !== undefined && phone !== undefined);
	expectThat(isAbout, 'It says about nothing');
	const again = receiveWebhook({ url: `/?${written(webhook)}`, body: {} }, RULES);
	expectThat(
		isDeepStrictEqual(again, webhook),
		`Written and read again it was ${JSON.stringify(again)}`,
	);
	return webhook;
}

const NOW = Date.parse('2026-11-25T09:30:00Z');
const KEYS = { apiKey: 'key', apiSalt: 'salt' };
const FORM = 'application/x-www-form-urlencoded';

const FILTER: EventFilter = {
	kinds: EVENT_KINDS,
	finalOnly: true,
	callsOf: ['ours', 'campaigns'],
	directions: ['incoming', 'outgoing'],
	extensions: ['101'],
	lines: ['+7 495 123-45-67', 'sip line'],
	groups: ['200'],
};

function expectEvent(event: MangoEvent | undefined): unknown {
	if (event === undefined) return undefined;
	expectThat(
		EVENT_KINDS.includes(event.event) && typeof event.final === 'boolean',
		'It is no event',
	);
	checkAge(event, Infinity, NOW);
	const missed = missedCallOf(event);
	for (const one of missed ? [event, missed] : [event]) isWanted(one, FILTER);
	return [event, missed];
}

const SIDE = {
	extension: '101',
	number: '74951234567',
	line_number: '74957654321',
	taken_from_call_id: 'c0',
};
const EVENTS: Array<[path: string, json: object]> = [
	[
		'events/call',
		{
			...{
				entry_id: 'MToxMDA=',
				call_id: 'MToxMDA=:1',
				timestamp: 1399906976,
				seq: '1',
				location: 'abonent',
			},
			...{
				call_state: 'Disconnected',
				from: SIDE,
				to: { number: '79161110001', acd_group: '200' },
			},
			...{
				dct: { number: '', type: 0 },
				disconnect_reason: 1110,
				command_id: 'mb24.12.345.0.k3x9a2',
			},
			...{
				task_id: 1,
				campaign_id: 2,
				callback_initiator: 'Campaign',
				sip_call_id: 'x',
				transfer: 'blind',
			},
		},
	],
	[
		'events/summary',
		{
			...{
				entry_id: 'MToxMDA=',
				call_direction: 1,
				from: { number: '79161110001' },
				to: SIDE,
				line_number: '7495',
			},
			...{ create_time: 1399906976, forward_time: 1399906977, talk_time: 0, end_time: 1399906990 },
			...{ entry_result: 0, disconnect_reason: 1120, sip_call_id: 'a@b' },
		},
	],
	[
		'events/recording',
		{
			...{
				recording_id: 'R1',
				recording_state: 'Completed',
				seq: 2,
				entry_id: 'e',
				call_id: 'c',
				timestamp: 1,
			},
			...{
				extension: '101',
				completion_code: 1000,
				recipient: 'Cloud',
				command_id: 'mb24.-.1.0.a',
			},
		},
	],
	[
		'events/record/added',
		{ entry_id: 'e', product_id: 1, user_id: -1, timestamp: 1, recording_id: 'R1' },
	],
	[
		'events/dtmf',
		{
			seq: 1,
			dtmf: '5',
			timestamp: 1,
			call_id: 'c',
			entry_id: 'e',
			from_number: '7916',
			location: 'ivr',
		},
	],
	['events/sms', { command_id: 'mb24.12.345.0.a', timestamp: 1, reason: 1000 }],
	[
		'events/user/status_changed',
		{ abonent_id: 1, status: 1, status_alias: 'on', when: 1399906976000, timestamp: 1 },
	],
	['result/callback', { command_id: 'mb24.12.345.0.k3x9a2', result: 1000 }],
	['result/stats', { key: 'k', request_id: 'r', result: 1000 }],
	['events/ab/contacts', { action: 'add', contacts: [{ contact_id: 1, a_b: { c_d: [1] } }] }],
	[
		'',
		{
			call_state: 'Appeared',
			entry_id: 'e',
			call_id: 'c',
			timestamp: '1',
			seq: 1,
			from: [],
			to: '',
		},
	],
];

const TOKEN = '0123456789abcdef0123456789abcdef';
const AUTH = `auth[domain]=${PORTAL}&auth[application_token]=${TOKEN}&ts=1763978976`;
const PORTAL_EVENTS = [
	`event=ONCRMDEALUPDATE&data[FIELDS][ID]=12&${AUTH}`,
	`event=oncrmdynamicitemadd_147&data[FIELDS][ID]=1&data[FIELDS][ENTITY_TYPE_ID]=147&${AUTH}`,
	`event=ONTASKUPDATE&data[FIELDS_BEFORE][ID]=5&data[FIELDS_AFTER][ID]=5&data[IS_ACCESSIBLE_BEFORE]=N&${AUTH}`,
	`event=ONVOXIMPLANTCALLEND&data[CALL_ID]=e&data[CALL_TYPE]=1&data[CRM_ACTIVITY_ID]=77&${AUTH}`,
	`event=ONCRMLEADDELETE&event_handler_id=7&data%5BFIELDS%5D%5BID%5D=3&${AUTH}`,
];
const PORTAL_JSON = JSON.stringify({
	event: 'ONCRMDEALADD',
	data: { FIELDS: { ID: 12 } },
	ts: 1763978976,
	auth: { domain: PORTAL, application_token: TOKEN },
});

/** What comes in by the triggers' URLs. */
export const webhookTargets: readonly Target[] = [
	{
		name: 'webhook query',
		grammar: { seeds: QUERIES, words: NAMES },
		limit: HEADER_LIMIT,
		refusals: ['WebhookRefusal'],
		read: (text) => expectWebhook(receiveWebhook({ url: `/webhook?${text}`, body: {} }, RULES)),
	},
	{
		name: 'webhook body',
		grammar: {
			seeds: QUERIES.flatMap((query) => {
				const json = JSON.stringify(Object.fromEntries(new URLSearchParams(query)));
				return [
					`${FORM}\n${query}`,
					`application/json\n${json}`,
					`\n${query}`,
					`text/plain\n${json}`,
				];
			}),
			words: [...NAMES, '{"', '":"', 'application/json', FORM],
		},
		limit: 65 * 1024,
		refusals: ['WebhookRefusal'],
		read: (text) => {
			const { head, body } = split(text, 1);
			return expectWebhook(
				receiveWebhook({ url: '/webhook', body: { contentType: head.trim(), raw: body } }, RULES),
			);
		},
	},
	{
		name: 'MANGO event form',
		grammar: {
			seeds: EVENTS.map(([path, json]) => {
				const text = JSON.stringify(json);
				const fields = {
					vpbx_api_key: KEYS.apiKey,
					sign: sign(KEYS.apiKey, text, KEYS.apiSalt),
					json: text,
				};
				return `/webhook/3f2a/mango-office/${path}\n${new URLSearchParams(fields).toString()}`;
			}),
			words: [
				...['vpbx_api_key', 'sign', 'json', '%7B', '%22', 'http://', ':99999'],
				...EVENT_PATHS,
			],
		},
		limit: 1024 * 1024,
		refusals: ['EventRefusal'],
		read: (text) => {
			const { head, body } = split(text, 1);
			const raw = Buffer.from(body);
			return expectEvent(
				receiveEvent({ path: appendedPath(head.trim()), body: { contentType: FORM, raw } }, KEYS),
			);
		},
	},
	{
		name: 'MANGO event',
		grammar: {
			seeds: EVENTS.map(([path, json]) => `${path}\n${JSON.stringify(json)}`),
			words: [
				...EVENT_PATHS,
				'call_state',
				'from',
				'to',
				'number',
				'extension',
				'Connected',
				'ivr',
			],
			json: { head: 1 },
		},
		limit: 1024 * 1024,
		// Whatever is signed is passed on, if need be as it came.
		refusals: [],
		read: (text) => {
			const { head, body } = split(text, 1);
			// A form of bytes as they are: longer ones than are let in would be refused for that.
			const json = Buffer.from(body.slice(0, 1024 * 512));
			const form = `vpbx_api_key=key&sign=${sign(KEYS.apiKey, json, KEYS.apiSalt)}&json=`;
			const encoded = json.toString('latin1').replace(/[%&+]/g, encodeURIComponent);
			const raw = Buffer.from(form + encoded, 'latin1').subarray(0, 1024 * 1024);
			const path = head.trim() === 'ping' ? '' : head.trim();
			if (form.length + encoded.length > raw.length) return undefined;
			const event = receiveEvent({ path, body: { contentType: FORM, raw } }, KEYS);
			expectThat(event !== undefined, 'It was passed over');
			return expectEvent(event);
		},
	},
	{
		name: 'Bitrix24 event',
		grammar: {
			seeds: [
				...PORTAL_EVENTS.map((one) => `${FORM}\n${one}`),
				`application/json\n${PORTAL_JSON}`,
				`\n${PORTAL_EVENTS[0]}`,
			],
			words: [
				'event',
				'data',
				'[FIELDS]',
				'[ID]',
				'auth',
				'[application_token]',
				'[domain]',
				'ts',
				TOKEN,
			],
		},
		limit: 65 * 1024,
		// The last is for one that is about a record which it does not name.
		refusals: ['Refusal', 'WebhookRefusal'],
		read: (text) => {
			const { head, body } = split(text, 1);
			const event = receivePortalEvent({ contentType: head.trim(), raw: body }, TOKEN, NOW);
			expectThat(event.id === null || event.id > 0, `The ID was ${event.id}`);
			expectThat(!Number.isNaN(Date.parse(event.sentAt)), `It was sent at ${event.sentAt}`);
			typeOf(event.event);
			const source = sourceOf(event);
			return [event, source?.command];
		},
	},
];
