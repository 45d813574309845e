import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { importTemplate, type ImportedTemplate } from '../../sandbox/n8n/provision';
import type { WorkflowJson, WorkflowNode } from '../../sandbox/n8n/workflow';
import { eventually, startOffice, type Office } from './office';

const TEMPLATE = JSON.parse(
	readFileSync(resolve(__dirname, '../../templates/deal-move.json'), 'utf8'),
) as WorkflowJson;
const PORTAL = 'qwerty.bitrix24.ru';
const ALL_ACTIONS = ['dealMove', 'callback', 'campaignTask'];

let office: Office;
beforeAll(async () => {
	office = await startOffice();
});
beforeEach(() => office.bitrix24.reset());
afterAll(() => office?.stop());

/** Imports the template as a user does, with parameters of its trigger changed. */
async function importDealMove(
	authData: string,
	trigger: Record<string, unknown> = {},
): Promise<ImportedTemplate & { url: string }> {
	const patchNode = (node: WorkflowNode): WorkflowNode =>
		node.name === 'Call Result'
			? { ...node, parameters: { ...node.parameters, ...trigger } }
			: node;
	const patched = { ...TEMPLATE, nodes: TEMPLATE.nodes.map(patchNode) };
	const imported = await importTemplate(office.n8n.client, patched, {
		mangoBitrixWebhookApi: { name: `Webhook ${authData}`, data: { authData, productId: PORTAL } },
		bitrix24WebhookApi: { name: 'Portal', data: { webhookUrl: office.bitrix24.webhookUrl } },
	});
	return { ...imported, url: imported.webhookUrl as string };
}

async function executions(workflowId: string, count: number) {
	return await eventually(`The end of ${count} executions`, async () => {
		const found = await office.n8n.client.executions(workflowId);
		const isOver = found.every(({ status }) => !['new', 'running'].includes(status));
		return found.length >= count && isOver && found;
	});
}

const stageOf = (dealId: number) => office.bitrix24.deal(dealId)?.stageId;

/** A query as the document writes it, sent to our URL in place of MANGO's. */
function query(url: string, documented: string): string {
	return `${url}${new URL(documented).search}`;
}

const EXAMPLE = 'https://integration-webhook.mango-office.ru/webhookapp/?Source=Bitrix24&AuthData=';

describe("the document's two example URLs, to the letter", () => {
	test('Result=POSITIVE moves deal 12', async () => {
		const { url, workflowId } = await importDealMove('qwerty2');
		const response = await fetch(
			query(
				url,
				`${EXAMPLE}qwerty2&Product_id=qwerty.bitrix24.ru&Action=Deal_Move&DealID=12&Result=POSITIVE`,
			),
		);
		expect([response.status, await response.text()]).toEqual([200, '']);
		const [{ id, status }] = await executions(workflowId, 1);
		expect(status).toBe('success');
		expect(stageOf(12)).toBe('PREPARATION');
		const { data } = await office.n8n.client.execution(id);
		expect(
			data.resultData.runData['Move Deal by Result'][0].data?.main?.[0]?.[0].json,
		).toMatchObject({
			dealId: 12,
			moved: true,
			previousStage: { id: 'NEW', name: 'Новая' },
			stage: { id: 'PREPARATION', name: 'Подготовка документов' },
		});
	});

	test('Result=HELLO is refused and starts nothing', async () => {
		const { url, workflowId } = await importDealMove('qwerty');
		const response = await fetch(
			query(
				url,
				`${EXAMPLE}qwerty&Product_id=qwerty.bitrix24.ru&Action=Deal_Move&DealID=12&Result=HELLO`,
			),
		);
		expect(response.status).toBe(400);
		expect(await response.json()).toEqual({
			error: {
				code: 'RESULT_INVALID',
				message: 'Result was "HELLO". Allowed, in capital letters: POSITIVE, NEGATIVE, NEUTRAL.',
				parameter: 'Result',
				allowed: ['POSITIVE', 'NEGATIVE', 'NEUTRAL'],
			},
		});
		expect(await office.n8n.client.executions(workflowId)).toEqual([]);
		expect(stageOf(12)).toBe('NEW');
	});
});

