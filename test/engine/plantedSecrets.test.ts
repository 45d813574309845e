import type { INodeListSearchResult } from 'n8n-workflow';

import { sign } from '../../protocols/mangoOffice/sign';
import { startBitrix24 } from '../../sandbox/bitrix24';
import { startMango } from '../../sandbox/mango';
import { COMMON } from '../faults/faults';
import { leaksIn, listenToLogs, SECRETS } from '../faults/leaks';
import { leaveNothingToChance } from '../faults/measure';
import { loadList, runNode, type RunOptions } from './harness';
import { hostPolling } from './pollHost';
import { hostWebhook } from './webhookHost';

// What the action nodes tell of every fault is searched in faults.test.ts, where they meet them.

const { webhookSecret, applicationToken, authData, apiKey, apiSalt } = SECRETS;

let logs: ReturnType<typeof listenToLogs>;
let beByChance: () => void;
beforeAll(() => (beByChance = leaveNothingToChance()));
afterAll(() => beByChance());
beforeEach(() => (logs = listenToLogs()));
afterEach(() => logs.end());

describe('the search finds a secret', () => {
	const inBase64 = (text: string) => Buffer.from(text).toString('base64');
	const FORMS: Array<[form: string, make: (secret: string) => unknown]> = [
		['as it is', (secret) => secret],
		['in a nested object', (secret) => ({ a: [{ b: secret }] })],
		['as a key', (secret) => ({ [secret]: 1 })],
		['in JSON', (secret) => JSON.stringify({ secret })],
		['in JSON that is in JSON', (secret) => JSON.stringify(JSON.stringify({ secret }))],
		['in a URL', (secret) => `https://x.example/?a=${encodeURIComponent(secret)}`],
		['in a form', (secret) => new URLSearchParams({ secret }).toString()],
		['in a URL that is in a URL', (secret) => encodeURIComponent(encodeURIComponent(secret))],
		['in base64', inBase64],
		['in base64 behind one byte', (secret) => inBase64(`x${secret}y`)],
		['in base64 behind two bytes', (secret) => inBase64(`xy${secret}yz`)],
		['in hex', (secret) => Buffer.from(secret).toString('hex')],
		['backwards', (secret) => [...secret].reverse().join('')],
		['backwards in JSON', (secret) => JSON.stringify([...secret].reverse().join(''))],
		['in bytes', (secret) => Buffer.from(secret)],
		['in a message', (secret) => new Error(secret)],
		['in a cause', (secret) => new Error('x', { cause: { config: { url: secret } } })],
		['in a stack', (secret) => Object.assign(new Error('x'), { stack: secret })],
		['in a map', (secret) => new Map([[1, secret]])],
	];

	test.each(FORMS)('%s', (_, make) => {
		for (const [name, secret] of Object.entries(SECRETS))
			expect(leaksIn({ seen: make(secret) })).toEqual([name]);
	});

	test('that was logged', () => {
		console.error('x', { secret: apiSalt });
		expect(leaksIn(logs.logged)).toEqual(['apiSalt']);
	});

	test('and none where there is none', () => {
		expect(leaksIn({ a: 'Pl4nted' }, new Error('x'))).toEqual([]);
	});
});

/** Sends requests to a trigger; all that they are answered, and all that n8n gets of them. */
async function told(type: string, options: RunOptions, requests: ReadonlyArray<[string, object]>) {
	const host = await hostWebhook(type, options);
	const answers: unknown[] = [];
	try {
		for (const [path, init] of requests) {
			const answer = await fetch(`${host.url}${path}`, init);
			answers.push([answer.status, [...answer.headers], await answer.text()]);
		}
	} finally {
		await host.stop();
	}
	return { answers, started: host.started };
}

/** The same request with each of its parameters left out, empty, wrong, and doubled. */
function variants(good: Record<string, string>): URLSearchParams[] {
	const all = Object.entries(good);
	const changed = all.flatMap(([name, value]) => {
		const others = all.filter(([other]) => other !== name);
		return [
			others,
			[...others, [name, '']],
			[...others, [name, 'wrong']],
			[...all, [name, value]],
			[...others, [`${name} `, value]],
			[...others, [name.toLowerCase(), value]],
		];
	});
	return [all, ...changed].map((list) => new URLSearchParams(list as Array<[string, string]>));
}

const posted = (body: URLSearchParams): [string, object] => ['', { method: 'POST', body }];
const asJson = (body: URLSearchParams): [string, object] => [
	'',
	{
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(Object.fromEntries(body)),
	},
];

test("Mango Bitrix24 Trigger: AuthData is in no answer, and in no execution's data", async () => {
	const sent = variants({
		Source: 'Bitrix24',
		AuthData: authData,
		Product_id: 'qwerty.bitrix24.ru',
		Action: 'Deal_Move',
		DealID: '12',
		Result: 'POSITIVE',
	});
	const { answers, started } = await told(
		'mangoBitrixTrigger',
		{
			parameters: { actions: ['dealMove', 'callback', 'campaignTask'] },
			credentials: { mangoBitrixWebhookApi: { authData, productId: 'qwerty.bitrix24.ru' } },
		},
		sent.flatMap((one) => [
			[`?${one.toString()}`, {}] as [string, object],
			posted(one),
			asJson(one),
		]),
	);
	expect(started.length).toBeGreaterThan(0);
	expect(answers.length).toBeGreaterThan(started.length);
	expect(leaksIn(answers, started, logs.logged)).toEqual([]);
});

