import { startMango, type MangoOptions, type MangoStandin } from '../../sandbox/mango';
import { callMango, openReceiver } from './openMango';
import { until } from './openPortal';

/** The forms in which events come (mango-office.md#events). */
let hook: Awaited<ReturnType<typeof openReceiver>>;
let mango: MangoStandin;
beforeAll(async () => {
	hook = await openReceiver(() => mango);
});
afterEach(() => mango.stop());
afterAll(() => hook.stop());

const start = async (options: MangoOptions = {}) => {
	mango = await startMango({ rateLimit: false, eventsUrl: hook.fresh(), ...options });
	return mango;
};
const callback = async () => {
	await callMango(
		mango,
		'commands/callback',
		JSON.stringify({ command_id: 'c1', from: { extension: '106' }, to_number: '79161234505' }),
	);
	await hook.until('events/summary');
};
const ring = async () => {
	mango.ring({ number: '79161234505', group: '200' });
	await hook.until('events/summary');
};
const types = (path: string, ...names: string[]) => {
	const values = hook
		.of(path)
		.flatMap((json) =>
			names.map((name) =>
				name
					.split('.')
					.reduce<unknown>(
						(value, key) => (value as Record<string, unknown> | undefined)?.[key],
						json,
					),
			),
		);
	return [...new Set(values.filter((value) => value !== undefined).map((value) => typeof value))];
};

describe('the types of values', () => {
	it('are mixed: text of callbacks, numbers of campaigns, both of an incoming call', async () => {
		await start();
		await callback();
		expect(types('events/call', 'seq', 'disconnect_reason')).toEqual(['string']);
		mango.setEventsUrl(hook.fresh());
		await ring();
		expect([
			types('events/call', 'seq'),
			types('events/call', 'disconnect_reason', 'to.extension'),
		]).toEqual([['number'], ['string']]);
		mango.setEventsUrl(hook.fresh());
		mango.dialCampaigns(true);
		await hook.until('events/summary');
		expect(types('events/call', 'seq', 'disconnect_reason', 'task_id')).toEqual(['number']);
	});

	it('are text, as in the examples of 2017', async () => {
		await start({ eventStyle: 'strings' });
		await callback();
		await hook.until('result/callback');
		expect(
			types('events/call', 'seq', 'timestamp', 'disconnect_reason', 'from.extension', 'to.number'),
		).toEqual(['string']);
		expect(types('events/recording', 'seq', 'timestamp', 'completion_code')).toEqual(['string']);
		expect(types('result/callback', 'result')).toEqual(['string']);
	});

	it('are numbers, extensions too, as in the tables of 2026', async () => {
		await start({ eventStyle: 'numbers' });
		await ring();
		await callback();
		await hook.until('result/callback');
		expect(
			types(
				'events/call',
				'seq',
				'timestamp',
				'disconnect_reason',
				'from.extension',
				'to.extension',
				'to.acd_group',
			),
		).toEqual(['number']);
		expect(types('events/summary', 'from.extension', 'disconnect_reason')).toEqual(['number']);
		expect(types('result/callback', 'result')).toEqual(['number']);
		expect(hook.of('events/call').some(({ to }) => String(to?.number).startsWith('sip:'))).toBe(
			true,
		);
	});
});

describe('other events', () => {
	it.each([
		[undefined, 'result/stat'],
		['result/stats', 'result/stats'],
	] as const)('statisticsEvent %s is told as %s', async (statisticsEvent, path) => {
		await start({ ...(statisticsEvent && { statisticsEvent }) });
		const now = Math.floor(Date.now() / 1000);
		const { key } = (
			await callMango(
				mango,
				'stats/request',
				JSON.stringify({ date_from: now - 60, date_to: now, request_id: 'r1' }),
			)
		).body;
		expect(await hook.until(path)).toEqual([{ key, request_id: 'r1' }]);
		expect(hook.received).toHaveLength(1);
	});

	it.each([
		['events/call', { entry_id: 'e', call_id: 'c', seq: '1', callback_initiator: '\u0421\u0421' }],
		[
			'events/call',
			{ entry_id: 'e', call_id: 'c', seq: 1, callback_initiator: 'MissGroup\u0421allCallback' },
		],
		[
			'events/record/tagged',
			{ entry_id: 'e', product_id: 1, user_id: -1, timestamp: 1, recording_id: 'r' },
		],
		[
			'events/dtmf',
			{
				seq: 2,
				dtmf: '123',
				timestamp: 1488272662,
				call_id: 'c',
				entry_id: 'e',
				location: 'ivr.1',
				initiator: '74955404444',
			},
		],
		[
			'events/user/status_changed',
			{ abonent_id: 400210106, status: 2, when: 1700000000000, timestamp: 1700000000001 },
		],
	])('%s is pushed as it is, signed', async (path, json) => {
		await start({ eventStyle: 'numbers' });
		mango.push(path, json);
		expect(await hook.until(path)).toEqual([json]);
		expect(hook.received[0]?.signed).toBe(true);
	});

	it('checks the connection without a sign, and tells the status', async () => {
		await start();
		expect(await mango.ping()).toBe(200);
		expect(hook.pings).toBe(1);
		expect(mango.events).toEqual([]);
		mango.setEventsUrl('http://example.com/hook');
		await expect(mango.ping()).rejects.toThrow('127.0.0.1');
		mango.setEventsUrl(undefined);
		await expect(mango.ping()).rejects.toThrow('no address');
	});

	it('tell of each recording, though calls begin and end meanwhile', async () => {
		await start({ recordingDelay: 100 });
		await callback();
		await callback();
		await hook.until('events/record/added', 2);
		expect(
			new Set(hook.of('events/record/added').map(({ recording_id }) => recording_id)).size,
		).toBe(2);
		await until(() => mango.recordings.every(({ stored }) => stored));
	});
});
