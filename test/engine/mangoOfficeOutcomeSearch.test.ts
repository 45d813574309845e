import type { IDataObject } from 'n8n-workflow';

import { NoTimeError, type MangoApi } from '../../nodes/MangoOffice/api';
import type { OutcomeOptions } from '../../nodes/MangoOffice/resources/call/outcomeOptions';
import { findFinished } from '../../nodes/MangoOffice/resources/call/outcomeSearch';
import type { OutcomeTarget } from '../../nodes/MangoOffice/resources/call/outcomeTarget';
import { OutcomeTurns } from '../../nodes/MangoOffice/resources/call/outcomeTurns';
import { LockedOutError, MangoError } from '../../protocols/mangoOffice/answer';
import { clock } from '../clock/clock';

const NOW = Date.parse('2026-11-25T12:00:00.000Z');
const MINUTE = 60_000;

/** MANGO's statistics and tasks, with the limit of one report in two seconds, and how a report becomes ready. */
class Mango {
	calls: IDataObject[] = [];
	/** By campaign. */
	tasks: Record<number, IDataObject[]> = {};
	readonly log: Array<{ path: string; params: IDataObject; at: number }> = [];
	bytes = 0;
	/** How many polls a report takes. */
	polls = 2;
	/** Whether it searches for numbers as it writes them, not at all, or for nothing that it has. */
	finds: 'digits' | 'nothing' = 'digits';
	/** Thrown by the next requests of a path. */
	failures: Array<{ path: string; error: Error }> = [];
	private readonly reports = new Map<string, { list: IDataObject[]; polls: number }>();
	private free = 0;

	readonly api = {
		call: async (path: string, params: IDataObject, _kind: string, end: number) =>
			await this.answer(path, params, end),
		context: {},
	} as unknown as MangoApi;

	sent(path: string): IDataObject[] {
		return this.log.filter((one) => one.path === path).map(({ params }) => params);
	}

	private async answer(path: string, params: IDataObject, end: number): Promise<IDataObject> {
		if (path === 'stats/calls/request') await this.waitForTurn(end);
		this.log.push({ path, params, at: clock.now() });
		const failing = this.failures.findIndex((one) => one.path === path);
		if (failing >= 0) throw this.failures.splice(failing, 1)[0].error;
		const answer = this.answerTo(path, params);
		this.bytes += JSON.stringify(answer).length;
		return answer;
	}

	private answerTo(path: string, params: IDataObject): IDataObject {
		if (path === 'stats/calls/request') return this.makeReport(params);
		if (path === 'stats/calls/result') return this.report(String(params.key));
		if (path === 'v2/campaign/tasks') return this.listTasks(params);
		const task = Object.values(this.tasks)
			.flat()
			.find(({ task_id: id }) => id === params.task_id);
		if (path !== 'task' || task === undefined) throw new MangoError(3300, '', undefined);
		const { task_id, task_status, task_status_reason, task_comment, ...rest } = task;
		return {
			task: {
				campaign_task_id: task_id,
				status: task_status,
				status_reason: task_status_reason,
				comment: task_comment,
				...rest,
			},
		};
	}

	private async waitForTurn(end: number): Promise<void> {
		const at = Math.max(clock.now(), this.free);
		if (at >= end) throw new NoTimeError();
		this.free = at + 2000;
		if (at > clock.now()) await clock.sleep(at - clock.now());
	}

	private makeReport({
		start_date,
		end_date,
		search_string: search = '',
		limit,
		offset,
	}: IDataObject): IDataObject {
		const [from, to] = [start_date, end_date].map(
			(text) =>
				Date.parse(`${String(text).replace(/^(\d\d)\.(\d\d)\.(\d{4}) /, '$3-$2-$1T')}+03:00`) /
				1000,
		);
		const isIn = ({ context_start_time: start }: IDataObject) =>
			Number(start) >= from && Number(start) <= to;
		const fits = (call: IDataObject) =>
			search === '' ||
			(this.finds === 'digits' && String(call.called_number).includes(String(search)));
		const list = this.calls
			.filter((call) => isIn(call) && fits(call))
			.slice(Number(offset), Number(offset) + Number(limit));
		const key = `key ${this.reports.size}`;
		this.reports.set(key, { list, polls: 0 });
		return { key };
	}

	private report(key: string): IDataObject {
		const report = this.reports.get(key);
		if (report === undefined) return { status: 'not-found' };
		report.polls += 1;
		return report.polls < this.polls
			? { status: 'work' }
			: { status: 'complete', data: [{ list: report.list }] };
	}