describe('with the answer of the last node', () => {
	let url: string;
	let workflowId: string;
	beforeAll(async () => {
		({ url, workflowId } = await importDealMove('answering', {
			respond: 'lastNode',
			actions: ALL_ACTIONS,
		}));
	});
	const send = async (rest: string, init?: RequestInit) => {
		const response = await fetch(
			`${url}?Source=Bitrix24&AuthData=answering&Product_id=${PORTAL}&${rest}`,
			init,
		);
		return { status: response.status, body: (await response.json()) as Record<string, unknown> };
	};

	test.each([
		['POSITIVE', { moved: true, stage: { id: 'PREPARATION' } }, 'PREPARATION'],
		['NEGATIVE', { moved: true, stage: { id: 'LOSE' } }, 'LOSE'],
		['NEUTRAL', { moved: false, reason: 'noStage', stage: { id: 'NEW' } }, 'NEW'],
	])('%s', async (result, body, stageId) => {
		expect(await send(`Action=Deal_Move&DealID=12&Result=${result}`)).toMatchObject({
			status: 200,
			body,
		});
		expect(stageOf(12)).toBe(stageId);
	});

	test('several deals of several pipelines at once', async () => {
		const deals = [
			office.bitrix24.addDeal({ categoryId: 0, stageId: 'NEW' }),
			office.bitrix24.addDeal({ categoryId: 9, stageId: 'C9:NEW' }),
			office.bitrix24.addDeal({ categoryId: 9, stageId: 'C9:UC_NYL06U' }),
		];
		await Promise.all(deals.map(({ id }) => send(`Action=Deal_Move&DealID=${id}&Result=POSITIVE`)));
		expect(deals.map(({ id }) => stageOf(id))).toEqual(['PREPARATION', 'C9:WON', 'C9:WON']);
	});

	test('a POST with a form, and one with JSON', async () => {
		const body = new URLSearchParams({ Action: 'Deal_Move', DealID: '12', Result: 'POSITIVE' });
		expect(await send('', { method: 'POST', body })).toMatchObject({
			status: 200,
			body: { moved: true },
		});
		const json = JSON.stringify({ Action: 'Deal_Move', DealID: 12, Result: 'NEGATIVE' });
		const headers = { 'Content-Type': 'application/json' };
		expect(await send('', { method: 'POST', headers, body: json })).toMatchObject({
			status: 200,
			body: { stage: { id: 'LOSE' } },
		});
	});

	test("a robot's webhook names the deal in its body", async () => {
		const body =
			'document_id%5B0%5D=crm&document_id%5B1%5D=CCrmDocumentDeal&document_id%5B2%5D=DEAL_12';
		const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
		expect(
			await send('Action=Deal_Move&Result=POSITIVE', { method: 'POST', headers, body }),
		).toMatchObject({
			status: 200,
			body: { dealId: 12, moved: true },
		});
	});

	// A body of bytes goes out without a Content-Type.
	const ROBOT =
		'document_id%5B0%5D=crm&document_id%5B1%5D=CCrmDocumentDeal&document_id%5B2%5D=DEAL_12';
	const JSON_BODY = '{"document_id":["crm","CCrmDocumentDeal","DEAL_12"]}';
	const TYPES: Array<string | undefined> = [
		undefined,
		'application/octet-stream',
		'text/plain',
		'APPLICATION/X-WWW-FORM-URLENCODED; charset=UTF-8',
		'application/json5',
	];
	const post = (type: string | undefined, body: string) => ({
		method: 'POST',
		body: Buffer.from(body),
		...(type !== undefined && { headers: { 'Content-Type': type } }),
	});

	test.each(TYPES)("a robot's form or JSON with the Content-Type %s is read", async (type) => {
		for (const [result, body, stageId] of [
			['POSITIVE', ROBOT, 'PREPARATION'],
			['NEGATIVE', JSON_BODY, 'LOSE'],
		]) {
			expect(
				await send(`Action=Deal_Move&Result=${result}&DealID=`, post(type, body)),
			).toMatchObject({ status: 200, body: { dealId: 12 } });
			expect(stageOf(12)).toBe(stageId);
		}
	});

	test.each([...TYPES, 'application/xml', 'multipart/mixed; boundary=x'])(
		'with everything in the URL a body of the Content-Type %s is no reason to refuse',
		async (type) => {
			const body = type === 'application/xml' ? '<deal id="12"/>' : 'no form';
			expect(
				await send('Action=Deal_Move&Result=POSITIVE&DealID=12', post(type, body)),
			).toMatchObject({ status: 200, body: { moved: true } });
			const { status, body: refusal } = await send(
				'Action=Deal_Move&Result=POSITIVE',
				post(type, body),
			);
			expect([status, refusal]).toEqual([
				400,
				{ error: expect.objectContaining({ code: expect.any(String) as string }) as object },
			]);
		},
	);

	test('a form in parts is not read, and is no reason to refuse either', async () => {
		const parts = new FormData();
		parts.append('DealID', '13');
		expect(
			await send('Action=Deal_Move&Result=POSITIVE&DealID=12', { method: 'POST', body: parts }),
		).toMatchObject({ status: 200, body: { dealId: 12 } });
		expect(
			(await send('Action=Deal_Move&Result=POSITIVE', { method: 'POST', body: parts })).body.error,
		).toMatchObject({ code: 'BODY_UNREADABLE' });
	});

	test('a deal that is not there: the execution fails and says why', async () => {
		expect((await send('Action=Deal_Move&DealID=999999&Result=POSITIVE')).status).toBe(500);
		const [{ id, status }] = await executions(workflowId, 1);
		expect(status).toBe('error');
		expect((await office.n8n.client.execution(id)).data.resultData.error?.message).toContain(
			'Bitrix24 has no such deal',
		);
	});

	test('a refusal comes as it is, and starts nothing', async () => {
		const before = (await executions(workflowId, 1)).length;
		const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
		const lead = { method: 'POST', headers: form, body: 'document_id[2]=LEAD_5' };
		const answers = [
			await fetch(`${url}?Action=Deal_Move&DealID=12&Result=POSITIVE`),
			await fetch(`${url}?AuthData=wrong&Action=Deal_Move&DealID=12&Result=POSITIVE`),
			await fetch(
				`${url}?AuthData=answering&Product_id=other.bitrix24.ru&Action=Deal_Move&DealID=12&Result=POSITIVE`,
			),
			await fetch(
				`${url}?Source=Elsewhere&AuthData=answering&Product_id=${PORTAL}&Action=Deal_Move&DealID=12&Result=POSITIVE`,
			),
			await fetch(
				`${url}?AuthData=answering&Product_id=${PORTAL}&Action=Fly&DealID=12&Result=POSITIVE`,
			),
			await fetch(
				`${url}?AuthData=answering&Product_id=${PORTAL}&Action=Deal_Move&DealID=1.5&Result=POSITIVE`,
			),
			await fetch(
				`${url}?AuthData=answering&Product_id=${PORTAL}&Action=Deal_Move&DealID=12&DealID=13&Result=POSITIVE`,
			),
			await fetch(
				`${url}?AuthData=answering&Product_id=${PORTAL}&Action=Deal_Move&DealID=12&Result=positive`,
			),
			await fetch(
				`${url}?AuthData=answering&Product_id=${PORTAL}&Action=Deal_Move&Result=POSITIVE`,
				lead,
			),
			await fetch(
				`${url}?AuthData=answering&Product_id=${PORTAL}&Action=Deal_Move&Result=POSITIVE`,
				{ method: 'POST', body: 'text' },
			),
			await fetch(
				`${url}?AuthData=answering&Product_id=${PORTAL}&Action=Deal_Move&DealID=12&Result=POSITIVE`,
				{ method: 'POST', body: new URLSearchParams({ x: 'x'.repeat(1 << 20) }) },
			),
		];
		const told = await Promise.all(
			answers.map(async (answer) => [
				answer.status,
				((await answer.json()) as { error: { code: string } }).error.code,
			]),
		);
		expect(told).toEqual([
			[401, 'AUTH_DATA_WRONG'],
			[401, 'AUTH_DATA_WRONG'],
			[403, 'PRODUCT_ID_WRONG'],
			[400, 'SOURCE_UNKNOWN'],
			[400, 'ACTION_UNKNOWN'],
			[400, 'DEAL_ID_INVALID'],
			[400, 'DEAL_ID_INVALID'],
			[400, 'RESULT_INVALID'],
			[400, 'NOT_A_DEAL'],
			[400, 'BODY_UNREADABLE'],
			[400, 'BODY_UNREADABLE'],
		]);
		expect(await executions(workflowId, 1)).toHaveLength(before);
		expect(stageOf(12)).toBe('NEW');
	});

	test('JSON that cannot be parsed is refused by n8n itself, with 422', async () => {
		const response = await fetch(`${url}?AuthData=answering`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: '{',
		});
		expect(response.status).toBe(422);
	});

	test('so is a form in a charset that n8n does not know', async () => {
		const headers = { 'Content-Type': 'application/x-www-form-urlencoded; charset=windows-1251' };
		const everything = `${url}?AuthData=answering&Product_id=${PORTAL}&Action=Deal_Move&DealID=12&Result=POSITIVE`;
		expect((await fetch(everything, { method: 'POST', headers, body: ROBOT })).status).toBe(422);
	});
});

