import type { IDataObject, INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';

import { typeOf } from '../../protocols/bitrix24/events/kinds';
import { startBitrix24, type Bitrix24Standin, type StandinOptions } from '../../sandbox/bitrix24';
import { boardUserId } from '../../sandbox/bitrix24/sampleData';
import { clock } from '../clock/clock';
import { loadList, loadPackage, runNode, type RunResult } from './harness';
import { hostWebhook, type WebhookHost } from './webhookHost';

const TOKEN = 'jvh9y1ulvt2m6k5or90v9mg8nn32ozas';
const DEAL_UPDATE = 'ONCRMDEALUPDATE';
const OUTPUTS = ['Deals', 'Leads', 'Clients', 'Activities', 'Tasks', 'Calls', 'Others'];

/** One portal, and never reset: an entry of its stage history has a number that no other has. */
let portal: Bitrix24Standin;
const ended: Array<{ stop(): Promise<void> }> = [];

async function openPortal(options: StandinOptions = {}): Promise<Bitrix24Standin> {
	return await startBitrix24({ rateLimit: false, clock, ...options });
}

beforeAll(async () => {
	portal = await openPortal();
});
afterEach(async () => {
	portal.setOutgoingWebhooks([]);
	await Promise.all(ended.splice(0).map((one) => one.stop()));
});
afterAll(() => portal.stop());

interface Trigger {
	host: WebhookHost;
	/** Runs the executions that were started and not run yet. */
	run(): Promise<RunResult[]>;
	/** The items of their outputs that hold any. */
	items(): Promise<IDataObject[]>;
}

async function trigger(
	parameters: INodeParameters = {},
	{ token = TOKEN, of = portal } = {},
): Promise<Trigger> {
	const options = {
		parameters: { events: [DEAL_UPDATE], getRecord: true, ...parameters },
		credentials: {
			bitrix24OutgoingWebhookApi: { applicationToken: token },
			bitrix24WebhookApi: { webhookUrl: of.webhookUrl },
		},
	};
	const host = await hostWebhook('bitrix24Trigger', options);
	ended.push(host);
	of.setOutgoingWebhooks([{ url: host.url, events: [DEAL_UPDATE], token: TOKEN }]);
	let ran = 0;
	const run = async () => {
		const started = host.started.slice(ran);
		ran = host.started.length;
		return await Promise.all(
			started.map(([items]) => runNode('bitrix24Trigger', { ...options, items })),
		);
	};
	const items = async () => (await run()).flatMap(itemsOf);
	return { host, run, items };
}

function itemsOf({ outputs, error }: RunResult): IDataObject[] {
	if (error) throw new Error(`${error.message} ${error.description}`);
	return outputs.flat().map(({ json }: INodeExecutionData) => json);
}

/** What Bitrix24 sends, as its documents show it. */
function form(event: string, data: Record<string, string>, more: Record<string, string> = {}) {
	return new URLSearchParams({
		event,
		event_handler_id: '975',
		...Object.fromEntries(Object.entries(data).map(([name, value]) => [`data${name}`, value])),
		ts: String(Math.floor(clock.now() / 1000)),
		'auth[domain]': 'some-domain.bitrix24.com',
		'auth[client_endpoint]': 'https://some-domain.bitrix24.com/rest/',
		'auth[server_endpoint]': 'https://oauth.bitrix.info/rest/',
		'auth[member_id]': 'd897063e1ce7c5eb9f04b9751eef5915',
		'auth[application_token]': TOKEN,
		...more,
	});
}

const post = async (url: string, body: RequestInit['body']) =>
	await fetch(url, { method: 'POST', body });

/** A change by the employee at the board, or by the incoming webhook. */
async function move(dealId: number, stageId: string, of = portal) {
	await control('move', { dealId, stageId }, of);
	await of.settled();
}

async function control(path: string, body: object, of = portal) {
	const response = await fetch(`${of.url}/_sandbox/${path}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	});
	expect(response.status).toBe(200);
}

async function update(dealId: number, fields: object) {
	const response = await fetch(`${portal.webhookUrl}crm.item.update`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ entityTypeId: 2, id: dealId, fields }),
	});
	expect(response.status).toBe(200);
	await portal.settled();
}

test('an event starts an execution, which reads the record; the answer waits for nothing', async () => {
	const { host, items } = await trigger();
	const { id } = portal.addDeal({ title: 'Окна' });
	const asked = portal.requests.length;
	await move(id, 'PREPARATION');
	expect(portal.outgoingCalls.at(-1)?.status).toBe(200);
	expect(portal.requests).toHaveLength(asked);
	expect(host.started).toHaveLength(1);
	expect(await items()).toEqual([
		{
			event: DEAL_UPDATE,
			kind: 'deal',
			action: 'update',
			entityTypeId: 2,
			id,
			dealId: id,
			domain: 'qwerty.bitrix24.ru',
			sentAt: new Date(clock.now()).toISOString(),
			data: { FIELDS: { ID: String(id) } },
			record: expect.objectContaining({ id, title: 'Окна', stageId: 'PREPARATION' }),
		},
	]);
});

describe('each kind leaves by its own output', () => {
	test.each<[string, Record<string, string>, string, object]>([
		[
			'ONCRMDEALADD',
			{ '[FIELDS][ID]': '5' },
			'Deals',
			{ kind: 'deal', dealId: 5, entityTypeId: 2 },
		],
		['ONCRMDEALDELETE', { '[FIELDS][ID]': '5' }, 'Deals', { action: 'delete', dealId: 5 }],
		['ONCRMLEADUPDATE', { '[FIELDS][ID]': '6' }, 'Leads', { leadId: 6, entityTypeId: 1 }],
		['ONCRMCONTACTADD', { '[FIELDS][ID]': '7' }, 'Clients', { contactId: 7, entityTypeId: 3 }],
		['ONCRMCOMPANYADD', { '[FIELDS][ID]': '8' }, 'Clients', { companyId: 8, entityTypeId: 4 }],
		// Its documents write this one in small letters.
		['onCrmActivityAdd', { '[FIELDS][ID]': '999' }, 'Activities', { activityId: 999 }],
		[
			'ONTASKADD',
			{ '[FIELDS_BEFORE]': 'undefined', '[FIELDS_AFTER][ID]': '123' },
			'Tasks',
			{ taskId: 123, action: 'add' },
		],
		[
			'ONTASKDELETE',
			{ '[FIELDS_BEFORE][ID]': '123', '[FIELDS_AFTER]': 'undefined' },
			'Tasks',
			{ taskId: 123 },
		],
		[
			'ONVOXIMPLANTCALLEND',
			{ '[CALL_ID]': 'x.1', '[CALL_FAILED_CODE]': '304', '[CRM_ACTIVITY_ID]': '7953' },
			'Calls',
			{
				kind: 'call',
				action: 'end',
				activityId: 7953,
				data: expect.objectContaining({ CALL_ID: 'x.1' }),
			},
		],
		['ONVOXIMPLANTCALLSTART', { '[CALL_ID]': 'x.1' }, 'Calls', { action: 'start', id: null }],
		['ONEXTERNALCALLBACKSTART', { '[PHONE_NUMBER]': '+7' }, 'Calls', { action: 'request' }],
		[
			'ONCRMDYNAMICITEMUPDATE_147',
			{ '[FIELDS][ID]': '24', '[FIELDS][ENTITY_TYPE_ID]': '147' },
			'Others',
			{ kind: 'smartProcess', id: 24, entityTypeId: 147 },
		],
		['ONCRMDYNAMICITEMADD_147', { '[FIELDS][ID]': '24' }, 'Others', { entityTypeId: 147 }],
		['ONCRMQUOTEADD', { '[FIELDS][ID]': '3' }, 'Others', { kind: 'other', action: null, id: 3 }],
		['ONUSERADD', { '[ID]': '3' }, 'Others', { kind: 'other', id: null }],
	])('%s %j', async (event, data, output, expected) => {
		const { type } = (await loadPackage()).getNode('bitrix24Trigger') as { type: INodeType };
		expect(type.description.outputNames).toEqual(OUTPUTS);
		const { options = [] } =
			type.description.properties.find(({ name }) => name === 'events') ?? {};
		const events = options.map((option) => (option as { value: string }).value);
		expect(events.filter((one) => typeOf(one).name !== one)).toEqual([]);
		const { host, run } = await trigger({ events, getRecord: false });
		expect((await post(host.url, form(event, data))).status).toBe(200);
		const [{ outputs }] = await run();
		expect(outputs.map((items) => items.length)).toEqual(
			OUTPUTS.map((name) => (name === output ? 1 : 0)),
		);
		const [{ json }] = outputs.flat();
		expect(json).toMatchObject({ event: event.toUpperCase(), ...expected });
		expect(json).not.toHaveProperty('record');
		expect(JSON.stringify(json)).not.toContain(TOKEN);
	});

	test('what is not chosen is answered and starts nothing', async () => {
		const { host } = await trigger({ events: ['ONCRMDEALADD', 'ONCRMDYNAMICITEMADD'] });
		for (const event of [DEAL_UPDATE, 'ONCRMDEALADDX', 'ONCRMDYNAMICITEMUPDATE_147'])
			expect((await post(host.url, form(event, { '[FIELDS][ID]': '5' }))).status).toBe(200);
		expect(host.started).toEqual([]);
	});
});

describe('a refusal is JSON, has its status, and starts nothing', () => {
	const event = (more: Record<string, string>) => form(DEAL_UPDATE, { '[FIELDS][ID]': '5' }, more);
	const twice = event({});
	twice.append('auth[application_token]', TOKEN);
	test.each<[string, RequestInit['body'], [number, string]]>([
		['a wrong token', event({ 'auth[application_token]': 'x' }), [401, 'TOKEN_WRONG']],
		['an empty token', event({ 'auth[application_token]': '' }), [401, 'TOKEN_WRONG']],
		['the token twice', twice, [401, 'TOKEN_WRONG']],
		['nothing', '', [401, 'TOKEN_WRONG']],
		['bytes', new Uint8Array(9), [400, 'BODY_UNREADABLE']],
		['no event', event({ event: '' }), [400, 'BODY_UNREADABLE']],
		['a name that is none', event({ 'data[__proto__][x]': '1' }), [400, 'BODY_UNREADABLE']],
		['a megabyte', event({ x: 'x'.repeat(1 << 20) }), [400, 'BODY_UNREADABLE']],
		["a robot's body", new URLSearchParams({ 'document_id[2]': 'DEAL_5' }), [401, 'TOKEN_WRONG']],
	])('%s', async (_name, body, expected) => {
		const { host } = await trigger();
		const response = await post(host.url, body);
		const text = await response.text();
		const { error } = JSON.parse(text) as { error: { code: string } };
		expect([response.status, error.code]).toEqual(expected);
		expect(text).not.toContain(TOKEN);
		expect(host.started).toEqual([]);
	});

	test('an address that is not allowed', async () => {
		const { host } = await trigger({ options: { allowedAddresses: '10.0.0.0/8' } });
		expect((await post(host.url, event({}))).status).toBe(403);
		expect(host.started).toEqual([]);
	});
});

test('what came along when the token was pasted does not count', async () => {
	const { host } = await trigger({}, { token: `\u200b ${TOKEN}\r\n` });
	expect((await post(host.url, form(DEAL_UPDATE, { '[FIELDS][ID]': '5' }))).status).toBe(200);
	expect(host.started).toHaveLength(1);
});

test.each([
	[{ events: [] }, TOKEN, /'Events' is empty/],
	[{ options: { allowedAddresses: 'nowhere' } }, TOKEN, /holds 'nowhere'/],
	[{}, ' ', /'Application Token' of the credential is empty/],
])('settings that cannot hold: %j', async (parameters, token, message) => {
	const { host } = await trigger(parameters, { token });
	const response = await post(host.url, form(DEAL_UPDATE, {}));
	expect([response.status, ((await response.json()) as { message: string }).message]).toEqual([
		500,
		expect.stringMatching(message),
	]);
});

describe('the record', () => {
	const of = (event: string, id: number) => form(event, { '[FIELDS][ID]': String(id) });

	test.each([
		['a deal that is gone', 'ONCRMDEALUPDATE', 99_999],
		['a deal that was deleted', 'ONCRMDEALDELETE', 12],
		['an activity that is gone', 'ONCRMACTIVITYADD', 99_999],
		['an event of which the package knows no record', 'ONCRMQUOTEADD', 5],
	])('is null for %s', async (_name, event, id) => {
		const { host, items } = await trigger({ events: [event, 'other'] });
		await post(host.url, of(event, id));
		expect(await items()).toEqual([expect.objectContaining({ id, record: null })]);
	});

	test.each([
		['ONCRMLEADADD', () => portal.addLead({ title: 'Лид' }).id, 'title', 'Лид'],
		['ONCRMCONTACTADD', () => portal.addContact({ name: 'Анна' }).id, 'name', 'Анна'],
		['ONCRMCOMPANYADD', () => portal.addCompany({ title: 'ООО' }).id, 'title', 'ООО'],
	])('of %s', async (event, add, field, value) => {
		const { host, items } = await trigger({ events: [event] });
		const id = add();
		await post(host.url, of(event, id));
		expect(await items()).toEqual([
			expect.objectContaining({ record: expect.objectContaining({ id, [field]: value }) }),
		]);
	});

	test('of an activity, and of a call that names its activity', async () => {
		const events = ['ONCRMACTIVITYADD', 'ONVOXIMPLANTCALLEND'];
		const { host, items } = await trigger({ events });
		const response = await fetch(`${portal.webhookUrl}crm.activity.add`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({
				fields: {
					...{ OWNER_TYPE_ID: 2, OWNER_ID: 12, TYPE_ID: 2, SUBJECT: 'Звонок', COMPLETED: 'Y' },
					COMMUNICATIONS: [
						{ TYPE: 'PHONE', VALUE: '+79161234567', ENTITY_ID: 1, ENTITY_TYPE_ID: 3 },
					],
					...{ DIRECTION: 2, START_TIME: '2026-11-25T09:00:00+00:00', RESPONSIBLE_ID: 1 },
				},
			}),
		});
		const { result } = (await response.json()) as { result: number };
		await post(host.url, of('ONCRMACTIVITYADD', result));
		await post(host.url, form('ONVOXIMPLANTCALLEND', { '[CRM_ACTIVITY_ID]': String(result) }));
		const record = expect.objectContaining({ SUBJECT: 'Звонок', OWNER_ID: '12' }) as unknown;
		expect(await items()).toEqual([
			expect.objectContaining({ kind: 'activity', activityId: result, record }),
			expect.objectContaining({ kind: 'call', activityId: result, record }),
		]);
	});

	test('cannot be read: the execution fails with the reason, and can be run again', async () => {
		const { host } = await trigger();
		const { id } = portal.addDeal({});
		await post(host.url, of(DEAL_UPDATE, id));
		const [[items]] = host.started;
		const again = async () =>
			await runNode('bitrix24Trigger', {
				parameters: { events: [DEAL_UPDATE], getRecord: true },
				credentials: { bitrix24WebhookApi: { webhookUrl: portal.webhookUrl } },
				items,
			});
		for (let i = 0; i < 5; i += 1) portal.answerNext({ status: 502, body: 'Bad gateway' });
		const failed = await again();
		expect(failed.error?.message).toContain('answered HTTP 502');
		expect(failed.outputs).toEqual([]);
		portal.failCommand('crm.item.get', { error: 'ACCESS_DENIED', error_description: 'no' });
		expect((await again()).error?.message).toContain('Bitrix24 denied access');
		expect(itemsOf(await again())).toEqual([expect.objectContaining({ dealId: id })]);
	});

	test('of a task takes a permission of its own, which the execution asks for', async () => {
		const { host, run } = await trigger({ events: ['ONTASKADD'] });
		await post(host.url, form('ONTASKADD', { '[FIELDS_AFTER][ID]': '123' }));
		const [{ error }] = await run();
		expect([error?.message, error?.description]).toEqual([
			"The webhook lacks the permission (scope) 'task'",
			expect.stringContaining('Tasks (task)'),
		]);
		expect(portal.requests.at(-1)?.commands).toEqual([
			expect.stringMatching(/^tasks\.task\.list\?filter%5BID%5D=123&select/),
		]);
	});
});

describe('only when the stage changed', () => {
	const stages = (fromStages: string[] = [], toStages: string[] = []) => ({
		onlyStageChanges: true,
		fromStages,
		toStages,
	});
	const changes = (items: IDataObject[]) =>
		items.map(({ stageChange }) => {
			const { previousStageId, stageId } = stageChange as IDataObject;
			return [previousStageId, stageId];
		});

	test.each<[string[], string[], number]>([
		[[], [], 1],
		[['NEW'], [], 1],
		[[], ['PREPARATION'], 1],
		[['NEW', 'WON'], ['PREPARATION', 'LOSE'], 1],
		[['PREPARATION'], [], 0],
		[[], ['NEW'], 0],
		[['NEW'], ['WON'], 0],
		// Those of leads and of other pipelines are others.
		[[], ['LEAD:PREPARATION', 'C9:PREPARATION'], 0],
	])('from %j to %j: NEW to PREPARATION gives %i', async (from, to, expected) => {
		const { items } = await trigger(stages(from, to));
		const { id } = portal.addDeal({});
		await update(id, { title: 'Двери' });
		await move(id, 'PREPARATION');
		const found = await items();
		expect(changes(found)).toEqual(Array(expected).fill(['NEW', 'PREPARATION']));
		for (const item of found)
			expect(item).toMatchObject({
				dealId: id,
				stageChange: { id: portal.stageHistory.at(-1)?.id, created: false },
				record: { stageId: 'PREPARATION' },
			});
	});

	test('what a robot changes at once in the same deal does not tell it again', async () => {
		const { host, items } = await trigger(stages());
		const { id } = portal.addDeal({});
		await move(id, 'PREPARATION');
		await update(id, { title: 'by a robot' });
		await update(id, { opportunity: 5 });
		expect(host.started).toHaveLength(3);
		expect(changes(await items())).toEqual([['NEW', 'PREPARATION']]);
		await update(id, { opportunity: 6 });
		expect(await items()).toEqual([]);
	});

	test('a deal that a robot has moved on before it is read was in both stages', async () => {
		const { items } = await trigger(stages());
		const { id } = portal.addDeal({});
		await move(id, 'PREPARATION');
		await update(id, { stageId: 'EXECUTING' });
		expect(changes(await items())).toEqual([
			['NEW', 'PREPARATION'],
			['PREPARATION', 'EXECUTING'],
		]);
	});

	test('comes there again: told again', async () => {
		const { items } = await trigger(stages([], ['PREPARATION']));
		const { id } = portal.addDeal({});
		for (const stageId of ['PREPARATION', 'NEW', 'PREPARATION']) await move(id, stageId);
		expect(changes(await items())).toEqual([
			['NEW', 'PREPARATION'],
			['NEW', 'PREPARATION'],
		]);
	});

	test.each([
		['29 minutes', 29, 1],
		['an hour', 60, 0],
	])('an event that was sent %s after the move', async (_name, minutes, expected) => {
		const { host, items } = await trigger(stages());
		const { id } = portal.addDeal({});
		portal.addStageHistory({
			dealId: id,
			stageId: 'PREPARATION',
			time: new Date(clock.now() - minutes * 60_000),
		});
		await post(host.url, form(DEAL_UPDATE, { '[FIELDS][ID]': String(id) }));
		expect(await items()).toHaveLength(expected);
	});

	test('an execution that is run the next day finds the move of its own day', async () => {
		const { host, items } = await trigger(stages());
		const { id } = portal.addDeal({});
		await move(id, 'PREPARATION');
		expect(host.started).toHaveLength(1);
		await clock.advance(24 * 3600_000);
		expect(changes(await items())).toEqual([['NEW', 'PREPARATION']]);
	});

	test('a new deal has come to its stage, when its creation is among the events', async () => {
		const events = ['ONCRMDEALADD', DEAL_UPDATE];
		const { host, items } = await trigger({ events, ...stages([], ['NEW']) });
		const { id } = portal.addDeal({
			createdTime: new Date(clock.now()),
			movedTime: new Date(clock.now()),
		});
		await update(id, { title: 'Двери' });
		expect(await items()).toEqual([]);
		await post(host.url, form('ONCRMDEALADD', { '[FIELDS][ID]': String(id) }));
		expect(await items()).toEqual([
			expect.objectContaining({ stageChange: expect.objectContaining({ created: true }) }),
		]);
	});

	test('events of other kinds pass, and an event without an ID fails', async () => {
		const events = [DEAL_UPDATE, 'ONCRMDEALDELETE', 'ONCRMCONTACTADD', 'other'];
		const { host, items, run } = await trigger({ events, ...stages() });
		for (const event of ['ONCRMDEALDELETE', 'ONCRMCONTACTADD', 'ONUSERADD'])
			await post(host.url, form(event, { '[FIELDS][ID]': '1' }));
		expect(await items()).toHaveLength(3);
		await post(host.url, form(DEAL_UPDATE, {}));
		const [{ error }] = await run();
		expect(error?.message).toContain('does not say which record');
	});

	test('its list has the stages of all pipelines', async () => {
		const list = await loadList(
			'bitrix24Trigger',
			{
				parameters: { getRecord: true },
				credentials: { bitrix24WebhookApi: { webhookUrl: portal.webhookUrl } },
			},
			'toStages',
			async (node, context) => await node.methods?.loadOptions?.getChangeStages.call(context),
		);
		expect(list?.map(({ value }) => value)).toEqual(
			expect.arrayContaining(['NEW', 'WON', 'C9:NEW']),
		);
	});
});

describe('my own changes are left out', () => {
	test.each([
		['of fields', {}],
		['of the stage', { onlyStageChanges: true }],
	])('%s', async (_name, parameters) => {
		const { items } = await trigger({ leaveOutOwn: true, ...parameters });
		const { id } = portal.addDeal({});
		await update(id, { stageId: 'PREPARATION' });
		expect(await items()).toEqual([]);
		await move(id, 'EXECUTING');
		expect(await items()).toEqual([
			expect.objectContaining({ record: expect.objectContaining({ movedBy: boardUserId }) }),
		]);
	});

	test("a person's move that mine has followed is not lost", async () => {
		const { items } = await trigger({ leaveOutOwn: true, onlyStageChanges: true });
		const { id } = portal.addDeal({});
		await move(id, 'PREPARATION');
		await update(id, { stageId: 'EXECUTING' });
		const found = await items();
		expect(found.map(({ stageChange }) => (stageChange as IDataObject).stageId)).toEqual([
			'PREPARATION',
		]);
	});
});

test('a hundred events at once: all are let in, all are read within the limit of the portal', async () => {
	const limited = await openPortal({ rateLimit: { perSecond: 2, burst: 50 } });
	ended.push(limited);
	const { host, items } = await trigger({ onlyStageChanges: true }, { of: limited });
	const dealIds = Array.from({ length: 100 }, () => limited.addDeal({}).id);
	await Promise.all(
		dealIds.map((dealId) => control('move', { dealId, stageId: 'PREPARATION' }, limited)),
	);
	await limited.settled();
	expect(limited.outgoingCalls.map(({ status }) => status)).toEqual(Array(100).fill(200));
	expect(host.started).toHaveLength(100);
	expect((await items()).map(({ dealId }) => dealId)).toEqual(expect.arrayContaining(dealIds));
	const asked = limited.requests.filter(({ method }) => method === 'batch');
	expect(asked.length).toBeLessThanOrEqual(6);
	expect(asked.filter(({ status }) => status !== 200)).toEqual([]);
});

test('what fails in a request that several executions share fails one of them alone', async () => {
	const { host, run } = await trigger();
	const dealIds = [1, 2, 3].map(() => portal.addDeal({}).id);
	for (const id of dealIds) await post(host.url, form(DEAL_UPDATE, { '[FIELDS][ID]': String(id) }));
	// Each request is sent five times: that of the first execution, and that of the second with the third.
	for (let i = 0; i < 10; i += 1) portal.answerNext({ status: 502, body: 'Bad gateway' });
	const results = await run();
	expect(results.map(({ error }) => error?.message.includes('HTTP 502'))).toEqual([
		true,
		true,
		undefined,
	]);
	expect(itemsOf(results[2])).toEqual([expect.objectContaining({ dealId: dealIds[2] })]);
});

test("the credential's test looks at the form of the token", async () => {
	const { type } = (await loadPackage()).getNode('bitrix24Trigger');
	const { looksLikeToken } = (
		type as { methods: { credentialTest: Record<string, CallableFunction> } }
	).methods.credentialTest;
	const status = async (applicationToken: string) =>
		((await looksLikeToken({ data: { applicationToken } })) as { status: string }).status;
	expect(await Promise.all([TOKEN, ` ${TOKEN}\n`, '', 'abc', 'https://n8n/x'].map(status))).toEqual(
		['OK', 'OK', 'Error', 'Error', 'Error'],
	);
});
