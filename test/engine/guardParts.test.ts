import { Accounts } from '../../nodes/shared/guard/accounts';
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