test('an action that the trigger does not accept, and methods and addresses that it does not', async () => {
	const options = { httpMethods: ['POST'], allowedAddresses: '127.0.0.1' };
	const { url } = await importDealMove('strict', { options });
	const sender = `?AuthData=strict&Product_id=${PORTAL}&DealID=12`;
	const callback = await fetch(`${url}${sender}&Action=Callback`, { method: 'POST' });
	expect([callback.status, await callback.json()]).toEqual([
		403,
		{ error: expect.objectContaining({ code: 'ACTION_NOT_ACCEPTED', allowed: ['Deal_Move'] }) },
	]);
	const get = await fetch(`${url}${sender}&Action=Deal_Move&Result=POSITIVE`);
	expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);

	const { url: elsewhere } = await importDealMove('elsewhere', {
		options: { allowedAddresses: '81.88.80.0/24' },
	});
	expect((await fetch(`${elsewhere}${sender}`)).status).toBe(403);
});

test('settings that cannot hold keep the workflow from being published', async () => {
	await expect(
		importDealMove('broken', { options: { allowedAddresses: 'nowhere' } }),
	).rejects.toThrow("'Allowed Source Addresses' holds 'nowhere'");
});

describe('the credential tests, as the editor runs them', () => {
	const test24 = (webhookUrl: string) =>
		office.n8n.client.testCredential({
			name: 'x',
			type: 'bitrix24WebhookApi',
			data: { webhookUrl },
		});

	test('a working webhook', async () => {
		expect(await test24(office.bitrix24.webhookUrl)).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
	});

	test('a wrong secret', async () => {
		const { status, message } = await test24(`${office.bitrix24.url}/rest/1/wrongsecret/`);
		expect([status, message]).toEqual([
			'Error',
			expect.stringContaining('no active webhook with this user and secret'),
		]);
	});

	test.each(['insufficient_scope', 'ERROR_METHOD_NOT_FOUND'])(
		'a webhook without the scope crm, told by %s',
		async (error) => {
			office.bitrix24.failCommand('crm.status.list', { error, error_description: '' });
			const { status, message } = await test24(office.bitrix24.webhookUrl);
			expect([status, message]).toEqual([
				'Error',
				expect.stringContaining("lacks the permission (scope) 'crm'"),
			]);
		},
	);

	test.each([
		['http://qwerty.bitrix24.ru/rest/1/abcdefgh/', 'must begin with https'],
		['nonsense', 'is not a URL'],
	])('%s', async (url, words) => {
		expect(await test24(url)).toEqual({ status: 'Error', message: expect.stringContaining(words) });
	});

	test('something that is not Bitrix24', async () => {
		office.bitrix24.answerNext({ status: 200, body: '<html></html>' });
		expect(await test24(office.bitrix24.webhookUrl)).toEqual({
			status: 'Error',
			message: expect.stringContaining('does not answer as a Bitrix24 portal does'),
		});
		office.bitrix24.answerNext({
			body: { result: { result: { c0: [], c1: [] }, result_error: [] } },
		});
		expect(await test24(office.bitrix24.webhookUrl)).toEqual({
			status: 'Error',
			message: expect.stringContaining('is not active any more'),
		});
		office.bitrix24.answerNext({
			status: 302,
			headers: { Location: 'https://new.bitrix24.ru/' },
			body: '',
		});
		expect(await test24(office.bitrix24.webhookUrl)).toEqual({
			status: 'Error',
			message: expect.stringContaining('may have moved'),
		});
	});

	test('a guessable secret, and a good one', async () => {
		const testSecret = (authData: string) =>
			office.n8n.client.testCredential({
				name: 'x',
				type: 'mangoBitrixWebhookApi',
				data: { authData, productId: '' },
			});
		expect(await testSecret('qwerty')).toEqual({
			status: 'Error',
			message: expect.stringContaining('could be guessed'),
		});
		expect(await testSecret('f3A9kzQ07bXw2LmT8cVr')).toEqual({
			status: 'OK',
			message: 'The secret is hard to guess',
		});
	});
});

// The last one: for a minute refusals say nothing else.
test('wrong secrets by the dozen are answered with 429, and the right one moves the deal', async () => {
	const { url, workflowId } = await importDealMove('guessed');
	const asked = `&Product_id=${PORTAL}&Action=Deal_Move&DealID=12&Result=POSITIVE`;
	const answers = await Promise.all(
		Array.from({ length: 40 }, (_, i) => fetch(`${url}?AuthData=guess${i}${asked}`)),
	);
	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
	const held = answers.filter(({ status }) => status === 429);
	expect(held.length).toBeGreaterThanOrEqual(20);
	expect(Number(held[0].headers.get('retry-after'))).toBeLessThanOrEqual(60);
	expect((await fetch(`${url}?AuthData=guessed${asked}`)).status).toBe(200);
	expect(await executions(workflowId, 1)).toHaveLength(1);
	expect(stageOf(12)).toBe('PREPARATION');
});
