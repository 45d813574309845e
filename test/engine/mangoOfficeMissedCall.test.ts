import type { INodeParameters } from 'n8n-workflow';

import type { IncomingOrder } from '../../sandbox/mango';
import { until, useMango } from './mangoAccount';
import { hostWebhook, type WebhookHost } from './webhookHost';

const office = useMango();
const hosts: WebhookHost[] = [];
afterEach(async () => {
	await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

const client = '79161234505';
const line = '74951234567';

/** The trigger, at the address that the stand-in sends its events to. */
async function trigger(parameters: INodeParameters = { events: ['missedCall'] }) {
	const host = await hostWebhook('mangoOfficeTrigger', {
		parameters,
		credentials: office.credentials(),
	});
	hosts.push(host);
	office.mango.setEventsUrl(host.url);
	return host;
}

/** What started once this call is over and told of. */
async function ring(host: WebhookHost, order: Partial<IncomingOrder>) {
	const call = office.mango.ring({ number: client, ...order });
	await until(() => call.phase === 'ended');
	await office.mango.settled();
	return host.started.map(([calls]) => calls.map(({ json }) => json));
}

describe('a call that nobody took', () => {
	test.each<[string, Partial<IncomingOrder>, object]>([
		[
			'of an employee',
			{ extension: '106', employee: 'noAnswer' },
			{ missedBy: 'employee', extension: '106', groupExtension: null, reasonCode: 1111 },
		],
		[
			'of an employee who declined',
			{ extension: '106', employee: 'declines' },
			{ missedBy: 'employee', extension: '106', reasonCode: 1122 },
		],
		[
			'of a group',
			{ group: '200', employee: 'noAnswer', clientWaits: 300 },
			{ missedBy: 'group', extension: null, groupExtension: '200', reasonCode: 1164 },
		],
		[
			'that the menu ended, though MANGO says 1',
			{},
			{ missedBy: 'nobody', extension: null, groupExtension: null, reasonCode: 1170 },
		],
		[
			'in which the client hung up in the menu',
			{ clientWaits: 2 },
			{ missedBy: 'nobody', reasonCode: 1110 },
		],
		[
			'in which the client waited no longer',
			{ extension: '106', employee: 'noAnswer', clientWaits: 10 },
			{ missedBy: 'employee', extension: '106', reasonCode: 1110 },
		],
	])('%s', async (_name, order, expected) => {
		const host = await trigger();
		expect(await ring(host, order)).toEqual([
			[
				expect.objectContaining({
					event: 'missedCall',
					final: true,
					entryId: office.mango.calls[0].id,
					direction: 'incoming',
					clientNumber: `+${client}`,
					lineNumber: `+${line}`,
					...expected,
				}),
			],
		]);
		expect(host.started[0].slice(1)).toEqual([[], [], []]);
	});

	test('is told again when MANGO sends it twice, as the same', async () => {
		const host = await trigger();
		office.mango.deliver({ doubled: true });
		const [first, second] = await ring(host, { extension: '106', employee: 'noAnswer' });
		expect(first).toHaveLength(1);
		expect(second).toEqual(first);
	});

	test('starts nothing where only other kinds are ticked, and a summary stays as it was', async () => {
		const calls = await trigger({ events: ['call'] });
		expect(await ring(calls, { clientWaits: 2 })).toEqual([]);
		const summaries = await trigger({ events: ['summary'] });
		const [[summary]] = await ring(summaries, { extension: '106', employee: 'noAnswer' });
		expect(summary).toMatchObject({ event: 'summary', answered: false, talkSeconds: 0 });
		expect(summary).not.toHaveProperty('missedBy');
	});

	test('with the summary ticked too, both leave together', async () => {
		const host = await trigger({ events: ['summary', 'missedCall'] });
		const [items] = await ring(host, { extension: '106', employee: 'noAnswer' });
		expect(items.map(({ event }) => event)).toEqual(['summary', 'missedCall']);
	});
});

describe('a call that somebody took is not missed', () => {
	test.each<[string, Partial<IncomingOrder>]>([
		['by the employee', { extension: '106' }],
		['by the second of a group', { group: '200', answeredBy: '102' }],
	])('%s', async (_name, order) => {
		expect(await ring(await trigger(), order)).toEqual([]);
	});

	test.each(['noAnswer', 'answers'] as const)(
		'and then put through to one who %s',
		async (target) => {
			const host = await trigger();
			const transfer = { to: '102', method: 'blind', after: 5 } as const;
			expect(await ring(host, { extension: '106', transfer, target })).toEqual([]);
			expect(office.mango.calls[0].legs).toHaveProperty('transfer');
			expect(office.mango.events.map(({ path }) => path)).toContain('events/summary');
		},
	);
});