	private listTasks({ campaign_ids: id, limit, cursor }: IDataObject): IDataObject {
		const tasks = this.tasks[Number(id)] ?? [];
		const from = Number(cursor ?? 0);
		const to = from + Number(limit);
		return { tasks: tasks.slice(from, to), ...(to < tasks.length && { cursor: String(to) }) };
	}
}

let mango: Mango;
let turns: OutcomeTurns;
beforeEach(() => {
	clock.setTime(NOW);
	mango = new Mango();
	turns = new OutcomeTurns();
});

const numberOf = (index: number) => `+7916${String(1_110_000 + index)}`;

interface CallDraft {
	/** Seconds before now. */
	ago?: number;
	seconds?: number;
	reason?: number;
	extension?: string;
	more?: IDataObject;
}

/** A callback's record: half a kB, as the node's users have seen it some kB long. */
function addCall(
	index: number,
	{ ago = 120, seconds = 30, reason = 1121, extension = '101', more = {} }: CallDraft = {},
): string {
	const start = NOW / 1000 - ago;
	const leg = (type: string, number: string, end: number, code: number) => ({
		call_type: type,
		call_abonent_number: number,
		call_start_time: start,
		call_answer_time: null,
		call_end_time: start + end,
		call_end_reason: code,
		recording_id: [],
		members: null,
	});
	const called = numberOf(index).slice(1);
	const entryId = `entry-${index}`;
	mango.calls.push({
		entry_id: entryId,
		context_type: 2,
		context_status: 0,
		caller_number: extension,
		called_number: called,
		context_start_time: start,
		duration: seconds,
		talk_duration: 0,
		context_calls: [leg('user', extension, 4, 1000), leg('number', called, seconds, reason)],
		...more,
	});
	return entryId;
}

const entry = (index: number, more: Partial<OutcomeTarget> = {}): OutcomeTarget =>
	({
		entryId: `entry-${index}`,
		clientNumber: numberOf(index),
		at: NOW - 90_000,
		known: {},
		...more,
	}) as OutcomeTarget;
const asked = (index: number, ago: number, more: Partial<OutcomeTarget> = {}): OutcomeTarget => {
	const at = NOW - ago * 1000;
	return {
		asked: { number: numberOf(index), at },
		at,
		clientNumber: numberOf(index),
		known: {},
		...more,
	} as OutcomeTarget;
};

interface Told {
	value?: IDataObject;
	error?: unknown;
	why: string;
}

async function look(
	targets: OutcomeTarget[],
	options: Partial<OutcomeOptions> = {},
	stopOnError = true,
): Promise<Told[]> {
	const all = {
		waitMs: 0,
		lookBackMs: 24 * 60 * MINUTE,
		ifNotFinished: 'pass' as const,
		...options,
	};
	const finds = await findFinished(mango.api, targets, all, stopOnError, turns);
	return targets.map((target) => ({ ...finds.found(target), why: finds.why(target).message }));
}

const reports = () => mango.sent('stats/calls/request');
const took = () => clock.now() - NOW;

