import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { clock } from '../clock/clock';
import { openPortal, postJson } from './openPortal';

const received: string[] = [];
const receiver = http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
	let body = '';
	request.on('data', (chunk) => (body += chunk));
	request.on('end', () => {
		received.push(body);
		response.writeHead(500).end();
	});
});
const open = openPortal();
const token = 'jvh9y1ulvt2m6k5or90v9mg8nn32ozas';
let url = '';

beforeAll(async () => {
	receiver.listen(0, '127.0.0.1');
	await once(receiver, 'listening');
	url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
});
beforeEach(async () => {
	received.length = 0;
	const webhooks = [{ url, events: ['ONCRMDEALUPDATE'], token }];
	const { status } = await postJson(`${open.portal.url}/_sandbox/webhooks`, { webhooks });
	expect(status).toBe(200);
});
afterAll(() => {
	receiver.closeAllConnections();
	receiver.close();
});

const update = async (id: number, fields: object) => {
	await open.call('crm.item.update', { entityTypeId: 2, id, fields });
	await open.portal.settled();
};

describe('an outgoing webhook', () => {
	it('posts exactly what the documents show, once, whatever is answered', async () => {
		await update(12, { title: 'Другое имя' });
		expect(received.map((body) => [...new URLSearchParams(body)])).toEqual([
			[
				['event', 'ONCRMDEALUPDATE'],
				['event_handler_id', expect.stringMatching(/^\d+$/)],
				['data[FIELDS][ID]', '12'],
				['ts', String(Math.floor(clock.now() / 1000))],
				['auth[domain]', 'qwerty.bitrix24.ru'],
				['auth[client_endpoint]', 'https://qwerty.bitrix24.ru/rest/'],
				['auth[server_endpoint]', 'https://oauth.bitrix24.tech/rest/'],
				['auth[member_id]', expect.stringMatching(/^[0-9a-f]{32}$/)],
				['auth[application_token]', token],
			],
		]);
		expect(open.portal.outgoingCalls.map(({ status }) => status)).toEqual([500]);
	});

	it.each<[string, object, number]>([
		['a move within the pipeline', { stageId: 'PREPARATION' }, 1],
		['a move to another pipeline', { categoryId: 9, stageId: 'C9:NEW' }, 0],
		['a save that changes nothing', { stageId: 'NEW' }, 0],
	])('%s', async (_name, fields, expected) => {
		const { id } = open.portal.addDeal({ stageId: 'NEW' });
		await update(id, fields);
		expect(received).toHaveLength(expected);
	});

	it('sends what it was set to send, and nothing after a reset', async () => {
		open.portal.setOutgoingWebhooks([{ url, events: ['ONCRMLEADUPDATE'], token }]);
		await update(12, { title: 'Имя' });
		open.portal.reset();
		await update(12, { title: 'Имя' });
		expect(received).toEqual([]);
	});

	it('never leaves this machine', async () => {
		open.portal.setOutgoingWebhooks([
			{ url: 'https://example.com/', events: ['ONCRMDEALUPDATE'], token },
		]);
		await update(12, { title: 'Имя' });
		expect(open.portal.outgoingCalls[0]).toMatchObject({
			error: expect.stringContaining('only 127.0.0.1'),
		});
	});
});
