import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Call } from '../../sandbox/mango';
import { clock } from '../clock/clock';
import { useMango } from './mangoAccount';
import { hostPolling } from './pollHost';

/** Its statistics name employees by ID and SIP address, so that extensions have to be looked up. */
const office = useMango({ rateLimit: true, lockout: true, statisticsNumbers: 'sip' });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function trigger(parameters: INodeParameters = {}, kept: IDataObject = {}) {
	return hostPolling(
		'mangoOfficePollingTrigger',
		{ parameters: { filters: {}, options: {}, ...parameters }, credentials: office.credentials() },
		kept,
	);
}
type Host = Awaited<ReturnType<typeof trigger>>;

/** A trigger whose workflow was published a moment ago. */
async function published(parameters: INodeParameters = {}): Promise<Host> {
	const host = await trigger(parameters);
	expect(await host.poll()).toBeNull();
	return host;
}

/** A call that began so long ago. */
const call = (id: string, agoMs: number, more: Partial<Call> = {}) =>
	office.addEnded(id, clock.now() - agoMs, more);
const idsOf = (items: IDataObject[] | null) => items?.map(({ entryId }) => entryId) ?? null;
/** The IDs of what the next poll gives, a minute later. */
async function next(host: Host) {
	await clock.advance(MINUTE);
	return idsOf(await host.poll());
}

describe('calls that have ended', () => {
	test('come once each, with the fields of Statistics: Get Calls', async () => {
		const host = await published();
		await clock.advance(2 * MINUTE);
		call('a', 90_000);
		const items = await host.poll();
		expect(items).toEqual([
			expect.objectContaining({
				entryId: 'a',
				outcome: 'POSITIVE',
				final: true,
				direction: 'outgoing',
				clientNumber: '+79161110001',
				extension: '102',
				recordingIds: ['R-a'],
				contextCalls: expect.any(Array),
			}),
		]);
		const { outputs } = await office.run({
			resource: 'statistics',
			operation: 'getCalls',
			period: 'last24Hours',
		});
		expect(Object.keys(items?.[0] ?? {})).toEqual(Object.keys(outputs[0][0].json));
		expect(await next(host)).toBeNull();
		await clock.advance(MINUTE);
		call('b', 80_000);
		call('c', 70_000);
		expect(await next(host)).toEqual(['b', 'c']);
		expect(await next(host)).toBeNull();
	});

	test('before the workflow was published are none of it, those that went on then are', async () => {
		call('before', HOUR);
		const host = await published();
		await clock.advance(2 * MINUTE);
		call('went on', 3 * MINUTE, { endedAt: Math.floor(clock.now() / 1000) - 30 });
		call('long before', 3 * HOUR);
		expect(await next(host)).toEqual(['went on']);
	});

	test('come though the statistics have them an hour late', async () => {
		const host = await published();
		for (let i = 0; i < 70; i += 1) await next(host);
		call('late', HOUR);
		expect(await next(host)).toEqual(['late']);
		expect(await next(host)).toBeNull();
	});

	test('look the directory up for the extensions of new calls alone', async () => {
		const host = await published();
		const ringing = office.mango.ring({ number: '79161234505', extension: '106' });
		await clock.until(() => ringing.phase === 'ended');
		await clock.advance(2 * MINUTE);
		expect(await host.poll()).toMatchObject([{ entryId: ringing.id, extension: '106' }]);
		await next(host);
		await next(host);
		expect(office.sent('config/users/request')).toHaveLength(1);
	});

	test('of the filters only', async () => {
		const host = await published({ filters: { direction: 1, status: 0, groups: [80101] } });
		await next(host);
		const [request] = office.sent('stats/calls/request').slice(-1);
		expect(request).toMatchObject({ context_type: 1, context_status: 0, group_ids: [80101] });
	});

	test('when there are more than a page holds', async () => {
		const host = await published();
		await clock.advance(10 * MINUTE);
		for (let i = 0; i < 5003; i += 1) call(`many ${i}`, 5 * MINUTE);
		expect(await next(host)).toHaveLength(5003);
		expect(await next(host)).toBeNull();
	});
});

