import { Accounts } from '../../nodes/shared/guard/accounts';
import { pollUntil, retry } from '../../nodes/shared/guard/repeat';
import { jittered, wait } from '../../nodes/shared/guard/wait';
import { clock } from '../clock/clock';

describe('waiting', () => {
	test('ends as soon as the user stops the execution', async () => {
		const stop = new AbortController();
		const start = clock.now();
		clock.after(1000, () => stop.abort());
		await expect(wait({ getExecutionCancelSignal: () => stop.signal }, 60_000)).rejects.toThrow(
			'The execution was stopped',
		);
		expect(clock.now() - start).toBe(1000);
		await expect(wait({ getExecutionCancelSignal: () => stop.signal }, 60_000)).rejects.toThrow(
			'The execution was stopped',
		);
	});

	test.each([
		[{}],
		[{ getExecutionCancelSignal: () => undefined }],
		[{ getExecutionCancelSignal: () => new AbortController().signal }],
	])('else takes its time', async (context) => {
		const start = clock.now();
		await wait(context, 2500);
		expect(clock.now() - start).toBe(2500);
	});

	test('has jitter: up to half as long again, never less', () => {
		const pauses = Array.from({ length: 200 }, () => jittered(1000));
		expect(pauses.every((pause) => pause >= 1000 && pause <= 1500)).toBe(true);
		expect(new Set(pauses).size).toBeGreaterThan(50);
	});

	test('for minutes gets some seconds of it', () => {
		const pauses = Array.from({ length: 200 }, () => jittered(120_000));
		expect(pauses.every((pause) => pause >= 120_000 && pause <= 128_000)).toBe(true);
	});
});

/** When something was done, in ms since it began. */
function timed() {
	const start = clock.now();
	const at: number[] = [];
	return {
		at,
		note: () => at.push(clock.now() - start),
		left: (ms: number) => () => start + ms - clock.now(),
	};
}

describe('polling', () => {
	test('ends with what it finds', async () => {
		const { at, note, left } = timed();
		const look = async () => (note() < 3 ? undefined : 'found');
		const found = await pollUntil(look, {
			context: {},
			pauses: [1000, 2000],
			leftMs: left(60_000),
		});
		expect([found, at.length]).toEqual(['found', 3]);
		expect(at[2]).toBeGreaterThan(3000);
		expect(at[2]).toBeLessThanOrEqual(4500);
	});

	test.each([
		['the last pause is cut to the time left', undefined, 10_000],
		['a pause that would be too short is not begun', 6000, undefined],
	])('%s', async (_, leastMs, last) => {
		const { at, note, left } = timed();
		const look = async () => void note();
		const polling = { context: {}, pauses: [1000, 4000, 60_000], leftMs: left(10_000), leastMs };
		expect(await pollUntil(look, polling)).toBeUndefined();
		expect(at).toHaveLength(last === undefined ? 3 : 4);
		expect(at.at(-1)).toBe(last ?? at[2]);
	});
});

describe('trying again', () => {
	test('tells after what it pauses, and throws the last error when the time is over', async () => {
		const { at, note, left } = timed();
		const seen: unknown[] = [];
		const step = async () => {
			throw new Error(`${note()}`);
		};
		const pauseAfter = (error: unknown, failures: number, before: unknown) => {
			seen.push([(error as Error).message, failures, (before as Error | undefined)?.message]);
			return [0, 1000, 5000][failures];
		};
		const ends: number[] = [];
		const onPause = (_: unknown, until: number) => ends.push(until);
		const start = clock.now();
		await expect(
			retry(step, { context: {}, pauseAfter, leftMs: left(4000), onPause }),
		).rejects.toThrow('4');
		expect(seen).toEqual([
			['1', 0, undefined],
			['2', 1, '1'],
			['3', 2, '2'],
			['4', 3, '3'],
		]);
		expect(at).toEqual([0, 0, ends[0] - start, 4000]);
		expect(ends).toEqual([expect.any(Number), start + 4000]);
	});
});

describe('the accounts of a process', () => {
	test('are told apart by all that names them, and are the same for the same', () => {
		const accounts = new Accounts(() => ({}));
		expect(accounts.of('a', 'b')).toBe(accounts.of('a', 'b'));
		expect(accounts.of('a', 'b')).not.toBe(accounts.of('ab'));
		expect(accounts.of('ab', '')).not.toBe(accounts.of('a', 'b'));
	});

	test('are bounded: the one used the longest time ago is forgotten, and no secret is kept', () => {
		const accounts = new Accounts(() => ({}), 3);
		const [first, second] = [accounts.of('secret1'), accounts.of('secret2')];
		accounts.of('secret3');
		expect(accounts.of('secret1')).toBe(first);
		accounts.of('secret4');
		expect(accounts.of('secret1')).toBe(first);
		expect(accounts.of('secret2')).not.toBe(second);
		expect(
			JSON.stringify([...(accounts as unknown as { known: Map<string, object> }).known.keys()]),
		).not.toContain('secret');
	});
});