describe('one look at the statistics', () => {
	test('for 100 calls is one report', async () => {
		for (let index = 0; index < 100; index += 1) addCall(index);
		const told = await look(Array.from({ length: 100 }, (_, index) => entry(index)));
		expect(told.every(({ value }) => value !== undefined)).toBe(true);
		expect(reports()).toHaveLength(1);
		expect(reports()[0]).not.toHaveProperty('search_string');
		expect(took()).toBeLessThan(15_000);
	});

	test('for one call among 5,000 downloads next to nothing', async () => {
		for (let index = 0; index < 5000; index += 1) addCall(index);
		const [narrow] = await look([entry(77)]);
		expect(narrow.value).toMatchObject({ entryId: 'entry-77' });
		expect(reports()).toEqual([expect.objectContaining({ search_string: numberOf(77).slice(1) })]);
		expect(mango.bytes).toBeLessThan(2000);
		mango.bytes = 0;
		const [wide] = await look([entry(78, { clientNumber: undefined })]);
		expect(wide.value).toMatchObject({ entryId: 'entry-78' });
		expect(mango.bytes).toBeGreaterThan(1_000_000);
	});

	test.each([
		[1, 1],
		[2, 2],
		[3, 1],
		[10, 1],
	])('for %i numbers is %i reports', async (numbers, expected) => {
		for (let index = 0; index < numbers; index += 1) addCall(index);
		const told = await look(Array.from({ length: numbers }, (_, index) => entry(index)));
		expect(told.every(({ value }) => value !== undefined)).toBe(true);
		expect(reports()).toHaveLength(expected);
		expect(took()).toBeLessThan(15_000);
	});

	test('two calls to one number are one report', async () => {
		addCall(1, { ago: 300 });
		addCall(1, { ago: 120, more: { entry_id: 'second' } });
		const told = await look([entry(1), entry(1, { entryId: 'second' })]);
		expect(told.map(({ value }) => value?.entryId)).toEqual(['entry-1', 'second']);
		expect(reports()).toHaveLength(1);
	});

	test.each([1, 2])(
		'asks for all calls when the reports of %i numbers lack them, and ends in time',
		async (numbers) => {
			mango.finds = 'nothing';
			for (let index = 0; index < numbers; index += 1) addCall(index);
			const told = await look(Array.from({ length: numbers }, (_, index) => entry(index)));
			expect(told.map(({ value }) => value?.entryId)).toEqual(
				Array.from({ length: numbers }, (_, index) => `entry-${index}`),
			);
			expect(reports().map(({ search_string: search }) => search === undefined)).toEqual([
				...Array.from({ length: numbers }, () => false),
				true,
			]);
			expect(took()).toBeLessThan(15_000);
		},
	);

	test('spares that for a call that ended just now, which is asked for again anyway', async () => {
		const [{ value, why }] = await look([entry(1, { at: NOW - 5000 })]);
		expect(value).toBeUndefined();
		expect(why).toContain('do not hold the call entry-1');
		expect(reports()).toHaveLength(1);
	});

	test('spares it not where an item that is not there is an error', async () => {
		await look([entry(1, { at: NOW - 5000 })], { ifNotFinished: 'error' });
		expect(reports()).toHaveLength(2);
	});

	test('of calls that lie far apart takes a report for each time, and less than 15 seconds', async () => {
		for (const [index, hours] of [0, 6, 12].entries()) addCall(index, { ago: hours * 3600 + 120 });
		const told = await look(
			[0, 6, 12].map((hours, index) =>
				entry(index, { at: NOW - hours * 60 * MINUTE - 90_000, clientNumber: undefined }),
			),
		);
		expect(told.every(({ value }) => value !== undefined)).toBe(true);
		expect(reports()).toHaveLength(3);
		expect(took()).toBeLessThan(15_000);
	});

	test('that finds no time for all says so', async () => {
		const told = await look(
			Array.from({ length: 12 }, (_, index) =>
				entry(index, { at: NOW - index * 6 * 60 * MINUTE, clientNumber: undefined }),
			),
		);
		expect(took()).toBeLessThan(15_000);
		expect(told.some(({ why }) => why.includes('was not asked for the call'))).toBe(true);
		expect(told.every(({ error }) => error === undefined)).toBe(true);
	});

	describe('with more times than it can ask for: each gets its turn', () => {
		const HOURS = Array.from({ length: 14 }, (_, index) => index * 6);
		/** Of calls that MANGO never has. */
		const unknown = (first: number, more: Partial<OutcomeTarget> = {}) =>
			HOURS.map((hours, index) =>
				entry(first + index, { at: NOW - hours * 60 * MINUTE - 90_000, ...more }),
			);
		/** Of which times all calls were asked for. */
		const wholeDays = () =>
			new Set(
				reports()
					.filter(({ search_string: search }) => search === undefined)
					.map(({ start_date: start }) => start),
			);

		test.each<[string, number, Partial<OutcomeTarget>, number]>([
			['by their time', 7000, { clientNumber: undefined }, 3],
			// Two reports for each, one after the other: a look has time for those of the first alone.
			['by their number first', 7100, {}, HOURS.length],
		])('%s', async (_name, first, more, looks) => {
			for (let i = 0; i < looks; i += 1) await look(unknown(first, more));
			expect(wholeDays().size).toBe(HOURS.length);
		});

		test('in one execution that waits', async () => {
			await look(unknown(7200, { clientNumber: undefined }), { waitMs: 120_000 });
			expect(wholeDays().size).toBe(HOURS.length);
		});

		test('a call that has come since is found, and so are tasks', async () => {
			mango.tasks[7] = [{ task_id: 77, campaign_id: 7, number: numberOf(77), task_status: 4 }];
			const task: OutcomeTarget = { taskId: 77, known: {} };
			addCall(7400);
			const late = [entry(7400, { at: NOW - 90_000 - 90 * 60 * MINUTE }), task];
			mango.calls[0].context_start_time = NOW / 1000 - 120 - 90 * 3600;
			const others = unknown(7300, { clientNumber: undefined });
			await look(others);
			const found = new Set<unknown>();
			for (let i = 0; i < 4; i += 1)
				for (const { value } of await look([...others, ...late]))
					found.add(value?.entryId ?? value?.taskId);
			expect([...found].filter(Boolean).sort()).toEqual([77, 'entry-7400']);
		});

		test('a look is no longer for that', async () => {
			await look(unknown(7500));
			expect(took()).toBeLessThan(15_000);
		});
	});

	test('that is not ready is over in less than 15 seconds', async () => {
		mango.polls = 99;
		const [{ value, why }] = await look([entry(1)]);
		expect(value).toBeUndefined();
		expect(why).toContain('did not complete the report');
		expect(took()).toBeLessThan(15_000);
		// Not more often than every five seconds.
		expect(mango.sent('stats/calls/result')).toHaveLength(3);
	});

	test('first asks for the result after a second', async () => {
		mango.polls = 1;
		addCall(1);
		await look([entry(1)]);
		expect(took()).toBeGreaterThanOrEqual(1000);
		expect(took()).toBeLessThanOrEqual(1100);
	});

	test('reads all pages', async () => {
		for (let index = 0; index < 5001; index += 1) addCall(index);
		const told = await look([entry(5000), entry(1), entry(2)]);
		expect(told.every(({ value }) => value !== undefined)).toBe(true);
		expect(reports().map(({ offset }) => offset)).toEqual([0, 5000]);
	});

	test('a call that goes on is not finished', async () => {
		const open = {
			call_type: 'number',
			call_start_time: NOW / 1000 - 20,
			call_answer_time: NOW / 1000 - 10,
			call_end_time: null,
		};
		addCall(1, { ago: 25, more: { duration: 20, context_calls: [open] } });
		const [{ value, why }] = await look([entry(1)]);
		expect(value).toBeUndefined();
		expect(why).toContain('The call entry-1 has not ended');
	});
});