test("MANGO OFFICE Trigger: key and salt are in no answer, and in no execution's data", async () => {
	const events = ['events/summary', 'events/call', 'events/new', 'events/ab/x', 'result/callback'];
	const json = '{"entry_id":"e1","command_id":"c1","result":1000}';
	const good = { vpbx_api_key: apiKey, sign: sign(apiKey, json, apiSalt), json };
	const cut = '{"entry_id":';
	const sent = [
		...variants(good),
		new URLSearchParams({ ...good, json: cut, sign: sign(apiKey, cut, apiSalt) }),
	];
	const { answers, started } = await told(
		'mangoOfficeTrigger',
		{
			parameters: { events: ['call', 'summary', 'other', 'commandResult'] },
			credentials: { mangoOfficeApi: { apiKey, apiSalt, baseUrl: 'https://x.example/vpbx/' } },
		},
		events.flatMap((path) =>
			sent.map((body) => [`/${path}`, { method: 'POST', body }] as [string, object]),
		),
	);
	expect(started.length).toBeGreaterThan(0);
	expect(answers.length).toBeGreaterThan(started.length);
	expect(leaksIn(answers, started, logs.logged)).toEqual([]);
});

const FAULTS = COMMON.flatMap(({ name, answer }) => (answer ? [{ name, answer }] : []));
/** So often at most a request is sent again that meets a fault of those. */
const OFTEN = 8;

describe('Bitrix24', () => {
	test('Trigger: token and webhook are in no answer, and in no data of an execution', async () => {
		const portal = await startBitrix24({ rateLimit: false, secret: webhookSecret });
		const credentials = {
			bitrix24OutgoingWebhookApi: { applicationToken },
			bitrix24WebhookApi: { webhookUrl: portal.webhookUrl },
		};
		const parameters = { events: ['ONCRMDEALUPDATE', 'ONTASKADD'], getRecord: true };
		const options = { parameters, credentials };
		const good = {
			event: 'ONCRMDEALUPDATE',
			'data[FIELDS][ID]': '12',
			ts: '1764063000',
			'auth[domain]': 'x.bitrix24.ru',
			'auth[application_token]': applicationToken,
		};
		const sent = [...variants(good), ...variants({ ...good, event: 'ONTASKADD' })];
		const { answers, started } = await told('bitrix24Trigger', options, sent.map(posted));
		expect(started.length).toBeGreaterThan(0);
		const runs: unknown[] = [];
		for (const { answer } of [{ answer: undefined }, ...FAULTS]) {
			if (answer) for (let i = 0; i < OFTEN; i += 1) portal.answerNext(answer);
			runs.push(await runNode('bitrix24Trigger', { ...options, items: started[0][0] }));
			portal.reset();
		}
		await portal.stop();
		expect(leaksIn(answers, started, runs, logs.logged)).toEqual([]);
	});

	test("the editor's lists tell no fault with the webhook's secret", async () => {
		const seen: unknown[] = [];
		for (const { answer } of FAULTS) {
			const portal = await startBitrix24({ rateLimit: false, secret: webhookSecret });
			for (let i = 0; i < OFTEN; i += 1) portal.answerNext(answer);
			const { webhookUrl } = portal;
			const options = {
				parameters: { resource: 'deal', operation: 'get' },
				credentials: { bitrix24WebhookApi: { webhookUrl } },
			};
			const list = loadList('bitrix24', options, 'parameters.user', async (node, context) =>
				node.methods?.listSearch?.searchUsers.call(context),
			);
			seen.push(await list.catch((error: unknown) => error));
			await portal.stop();
		}
		expect(seen.filter((one) => one instanceof Error).length).toBeGreaterThan(10);
		expect(leaksIn(seen, logs.logged)).toEqual([]);
	});
});

test("MANGO OFFICE: the editor's lists and the polling trigger tell no fault with key or salt", async () => {
	const seen: unknown[] = [];
	for (const { answer } of FAULTS) {
		const mango = await startMango({ rateLimit: false, lockout: false, apiKey, apiSalt });
		const credentials = { mangoOfficeApi: { apiKey, apiSalt, baseUrl: mango.baseUrl } };
		for (let i = 0; i < OFTEN; i += 1) mango.answerNext(answer);
		const options = { parameters: { resource: 'call', operation: 'callback' }, credentials };
		const list = loadList(
			'mangoOffice',
			options,
			'parameters.line',
			async (node, context) =>
				(await node.methods?.listSearch?.searchLines.call(context)) as INodeListSearchResult,
		);
		seen.push(await list.catch((error: unknown) => error));
		for (let i = 0; i < OFTEN; i += 1) mango.answerNext(answer);
		const polling = await hostPolling('mangoOfficePollingTrigger', { parameters: {}, credentials });
		seen.push(await polling.test().catch((error: unknown) => error), polling.kept());
		await mango.stop();
	}
	expect(seen.filter((one) => one instanceof Error).length).toBeGreaterThan(10);
	expect(leaksIn(seen, logs.logged)).toEqual([]);
});
