import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { clock } from '../clock/clock';
import { jsonOf, openPortal, pause, postJson, until } from './openPortal';

interface Received {
	request: IncomingMessage;
	body: string;
}

const received: Received[] = [];
let status = 200;
let answerAfterMs = 0;

const receiver = http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
	let body = '';
	request.on('data', (chunk) => (body += chunk));
	request.on('end', () => {
		received.push({ request, body });
		clock.after(answerAfterMs, () => response.writeHead(status).end('ok'));
	});
});
let base = '';

const open = openPortal();

beforeAll(async () => {
	receiver.listen(0, '127.0.0.1');
	await once(receiver, 'listening');
	base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
beforeEach(() => {
	received.length = 0;
	status = 200;
	answerAfterMs = 0;
	open.portal.setRobots([
		{ stageId: 'PREPARATION', url: `${base}/webhook/x?AuthData=qwerty2&DealID={{ID}}` },
	]);
});
afterAll(() => {
	receiver.closeAllConnections();
	receiver.close();
});

const move = (stageId: string, id = 12) =>
	open.call('crm.item.update', { entityTypeId: 2, id, fields: { stageId } });
const quiet = () => pause(80);

describe('the robot "Outgoing webhook"', () => {
	it('posts exactly the captured body, with encoded bracket keys', async () => {
		await move('PREPARATION');
		const { request, body } = await until(() => received[0]);
		expect(request.method).toBe('POST');
		expect(request.url).toBe('/webhook/x?AuthData=qwerty2&DealID=12');
		expect(request.headers['content-type']).toBe('application/x-www-form-urlencoded');
		expect(request.headers['user-agent']).toBe('Bitrix24 Webhook Engine');
		expect(body).toMatch(
			/^document_id%5B0%5D=crm&document_id%5B1%5D=CCrmDocumentDeal&document_id%5B2%5D=DEAL_12&auth%5Bdomain%5D=/,
		);
		expect([...new URLSearchParams(body)]).toEqual([
			['document_id[0]', 'crm'],
			['document_id[1]', 'CCrmDocumentDeal'],
			['document_id[2]', 'DEAL_12'],
			['auth[domain]', 'qwerty.bitrix24.ru'],
			['auth[client_endpoint]', 'https://qwerty.bitrix24.ru/rest/'],
			['auth[server_endpoint]', 'https://oauth.bitrix24.tech/rest/'],
			['auth[member_id]', expect.stringMatching(/^[0-9a-f]{32}$/)],
		]);
	});

	it('runs for the frozen method, for a batch, and for a user at the board', async () => {
		await open.call('crm.deal.update', { id: 12, fields: { STAGE_ID: 'PREPARATION' } });
		await open.call('batch', {
			cmd: ['crm.item.update?entityTypeId=2&id=15&fields[stageId]=PREPARATION'],
		});
		await postJson(`${open.portal.url}/_sandbox/move`, { dealId: 21, stageId: 'PREPARATION' });
		await until(() => received.length === 3);
		expect(received.map(({ body }) => new URLSearchParams(body).get('document_id[2]'))).toEqual([
			'DEAL_12',
			'DEAL_15',
			'DEAL_21',
		]);
	});

	it('does not run when the deal does not enter the stage', async () => {
		await move('PREPARATION', 18);
		await move('C9:NEW', 12);
		await open.call('crm.item.update', {
			entityTypeId: 2,
			id: 18,
			fields: { title: 'Другое имя' },
		});
		await move('EXECUTING', 18);
		await quiet();
		expect(received).toHaveLength(0);
	});

	it('runs again when the deal comes back', async () => {
		for (const stageId of ['PREPARATION', 'NEW', 'PREPARATION']) await move(stageId);
		await until(() => received.length === 2);
		await quiet();
		expect(received).toHaveLength(2);
	});

	it('is not waited for', async () => {
		answerAfterMs = 300;
		const started = clock.now();
		await move('PREPARATION');
		expect(clock.now()).toBe(started);
		await until(() => received.length === 1);
		expect(open.portal.robotCalls[0]?.status).toBeUndefined();
		await until(() => open.portal.robotCalls[0]?.status === 200);
	});

	it('is never repeated, whatever the answer', async () => {
		status = 500;
		await move('PREPARATION');
		await until(() => open.portal.robotCalls[0]?.status === 500);
		await quiet();
		expect(received).toHaveLength(1);
		expect(open.stageOf(12)).toBe('PREPARATION');
	});

	it('is forgotten by a reset, even while it waits for an answer', async () => {
		answerAfterMs = 60;
		await move('PREPARATION');
		await until(() => received.length === 1);
		open.portal.reset();
		await pause(120);
		expect(open.portal.robotCalls).toHaveLength(0);
		const { activity } = await jsonOf(await fetch(`${open.portal.boardUrl}_sandbox/state`));
		expect(activity).toEqual([]);
	});

	it('records that nobody listens', async () => {
		const closed = http.createServer().listen(0, '127.0.0.1');
		await once(closed, 'listening');
		const { port } = closed.address() as AddressInfo;
		closed.close();
		await once(closed, 'close');
		open.portal.setRobots([{ stageId: 'WON', url: `http://127.0.0.1:${port}/` }]);
		await move('WON');
		const call = await until(() => open.portal.robotCalls.find(({ error }) => error));
		expect(call.error).toContain('ECONNREFUSED');
		expect(call.status).toBeUndefined();
	});

	it.each(['ftp://127.0.0.1/x', 'http://localhost:5678/x', 'not a url', ''])(
		'sends nothing to %j and shows no error',
		async (url) => {
			open.portal.setRobots([{ stageId: 'PREPARATION', url }]);
			const { status: answered, body } = await move('PREPARATION');
			expect([answered, body.result.item.stageId]).toEqual([200, 'PREPARATION']);
			const call = await until(() => open.portal.robotCalls.find(({ error }) => error));
			expect(call.error).toContain('real portal shows no error');
		},
	);

	it.each([
		'http://127.0.0.2/x',
		'https://integration-webhook.mango-office.ru/webhookapp/',
		'http://127.0.0.1.example.com/',
		'http://127.0.0.1@10.0.0.1/',
	])('never leaves this machine: %s', async (url) => {
		open.portal.setRobots([{ stageId: 'PREPARATION', url }]);
		await move('PREPARATION');
		const call = await until(() => open.portal.robotCalls.find(({ error }) => error));
		expect(call.error).toContain('only 127.0.0.1');
	});
});