describe('100 calls that end within 10 seconds, looked for every 10 seconds', () => {
	test.each([0, 15, 45])(
		'cost at most 10 reports when the statistics are %i seconds late',
		async (late) => {
			const all = Array.from({ length: 100 }, (_, index) => ({ index, endsAt: NOW + index * 100 }));
			const open = new Set(all);
			let longest = 0;
			for (let runs = 0; open.size > 0 && runs < 20; runs += 1) {
				const startedAt = clock.now();
				for (const { index, endsAt } of all) {
					const isListed = endsAt + late * 1000 <= clock.now();
					if (isListed && !mango.calls.some(({ entry_id: id }) => id === `entry-${index}`))
						addCall(index, { ago: (NOW - endsAt) / 1000 + 30 });
				}
				const due = [...open].filter(({ endsAt }) => endsAt <= clock.now());
				if (due.length > 0) {
					const told = await look(due.map(({ index, endsAt }) => entry(index, { at: endsAt })));
					for (const [index, { value }] of told.entries())
						if (value !== undefined) open.delete(due[index]);
				}
				longest = Math.max(longest, clock.now() - startedAt);
				await clock.advance(Math.max(0, startedAt + 10_000 - clock.now()));
			}
			expect(open.size).toBe(0);
			expect(reports().length).toBeLessThanOrEqual(10);
			expect(longest).toBeLessThan(15_000);
		},
	);
});

