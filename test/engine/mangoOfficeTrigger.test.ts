import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';

import {
	type IDataObject,
	type IHookFunctions,
	type INodeParameters,
	type INodeType,
} from 'n8n-workflow';

import { appendedPath } from '../../nodes/MangoOffice/trigger/webhooks';
import { formatCommandId } from '../../protocols/mangoOffice/commandId';
import { EVENT_KINDS, type EventKind } from '../../protocols/mangoOffice/events/kinds';
import { EVENT_PATHS } from '../../protocols/mangoOffice/events/paths';
import { sign } from '../../protocols/mangoOffice/sign';
import { clock } from '../clock/clock';
import { loadList, loadPackage } from './harness';
import { useMango } from './mangoAccount';
import { hostWebhook, type WebhookHost } from './webhookHost';

const KEYS = { apiKey: 'm4ng0k3yq1w2e3r4', apiSalt: 's4ltz9x8c7v6b5n4' };
const OURS = formatCommandId({ dealId: 12, executionId: '345', itemIndex: 0, nonce: 'k3x9a2' });

const hosts: WebhookHost[] = [];
// Wrong secrets of earlier tests are forgotten by then.
beforeEach(() => clock.advance(60_000));
afterEach(async () => {
	await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

async function trigger(parameters: INodeParameters = {}, credential: Partial<typeof KEYS> = {}) {
	const host = await hostWebhook('mangoOfficeTrigger', {
		parameters,
		credentials: { mangoOfficeApi: { ...KEYS, ...credential } },
	});
	hosts.push(host);
	return host;
}

/** POSTs an event as MANGO does; `changes` are made after it was signed. */
async function send(
	{ url }: WebhookHost,
	path: string,
	json: object,
	changes: Record<string, string> = {},
) {
	const text = JSON.stringify(json);
	const body = new URLSearchParams({
		vpbx_api_key: KEYS.apiKey,
		sign: sign(KEYS.apiKey, text, KEYS.apiSalt),
		json: text,
		...changes,
	});
	const response = await fetch(path === '' ? url : `${url}/${path}`, { method: 'POST', body });
	return { status: response.status, text: await response.text() };
}

const CALL = {
	entry_id: 'e1',
	call_id: 'c1',
	timestamp: 1399906976,
	seq: 3,
	call_state: 'Disconnected',
	location: 'abonent',
	from: { extension: '101', number: 'sip:a@x.ru' },
	to: { number: '79161234567' },
	disconnect_reason: 1110,
};
const INCOMING = {
	...CALL,
	from: { number: '79161234567' },
	to: { extension: '102', number: 'sip:b@x.ru', line_number: '74951234567', acd_group: '200' },
};
const INTERNAL = { ...CALL, to: { extension: '102', number: 'sip:b@x.ru' } };
const SUMMARY = {
	entry_id: 'e1',
	call_direction: 2,
	from: CALL.from,
	to: CALL.to,
	line_number: '74951234567',
	create_time: 1,
	forward_time: 1,
	talk_time: 0,
	end_time: 2,
	entry_result: 0,
	disconnect_reason: 1111,
};
const MISSED = {
	...SUMMARY,
	call_direction: 1,
	from: { number: '79161234567' },
	to: { extension: '200' },
};
const RECORDING = {
	recording_id: 'r',
	recording_state: 'Completed',
	seq: 2,
	entry_id: 'e1',
	call_id: 'c1',
	extension: '101',
	timestamp: 1,
};
const RECORD = { entry_id: 'e1', product_id: 1, user_id: 1, timestamp: 1, recording_id: 'r' };
const DTMF = {
	seq: 1,
	dtmf: '1',
	timestamp: 1,
	call_id: 'c1',
	entry_id: 'e1',
	location: 'ivr.1',
	initiator: '79161234567',
	line_number: '74951234567',
};
const SMS = { command_id: OURS, timestamp: 1, reason: 1000 };
const RESULT = { command_id: OURS, result: '1000' };

const EVENTS: Record<string, [path: string, json: object]> = {
	call: ['events/call', CALL],
	summary: ['events/summary', SUMMARY],
	missedCall: ['events/summary', MISSED],
	recording: ['events/recording', RECORDING],
	recordAdded: ['events/record/added', RECORD],
	recordTagged: ['events/record/tagged', RECORD],
	dtmf: ['events/dtmf', DTMF],
	sms: ['events/sms', SMS],
	userStatus: ['events/user/status_changed', { abonent_id: 1, status: 1, when: 1, timestamp: 1 }],
	commandResult: ['result/callback', RESULT],
	statistics: ['result/stat', { key: 'k' }],
	other: ['events/recognized/offline', { recording_id: 'r' }],
};
/** What each output is for. */
const OUTPUTS: Array<{ name: string; kinds: EventKind[] }> = [
	{ name: 'Calls', kinds: ['call', 'summary', 'missedCall'] },
	{ name: 'Recordings', kinds: ['recording', 'recordAdded', 'recordTagged'] },
	{ name: 'Command Results', kinds: ['commandResult', 'sms'] },
	{ name: 'Others', kinds: ['dtmf', 'userStatus', 'statistics', 'other'] },
];
const ALL = { events: [...EVENT_KINDS].reverse() };

describe('an event that is wanted', () => {
	test('starts an execution and is answered with an empty 200', async () => {
		const host = await trigger();
		expect(await send(host, 'events/call', CALL)).toEqual({ status: 200, text: '' });
		expect(host.started).toHaveLength(1);
		expect(host.started[0]).toEqual([
			[
				{
					json: expect.objectContaining({
						event: 'call',
						final: true,
						entryId: 'e1',
						extension: '101',
						clientNumber: '+79161234567',
						reason: 'The caller hung up',
					}) as IDataObject,
				},
			],
			[],
			[],
			[],
		]);
	});

	test.each(EVENT_KINDS)('%s leaves by the same output, whatever else is chosen', async (kind) => {
		const choices: EventKind[][] = [
			ALL.events,
			[kind],
			[kind, 'other'],
			['call', 'statistics', kind],
		];
		for (const events of choices) {
			const host = await trigger({ events });
			expect((await send(host, ...EVENTS[kind])).status).toBe(200);
			expect(host.started[0].map((items) => items.map(({ json }) => json.event))).toEqual(
				OUTPUTS.map(({ kinds }) => (kinds.includes(kind) ? leaving(kind, events) : [])),
			);
		}
	});

	/** A missed call is told of by its summary, which leaves too where it is chosen. */
	function leaving(kind: EventKind, chosen: EventKind[]): EventKind[] {
		return kind === 'missedCall' && chosen.includes('summary') ? ['summary', kind] : [kind];
	}

	test('each kind has exactly one output', () => {
		expect(OUTPUTS.flatMap(({ kinds }) => kinds).sort()).toEqual([...EVENT_KINDS].sort());
	});

	test('at the base path, and at one with a slash at its end', async () => {
		const host = await trigger(ALL);
		await send(host, '', CALL);
		await send(host, 'events/summary/', SUMMARY);
		expect(host.started.map((outputs) => outputs.flat()[0].json.event)).toEqual([
			'call',
			'summary',
		]);
	});

	test('of unknown shape, where the filters cannot tell', async () => {
		const host = await trigger({
			filters: {
				callsOf: ['ours'],
				directions: ['internal'],
				extensions: '1',
				lines: '1',
				groups: '1',
			},
		});
		const json = { ...CALL, call_state: 'Parked', from: 'nobody' };
		await send(host, 'events/call', json);
		expect(host.started[0][0][0].json).toEqual({
			event: 'call',
			path: 'events/call',
			unknownShape: true,
			final: true,
			raw: json,
		});
	});

	test('every path that MANGO appends is served', async () => {
		const host = await trigger(ALL);
		for (const path of EVENT_PATHS)
			expect([path, (await send(host, path, {})).status]).toEqual([path, 200]);
		expect(host.started).toHaveLength(EVENT_PATHS.length - 1);
		expect((await send(host, 'events/nothing', {})).status).toBe(404);
	});
});

describe('an event that is not wanted is answered with 200 and starts nothing', () => {
	async function passes(parameters: INodeParameters, path: string, json: object): Promise<boolean> {
		const host = await trigger(parameters);
		expect(await send(host, path, json)).toEqual({ status: 200, text: '' });
		return host.started.length === 1;
	}
	const keep = true;
	const drop = false;

	test.each<[string, boolean, INodeParameters, keyof typeof EVENTS, object]>([
		['of a kind that is not chosen', drop, { events: ['call'] }, 'summary', SUMMARY],
		['the end of a call', keep, {}, 'call', CALL],
		[
			'not the end',
			drop,
			{},
			'call',
			{ ...CALL, call_state: 'Connected', disconnect_reason: undefined },
		],
		["the end of a callback's first leg", drop, {}, 'call', { ...CALL, disconnect_reason: '1000' }],
		[
			'not the end, but all are wanted',
			keep,
			{ finalOnly: false },
			'call',
			{ ...CALL, call_state: 'Appeared', disconnect_reason: undefined },
		],
		['a recording that is complete', keep, ALL, 'recording', RECORDING],
		[
			'a recording that began',
			drop,
			ALL,
			'recording',
			{ ...RECORDING, recording_state: 'Started' },
		],
	])('%s: %s', async (_name, expected, parameters, kind, json) => {
		expect(await passes(parameters, EVENTS[kind][0], json)).toBe(expected);
	});

	test.each<[boolean, IDataObject, keyof typeof EVENTS, object]>([
		[keep, { callsOf: [] }, 'call', CALL],
		[keep, { callsOf: ['ours'] }, 'call', { ...CALL, command_id: OURS }],
		[drop, { callsOf: ['ours'] }, 'call', { ...CALL, command_id: 'theirs' }],
		[drop, { callsOf: ['ours'] }, 'call', CALL],
		[drop, { callsOf: ['ours'] }, 'commandResult', { command_id: 'theirs', result: 1000 }],
		[keep, { callsOf: ['ours'] }, 'commandResult', RESULT],
		[drop, { callsOf: ['ours'] }, 'sms', { ...SMS, command_id: 'theirs' }],
		[keep, { callsOf: ['ours'] }, 'sms', SMS],
		[keep, { callsOf: ['ours'] }, 'summary', SUMMARY],
		[keep, { callsOf: ['ours'] }, 'recordAdded', RECORD],
		[keep, { callsOf: ['ours'] }, 'recording', RECORDING],
		[
			keep,
			{ callsOf: ['campaigns'] },
			'call',
			{ ...CALL, task_id: 77, callback_initiator: 'ObDial' },
		],
		[drop, { callsOf: ['campaigns'] }, 'call', { ...CALL, command_id: OURS }],
		[drop, { callsOf: ['campaigns'] }, 'commandResult', { command_id: 'theirs', result: 1000 }],
		[keep, { callsOf: ['ours', 'campaigns'] }, 'call', { ...CALL, command_id: OURS }],
		[keep, { callsOf: ['ours', 'campaigns'] }, 'call', { ...CALL, task_id: 77 }],
		[drop, { callsOf: ['ours', 'campaigns'] }, 'call', { ...CALL, command_id: 'theirs' }],
		[keep, { callsOf: ['others'] }, 'call', { ...CALL, command_id: 'theirs' }],
		[keep, { callsOf: ['others'] }, 'call', CALL],
		[drop, { callsOf: ['others'] }, 'call', { ...CALL, task_id: 77 }],

		[keep, { directions: [] }, 'call', INTERNAL],
		[keep, { directions: ['outgoing'] }, 'call', CALL],
		[drop, { directions: ['outgoing'] }, 'call', INCOMING],
		[keep, { directions: ['incoming', 'internal'] }, 'call', INCOMING],
		[keep, { directions: ['incoming', 'internal'] }, 'call', INTERNAL],
		[keep, { directions: ['outgoing'] }, 'call', { ...INCOMING, callback_initiator: 'API' }],
		[drop, { directions: ['incoming'] }, 'summary', SUMMARY],
		[keep, { directions: ['outgoing'] }, 'summary', SUMMARY],
		[keep, { directions: ['incoming'] }, 'recording', RECORDING],

		[keep, { extensions: '101' }, 'call', CALL],
		[keep, { extensions: ' 100 ; 101,\n' }, 'call', CALL],
		[drop, { extensions: '100, 1010' }, 'call', CALL],
		[keep, { extensions: '102' }, 'call', INTERNAL],
		[
			drop,
			{ extensions: '101' },
			'call',
			{ ...INCOMING, location: 'ivr', to: { number: '74951234567', line_number: '74951234567' } },
		],
		[drop, { extensions: '102' }, 'summary', SUMMARY],
		[drop, { extensions: '102' }, 'recording', RECORDING],
		[keep, { extensions: '101' }, 'recording', RECORDING],
		[keep, { extensions: '102' }, 'recordAdded', RECORD],

		[keep, { employeeList: ['100', '101'] }, 'call', CALL],
		[drop, { employeeList: ['100'] }, 'call', CALL],
		[keep, { employeeList: ['100'], extensions: '101' }, 'call', CALL],
		[keep, { groupList: ['200'] }, 'call', INCOMING],
		[drop, { groupList: ['201'] }, 'call', INCOMING],
		[keep, { lineList: ['74951234567'] }, 'call', INCOMING],
		[drop, { lineList: ['74957654321'] }, 'call', INCOMING],
		[
			keep,
			{ lineList: ['sip:line@x.ru,Line'] },
			'call',
			{ ...INCOMING, to: { ...INCOMING.to, line_number: 'sip:line@x.ru' } },
		],

		[keep, { lines: '+7 495 123-45-67' }, 'call', INCOMING],
		[keep, { lines: '74957654321, 8 (495) 123-45-67' }, 'call', INCOMING],
		[drop, { lines: '74957654321' }, 'call', INCOMING],
		[
			keep,
			{ lines: 'sip:line@x.ru' },
			'call',
			{ ...INCOMING, to: { ...INCOMING.to, line_number: 'sip:line@x.ru' } },
		],
		[drop, { lines: '74951234567' }, 'call', CALL],
		[keep, { lines: '74951234567' }, 'summary', SUMMARY],
		[drop, { lines: '74957654321' }, 'summary', SUMMARY],
		[drop, { lines: '74957654321' }, 'dtmf', DTMF],
		[keep, { lines: '74957654321' }, 'sms', SMS],

		[keep, { groups: '200' }, 'call', INCOMING],
		[drop, { groups: '201' }, 'call', INCOMING],
		[drop, { groups: '200' }, 'call', CALL],
		[keep, { groups: '201' }, 'summary', SUMMARY],

		[keep, { callsOf: ['ours'] }, 'missedCall', MISSED],
		[keep, { directions: ['incoming'] }, 'missedCall', MISSED],
		[drop, { directions: ['outgoing'] }, 'missedCall', MISSED],
		[keep, { extensions: '200' }, 'missedCall', MISSED],
		[drop, { extensions: '101' }, 'missedCall', MISSED],
		[keep, { groups: '200' }, 'missedCall', MISSED],
		[drop, { groups: '201' }, 'missedCall', MISSED],
		[keep, { lines: '74951234567' }, 'missedCall', MISSED],
		[drop, { lines: '74957654321' }, 'missedCall', MISSED],

		[
			keep,
			{ directions: ['incoming'], groups: '200', lines: '74951234567', extensions: '102' },
			'call',
			INCOMING,
		],
		[
			drop,
			{ directions: ['incoming'], groups: '200', lines: '74951234567', extensions: '101' },
			'call',
			INCOMING,
		],
	])('%s: %j %s %j', async (expected, filters, kind, json) => {
		const events = kind === 'missedCall' ? ['missedCall'] : ALL.events;
		expect(
			await passes({ events, filters: filters as INodeParameters }, EVENTS[kind][0], json),
		).toBe(expected);
	});
});

describe('a refusal is JSON, has its status, and starts nothing', () => {
	test.each<[string, Record<string, string>, [number, string]]>([
		['a wrong key', { vpbx_api_key: 'x' }, [401, 'API_KEY_WRONG']],
		['an empty key', { vpbx_api_key: '' }, [401, 'API_KEY_WRONG']],
		['a wrong signature', { sign: 'x' }, [401, 'SIGN_WRONG']],
		['an empty signature', { sign: '' }, [401, 'SIGN_WRONG']],
		[
			'a signature that is replayed for other JSON',
			{ json: JSON.stringify({ ...CALL, entry_id: 'e2' }) },
			[401, 'SIGN_WRONG'],
		],
	])('%s', async (_name, changes, expected) => {
		const host = await trigger(ALL);
		for (const path of ['', 'events/call', 'events/summary', 'ping']) {
			const { status, text } = await send(host, path, CALL, changes);
			const { error } = JSON.parse(text) as { error: { code: string; message: string } };
			expect([status, error.code]).toEqual(expected);
			expect(text).not.toContain(KEYS.apiSalt);
			expect(text).not.toMatch(/[0-9a-f]{64}/);
		}
		expect(host.started).toEqual([]);
	});

	test.each<[string, RequestInit, number]>([
		['nothing', {}, 401],
		['JSON', { body: '{}', headers: { 'Content-Type': 'application/json' } }, 400],
		['a form in parts', { body: new FormData() }, 400],
		[
			'bytes',
			{ body: new Uint8Array(9), headers: { 'Content-Type': 'application/octet-stream' } },
			400,
		],
		[
			'a doubled json',
			{
				body: 'vpbx_api_key=k&sign=s&json=1&json=2',
				headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			},
			400,
		],
	])('a body of %s', async (_name, init, status) => {
		const host = await trigger(ALL);
		const response = await fetch(`${host.url}/events/call`, { method: 'POST', ...init });
		expect([response.status, await response.json()]).toEqual([
			status,
			{ error: expect.objectContaining({ code: expect.any(String), message: expect.any(String) }) },
		]);
		expect(host.started).toEqual([]);
	});

	test('a GET is nothing that n8n knows', async () => {
		const host = await trigger(ALL);
		expect((await fetch(host.url)).status).toBe(404);
	});
});

describe('the option to refuse what is old', () => {
	const HOUR = { ...ALL, options: { refuseOlderThan: 60 } };
	/** The field of an event's time, and the length of its units in ms. */
	const TIMED: Array<[EventKind, string, number]> = [
		['call', 'timestamp', 1000],
		['summary', 'end_time', 1000],
		['missedCall', 'end_time', 1000],
		['recording', 'timestamp', 1000],
		['recordAdded', 'timestamp', 1000],
		['recordTagged', 'timestamp', 1000],
		['dtmf', 'timestamp', 1000],
		['sms', 'timestamp', 1000],
		['userStatus', 'timestamp', 1],
	];
	const timed = TIMED.map(([kind]) => kind);
	const codeOf = ({ status, text }: { status: number; text: string }) =>
		status === 200 ? 200 : (JSON.parse(text) as { error: { code: string } }).error.code;

	test.each(TIMED)('by the time of %s: %s', async (kind, field, unitMs) => {
		const [path, json] = EVENTS[kind];
		const ofAge = (minutes: number) => ({
			...json,
			[field]: Math.floor((clock.now() - minutes * 60_000) / unitMs),
		});
		const host = await trigger(HOUR);
		const answers: unknown[] = [];
		for (const minutes of [0, 59, 60, 61, 100_000, -61])
			answers.push(codeOf(await send(host, path, ofAge(minutes))));
		expect(answers).toEqual([200, 200, 200, 'EVENT_TOO_OLD', 'EVENT_TOO_OLD', 200]);
		expect(host.started).toHaveLength(4);
		expect((await send(host, path, ofAge(61))).status).toBe(403);
		const anyAge = await trigger(ALL);
		expect((await send(anyAge, path, ofAge(100_000))).status).toBe(200);
	});

	test('the same event is let in, and an hour later refused', async () => {
		const host = await trigger(HOUR);
		const json = { ...CALL, timestamp: Math.floor(clock.now() / 1000) };
		expect((await send(host, 'events/call', json)).status).toBe(200);
		await clock.advance(3_601_000);
		expect((await send(host, 'events/call', json)).status).toBe(403);
		expect(host.started).toHaveLength(1);
	});

	test.each(EVENT_KINDS.filter((kind) => !timed.includes(kind)))(
		'%s has no time, and is let in',
		async (kind) => {
			const host = await trigger(HOUR);
			const [path, json] = EVENTS[kind];
			for (const more of [{}, { time: '2014-01-01', timestamp: 1, endTime: '2014-01-01' }])
				expect((await send(host, path, { ...json, ...more })).status).toBe(200);
			expect(host.started).toHaveLength(2);
		},
	);

	test('nothing is lost whose time cannot be read', async () => {
		const host = await trigger(HOUR);
		for (const timestamp of ['yesterday', null, -1e15, [1], { at: 1 }])
			expect((await send(host, 'events/call', { ...CALL, timestamp })).status).toBe(200);
		expect(host.started).toHaveLength(5);
	});

	test('a wrong signature is told before', async () => {
		const host = await trigger(HOUR);
		expect(codeOf(await send(host, 'events/call', CALL, { sign: 'x' }))).toBe('SIGN_WRONG');
	});
});

describe('the connection check', () => {
	test('is answered without a key, and signed', async () => {
		const host = await trigger(ALL);
		expect((await fetch(`${host.url}/ping`, { method: 'POST' })).status).toBe(200);
		expect((await send(host, 'ping', {})).status).toBe(200);
		expect(host.started).toEqual([]);
	});
});

describe('source addresses', () => {
	test.each([
		[{ allowedAddresses: '10.0.0.0/8, 127.0.0.1' }, 200],
		[{ mangoAddressesOnly: true, allowedAddresses: '127.0.0.0/8' }, 200],
		[{ mangoAddressesOnly: false, allowedAddresses: '' }, 200],
		[{ mangoAddressesOnly: true }, 403],
		[{ allowedAddresses: '81.88.80.132' }, 403],
		[{ mangoAddressesOnly: true, allowedAddresses: '10.0.0.0/8' }, 403],
	])('%j', async (options, status) => {
		const host = await trigger({ ...ALL, options });
		const answers = await Promise.all([send(host, 'events/call', CALL), send(host, 'ping', {})]);
		expect(answers.map((answer) => answer.status)).toEqual([status, status]);
		if (status === 403) expect(answers[0].text).toContain('ADDRESS_NOT_ALLOWED');
		expect(host.started).toHaveLength(status === 200 ? 1 : 0);
	});
});

describe('settings that cannot hold', () => {
	const wrong: Array<[INodeParameters, Partial<typeof KEYS>, RegExp]> = [
		[{ events: [] }, {}, /'Events' is empty/],
		[
			{ filters: { extensions: '101, sales' } },
			{},
			/'Employees \(Typed\)' holds "sales", which is not a short number/,
		],
		[{ filters: { extensions: '101 102' } }, {}, /'Employees \(Typed\)' holds "101 102"/],
		[{ filters: { groups: '+74951234567' } }, {}, /'Groups \(Typed\)' holds "\+74951234567"/],
		[
			{ options: { allowedAddresses: '10.0.0.0/8, nowhere' } },
			{},
			/'Allowed Source Addresses' holds 'nowhere'/,
		],
		[
			{ options: { allowedAddresses: '300.1.1.1', mangoAddressesOnly: true } },
			{},
			/holds '300.1.1.1'/,
		],
		...[0, -1, 'soon', null].map((refuseOlderThan): (typeof wrong)[number] => [
			{ options: { refuseOlderThan } },
			{},
			/^'Refuse Events Older Than \(Minutes\)' was /,
		]),
		[{}, { apiKey: '' }, /'API Key' of the credential is empty/],
		[{}, { apiSalt: '' }, /'API Salt' of the credential is empty/],
	];

	test.each(wrong)('%j %j let nothing in', async (parameters, credential, message) => {
		const host = await trigger(parameters, credential);
		const { status, text } = await send(host, 'events/call', CALL);
		expect([status, (JSON.parse(text) as { message: string }).message]).toEqual([
			500,
			expect.stringMatching(message),
		]);
		expect(host.started).toEqual([]);
	});

	test.each(wrong)(
		'%j %j keep the workflow from being published',
		async (parameters, credential, message) => {
			const { type } = (await loadPackage()).getNode('mangoOfficeTrigger') as {
				type: {
					webhookMethods: { default: { checkExists(this: IHookFunctions): Promise<boolean> } };
				};
			};
			const values: INodeParameters = {
				events: ['call'],
				finalOnly: true,
				filters: {},
				options: {},
				...parameters,
			};
			const context = {
				getNode: () => ({ name: 'MANGO OFFICE Trigger' }),
				getNodeParameter: (name: string) => values[name],
				getCredentials: () => Promise.resolve({ ...KEYS, ...credential }),
			} as unknown as IHookFunctions;
			await expect(type.webhookMethods.default.checkExists.call(context)).rejects.toThrow(message);
		},
	);
});

test.each([
	['/webhook/3f2a/mango-office', ''],
	['/webhook/3f2a/mango-office/events/call?x=/mango-office/ping', 'events/call'],
	['/webhook-test/3f2a/mango-office/events/call/', 'events/call'],
	['/n8n/webhook/w1/mango-office/mango-office/result/call/hangup', 'result/call/hangup'],
	['/webhook/3f2a/mango-office/events/call#/mango-office/ping', 'events/call'],
	['/webhook/3f2a/mango-office/events/%', 'events/%'],
	['http://office.example/webhook/3f2a/mango-office/events/call', 'events/call'],
	['http://office.example:99999/webhook/3f2a/mango-office/events/call', 'events/call'],
	['http://[/webhook/3f2a/mango-office/events/call', 'events/call'],
	['//:/webhook/3f2a/mango-office', ''],
	['\\/webhook/3f2a/mango-office', ''],
])('%s has %j appended', (url, path) => {
	expect(appendedPath(url)).toBe(path);
});

test.each(['http://office.example:99999', 'http://:99999', 'http://1.2.3.4.5'])(
	'a request whose line names the host %s starts no execution unless it is signed',
	async (origin) => {
		const host = await trigger();
		const { hostname, port, pathname } = new URL(host.url);
		const ask = async (headers: Record<string, string>, body: string) => {
			const path = `${origin}${pathname}/events/call`;
			const request = httpRequest({ hostname, port, path, method: 'POST', headers });
			request.end(body);
			const [response] = (await once(request, 'response')) as [IncomingMessage];
			response.resume();
			return response.statusCode;
		};
		expect(await ask({}, '')).toBe(401);
		expect(host.started).toEqual([]);
	},
);

test('the editor shows the base URL alone, and four outputs without evaluating anything', async () => {
	const { type } = (await loadPackage()).getNode('mangoOfficeTrigger') as { type: INodeType };
	const { outputs, outputNames, webhooks = [] } = type.description;
	expect(webhooks.filter(({ ndvHideUrl }) => !ndvHideUrl).map(({ path }) => path)).toEqual([
		'mango-office',
	]);
	expect(outputs).toEqual(OUTPUTS.map(() => 'main'));
	expect(outputNames).toEqual(OUTPUTS.map(({ name }) => name));
});

describe('the lists of the filters', () => {
	const office = useMango();

	test.each([
		['getExtensions', { name: 'Анна Соколова (101)', value: '101' }],
		['getGroupExtensions', { name: expect.stringContaining('200'), value: '200' }],
		[
			'getLineNumbers',
			{ name: expect.stringContaining('7'), value: expect.stringMatching(/^7\d+$/) },
		],
	])('%s', async (method, choice) => {
		const options = { parameters: {}, credentials: office.credentials() };
		const list = await loadList(
			'mangoOfficeTrigger',
			options,
			'parameters.filters',
			async (node, context) => node.methods?.loadOptions?.[method].call(context),
		);
		expect(list).toContainEqual(choice);
	});
});