describe('a poll that fails', () => {
	test.each<[string, () => void, RegExp]>([
		[
			'MANGO OFFICE is down',
			() => {
				for (let i = 0; i < 20; i += 1)
					office.mango.answerNext({
						method: 'stats/calls/request',
						status: 502,
						body: 'Bad Gateway',
					});
			},
			/502/,
		],
		[
			'the report cannot be made',
			() =>
				office.mango.answerNext({
					method: 'stats/calls/result',
					status: 200,
					body: { result: 1000, status: 'error', data: [] },
				}),
			/its status is 'error'/,
		],
	])('because %s: the next one covers its time', async (_name, fail, message) => {
		const host = await published();
		await clock.advance(5 * MINUTE);
		call('meanwhile', 2 * MINUTE);
		const kept = host.kept();
		fail();
		await expect(host.poll()).rejects.toThrow(message);
		expect(host.kept()).toEqual(kept);
		office.mango.reset();
		call('meanwhile', 3 * MINUTE);
		expect(await next(host)).toEqual(['meanwhile']);
	});

	test('at once when the key is wrong, so that n8n does not publish the workflow', async () => {
		const { mangoOfficeApi } = office.credentials();
		const host = await hostPolling('mangoOfficePollingTrigger', {
			parameters: { filters: {}, options: {} },
			credentials: { mangoOfficeApi: { ...mangoOfficeApi, apiSalt: 'another' } },
		});
		await expect(host.poll()).rejects.toThrow(/signature/i);
		expect(host.kept()).toEqual({});
	});

	test.each([
		[{ options: { lookBack: 1 } }, "'Look Back (Minutes)' was 1"],
		[{ options: { lookBack: 'an hour' } }, `'Look Back (Minutes)' was "an hour"`],
		[{ filters: { search: '79' } }, `'Search' was "79"`],
		[{ filters: { employees: ['Anna'] } }, `'Employees' was "Anna"`],
	])('%j says so before anything is sent', async (parameters, message) => {
		const host = await trigger(parameters);
		await expect(host.poll()).rejects.toThrow(message);
		expect(office.mango.requests).toHaveLength(0);
	});
});

describe('what is kept between polls', () => {
	test('outlives a restart of n8n', async () => {
		const before = await published();
		await clock.advance(5 * MINUTE);
		call('told', 2 * MINUTE);
		expect(await next(before)).toEqual(['told']);
		await clock.advance(HOUR);
		call('while n8n was down', 30 * MINUTE);
		const after = await trigger({}, before.kept());
		expect(await next(after)).toEqual(['while n8n was down']);
	});

	test('stays small, however long it runs', async () => {
		const host = await published();
		for (let i = 0; i < 60; i += 1) {
			await clock.advance(20 * MINUTE);
			call(`call ${i}`, 10 * MINUTE);
			expect(await host.poll()).toHaveLength(1);
		}
		expect(Object.keys(host.kept().given as object).length).toBeLessThanOrEqual(8);
	});

	test('a standstill of days is made up for a day at a time', async () => {
		const host = await published();
		await clock.advance(60 * HOUR);
		const calls = [55, 40, 20, 1];
		for (const hours of calls) call(`${hours} hours ago`, hours * HOUR);
		const polls = [await next(host), await next(host), await next(host), await next(host)];
		expect(polls).toEqual([
			['55 hours ago', '40 hours ago'],
			['20 hours ago'],
			['1 hours ago'],
			null,
		]);
	});

	test('a longer look back does not bring calls again', async () => {
		const host = await published({ options: { lookBack: 5 } });
		await clock.advance(10 * MINUTE);
		call('told', 8 * MINUTE);
		expect(await next(host)).toEqual(['told']);
		for (let i = 0; i < 10; i += 1) expect(await next(host)).toBeNull();
		const longer = await trigger({ options: { lookBack: 720 } }, host.kept());
		expect(await next(longer)).toBeNull();
	});
});

test('a poll that begins while one goes on leaves all to that one', async () => {
	const host = await published();
	await clock.advance(5 * MINUTE);
	call('once', 2 * MINUTE);
	const polls = await Promise.all([host.poll(), host.poll()]);
	expect(polls.map(idsOf)).toEqual([['once'], null]);
	expect(await next(host)).toBeNull();
});

test('shares pace and lock-out of the account with the MANGO OFFICE node', async () => {
	const host = await published();
	const getCalls = { resource: 'statistics', operation: 'getCalls', period: 'last24Hours' };
	const [, { error }] = await Promise.all([host.poll(), office.run(getCalls)]);
	expect(error).toBeUndefined();
	expect(office.mango.requests.filter(({ status }) => status === 429)).toEqual([]);

	for (let i = 0; i < 20; i += 1) office.mango.answerNext({ status: 401 });
	await expect(host.poll()).rejects.toThrow(/has locked/);
	const asked = office.mango.requests.length;
	const locked = await office.run({ ...getCalls, options: { retryFor: 0 } });
	expect(locked.error?.message).toMatch(/has locked/);
	expect(office.mango.requests).toHaveLength(asked);
});

describe('a test in the editor', () => {
	test('gives the newest call, and keeps nothing', async () => {
		call('older', 5 * HOUR);
		call('newest', HOUR);
		call('old', 3 * HOUR);
		const host = await trigger();
		expect(idsOf(await host.test())).toEqual(['newest']);
		expect(idsOf(await host.test())).toEqual(['newest']);
		expect(host.kept()).toEqual({});
	});

	test('goes a week back', async () => {
		call('of last week', 6 * 24 * HOUR);
		expect(idsOf(await (await trigger()).test())).toEqual(['of last week']);
	});

	test('says that there is none', async () => {
		await expect((await trigger()).test()).rejects.toThrow(
			'MANGO OFFICE has no call of the last 7 days that these filters let through',
		);
	});
});