describe('a call whose events were lost', () => {
	const idsOf = (told: Told[]) => told.map(({ value }) => value?.entryId);

	test.each<[string, number, number, string | undefined]>([
		['began at once', 300, 299, 'entry-1'],
		['began soon after', 600, 300, 'entry-1'],
		['began just before, by another clock', 300, 330, 'entry-1'],
		['began too long before', 300, 420, undefined],
		['began too long after', 3600, 1800, undefined],
	])('that %s', async (_name, askedAgo, ago, found) => {
		addCall(1, { ago });
		expect(idsOf(await look([asked(1, askedAgo)]))).toEqual([found]);
	});

	test('is asked for by its number, in its time only', async () => {
		addCall(1, { ago: 7195 });
		await look([asked(1, 7200)]);
		expect(reports()).toEqual([
			expect.objectContaining({
				search_string: numberOf(1).slice(1),
				start_date: '25.11.2026 12:59:00',
				end_date: '25.11.2026 13:15:00',
			}),
		]);
	});

	test('is found among all calls where the number is not', async () => {
		mango.finds = 'nothing';
		addCall(1, { ago: 290 });
		expect(idsOf(await look([asked(1, 300)]))).toEqual(['entry-1']);
	});

	test('is neither to another number, nor a call of the client, nor by another employee', async () => {
		addCall(2, { ago: 299 });
		addCall(1, {
			ago: 298,
			more: {
				entry_id: 'his',
				context_type: 1,
				caller_number: numberOf(1).slice(1),
				called_number: '74951234567',
			},
		});
		addCall(1, { ago: 297, extension: '102', more: { entry_id: 'other' } });
		expect(idsOf(await look([asked(1, 300, { extension: '101' })]))).toEqual([undefined]);
		addCall(1, { ago: 296 });
		expect(idsOf(await look([asked(1, 300, { extension: '101' })]))).toEqual(['entry-1']);
		expect(idsOf(await look([asked(1, 300)]))).toEqual(['other']);
	});

	test('asked for twice is each time another one', async () => {
		addCall(1, { ago: 590, more: { entry_id: 'first' } });
		addCall(1, { ago: 290, more: { entry_id: 'second' } });
		expect(idsOf(await look([asked(1, 300), asked(1, 600)]))).toEqual(['second', 'first']);
		expect(idsOf(await look([asked(1, 600), entry(1, { entryId: 'first' })]))).toEqual([
			'second',
			'first',
		]);
	});

	test('that was never made says so', async () => {
		const [{ value, error, why }] = await look([asked(1, 3600)]);
		expect([value, error]).toEqual([undefined, undefined]);
		expect(why).toBe(
			`MANGO OFFICE's statistics hold no call to ${numberOf(1)} that began between ` +
				`2026-11-25T10:59:00.000Z and 2026-11-25T11:15:00.000Z`,
		);
	});
});

describe('tasks of campaigns', () => {
	const task = (id: number, more: IDataObject = {}): IDataObject => ({
		task_id: id,
		campaign_id: 7,
		number: numberOf(id),
		task_status: 4,
		task_status_reason: 3,
		attempts_count: 2,
		...more,
	});
	const target = (taskId: number, campaignId?: number): OutcomeTarget => ({
		taskId,
		...(campaignId !== undefined && { campaignId }),
		known: {},
	});
	const range = (from: number, to: number) =>
		Array.from({ length: to - from }, (_, index) => from + index);

	test.each<[string, number, number[], boolean, { lists: number; ones: number }]>([
		['one, by the method for it', 50, [9], true, { lists: 0, ones: 1 }],
		[
			'some of a small campaign, by one page of its list',
			50,
			range(10, 40),
			true,
			{ lists: 1, ones: 0 },
		],
		['a hundred of a campaign, by two pages', 150, range(50, 150), true, { lists: 2, ones: 0 }],
		['two at the end of a long list, by themselves', 1000, [990, 991], true, { lists: 2, ones: 2 }],
		[
			'some of campaigns that are not known, by themselves',
			50,
			[1, 2, 3],
			false,
			{ lists: 0, ones: 3 },
		],
	])('%s', async (_name, size, wanted, isKnown, { lists, ones }) => {
		mango.tasks[7] = range(0, size).map((id) => task(id + 1));
		const told = await look(wanted.map((id) => target(id, isKnown ? 7 : undefined)));
		expect(told.map(({ value }) => value?.taskId)).toEqual(wanted);
		expect([mango.sent('v2/campaign/tasks').length, mango.sent('task').length]).toEqual([
			lists,
			ones,
		]);
	});

	test('that were deleted are over, without a wrong request where there is a list', async () => {
		mango.tasks[7] = [task(1)];
		const told = await look([target(1, 7), target(2, 7)]);
		expect(told.map(({ value }) => value?.status)).toEqual([4, 6]);
		expect(mango.sent('task')).toEqual([]);
	});

	test('one that MANGO does not know is over, and nothing more is sent in this look', async () => {
		mango.tasks[7] = [task(2)];
		const first = await look([target(1), target(2)]);
		expect(first.map(({ value, error }) => [value?.status, error])).toEqual([
			[6, undefined],
			[undefined, undefined],
		]);
		expect(first[1].why).toContain('was not asked for the campaign task 2');
		expect(mango.sent('task')).toHaveLength(1);
		expect((await look([target(2)]))[0].value).toMatchObject({ taskId: 2 });
	});

	test('where one that is not there is an error, it is one', async () => {
		mango.tasks[7] = [task(1)];
		const told = await look([target(1, 7), target(2, 7)], { ifNotFinished: 'error' }, false);
		expect(told[1].error).toMatchObject({
			name: 'UnfinishedError',
			message: 'The campaign 7 has no task 2',
		});
		const [one] = await look([target(3)], { ifNotFinished: 'error' });
		expect(one.error).toBeInstanceOf(MangoError);
	});

	test('one in work is not finished; one that is queued again is told', async () => {
		mango.tasks[7] = [task(1, { task_status: 2 }), task(2, { task_status: 1 })];
		const told = await look([target(1, 7), target(2, 7)]);
		expect(told.map(({ value }) => value?.taskId)).toEqual([undefined, 2]);
		expect(told[0].why).toContain('The campaign task 1 is still being worked on');
	});
});

describe('a request that fails, where what is not finished passes', () => {
	const targets = () => [entry(1), entry(2), entry(3)];
	const fail = (path: string, error: Error, times = 1) =>
		mango.failures.push(...Array.from({ length: times }, () => ({ path, error })));
	const down = new Error('getaddrinfo ENOTFOUND');

	test.each<[string, string, Error]>([
		[
			'for the rate, when a report is asked for',
			'stats/calls/request',
			new MangoError(4290, '', undefined),
		],
		['for the rate, when it is fetched', 'stats/calls/result', new MangoError(4290, '', undefined)],
	])('%s, is not finished, and says why', async (_name, path, error) => {
		for (let index = 1; index <= 3; index += 1) addCall(index);
		fail(path, error);
		for (const one of await look(targets())) {
			expect(one.error).toBeUndefined();
			expect(one.value).toBeUndefined();
			expect(one.why).toContain('too many requests');
		}
		expect((await look(targets())).every(({ value }) => value !== undefined)).toBe(true);
	});

	test.each(['cancel', 'error', 'not-found'])(
		'a report of the status %s is asked for next time',
		async (status) => {
			const { call } = mango.api;
			mango.api.call = (async (path: string, ...rest: [IDataObject, 'read', number]) =>
				path === 'stats/calls/result' ? { status } : await call(path, ...rest)) as typeof call;
			const [one] = await look([entry(1)]);
			expect([one.error, one.value]).toEqual([undefined, undefined]);
			expect(one.why).toContain(`its status is '${status}'`);
		},
	);

	test('for the rate of the Contact Center, is not finished either', async () => {
		fail('task', new MangoError(5008, '', undefined));
		const [one] = await look([{ taskId: 1, known: {} }]);
		expect(one.error).toBeUndefined();
		expect(one.why).toContain('result 5008');
	});

	test.each<[string, string, Error, OutcomeTarget[]]>([
		['nobody answers', 'stats/calls/request', down, [entry(1), entry(2), entry(3)]],
		['nobody answers at one number', 'stats/calls/request', down, [entry(1), entry(2)]],
		[
			'nobody answers for tasks',
			'task',
			down,
			[
				{ taskId: 1, known: {} },
				{ taskId: 2, known: {} },
			],
		],
		[
			'the account is locked',
			'stats/calls/request',
			new LockedOutError(),
			[entry(1), entry(2), { taskId: 1, known: {} }],
		],
		[
			'MANGO is unavailable',
			'stats/calls/request',
			new MangoError(5008, '', undefined),
			[entry(1), entry(2), entry(3)],
		],
		[
			'the key is wrong',
			'stats/calls/request',
			new MangoError(3105, '', undefined),
			[entry(1), entry(2)],
		],
	])('%s: it is told once, and nothing more is sent', async (_name, path, error, wanted) => {
		for (const stopOnError of [true, false]) {
			mango.log.length = 0;
			fail(path, error);
			const told = await look(wanted, {}, stopOnError);
			expect(told.map((one) => one.error)).toEqual([
				error,
				...wanted.slice(1).map(() => undefined),
			]);
			expect(told.slice(1).every(({ why }) => why.includes('MANGO OFFICE'))).toBe(true);
			expect(mango.log).toHaveLength(1);
		}
	});
});
