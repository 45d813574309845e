import type { INodeExecutionData } from 'n8n-workflow';

import { clock } from '../clock/clock';
import type * as Harness from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

type Json = INodeExecutionData['json'];
type Name = 'A' | 'B';

/** Two workers know nothing of each other: each has the whole of n8n and of the package for itself. */
const workers = {} as Record<Name, typeof Harness>;

beforeAll(async () => {
	for (const name of ['A', 'B'] as const) {
		await jest.isolateModulesAsync(async () => {
			workers[name] = await import('./harness');
			await workers[name].loadPackage();
		});
	}
}, 60_000);

/** How many requests an execution sends: it finds, announces, uploads, looks again, and takes back. */
const STEPS = 5;

/** Every order in which two executions may send so many requests each; the first is A's, since they are alike. */
function orders(a = STEPS - 1, b = STEPS): string[] {
	if (a === 0 || b === 0) return ['A'.repeat(a) + 'B'.repeat(b)];
	return [
		...orders(a - 1, b).map((rest) => `A${rest}`),
		...orders(a, b - 1).map((rest) => `B${rest}`),
	];
}

const some = (step: number) => orders().filter((_, i) => i % step === 0);

/** Lets requests through one by one, in this order; the next one when the one before has been answered. */
class Order {
	private readonly waiting = new Map<Name, () => void>();
	private readonly done = new Set<Name>();
	private changed: () => void = () => undefined;

	gate = async ({ host }: { host: string }): Promise<void> => {
		await new Promise<void>((pass) => {
			this.waiting.set(host.startsWith('localhost') ? 'B' : 'A', pass);
			this.changed();
		});
	};

	end(name: Name): void {
		this.done.add(name);
		this.changed();
	}

	async run(order: string): Promise<void> {
		const names = [...order] as Name[];
		while (this.done.size < 2) {
			const name = names.shift() ?? (this.done.has('A') ? 'B' : 'A');
			await this.until(() => this.waiting.has(name) || this.done.has(name));
			const pass = this.waiting.get(name);
			this.waiting.delete(name);
			pass?.();
			// It has been answered when the next one comes, or when there is none.
			await this.until(() => this.waiting.has(name) || this.done.has(name));
		}
	}

	private async until(isSo: () => boolean): Promise<void> {
		while (!isSo()) {
			await new Promise<void>((resolve) => {
				this.changed = resolve;
			});
		}
	}
}

function attach(name: Name, recordingId: string, entryId = 'entry1') {
	const webhookUrl = bitrix24.portal.webhookUrl.replace(
		'127.0.0.1',
		name === 'B' ? 'localhost' : '127.0.0.1',
	);
	const binary = {
		data: { data: Buffer.from(recordingId).toString('base64'), mimeType: 'audio/mpeg' },
	};
	return workers[name].runNode('bitrix24', {
		parameters: { resource: 'recording', operation: 'attach', waitFor: 0 },
		items: [{ json: { entryId, recordingId }, binary }],
		credentials: { bitrix24WebhookApi: { webhookUrl } },
	});
}

async function logCall(entryId = 'entry1'): Promise<void> {
	const facts = {
		outcome: 'POSITIVE',
		direction: 'outgoing',
		startTime: '2026-11-22T10:00:00.000Z',
		clientNumber: '+79161234501',
	};
	expect(
		(await bitrix24.run({ resource: 'call', operation: 'log' }, { ...facts, entryId, dealId: 12 }))
			.error,
	).toBeUndefined();
}

/** Both at once, their requests in this order. */
async function race(order: string, recordings: Record<Name, string>) {
	const schedule = new Order();
	bitrix24.portal.hold(schedule.gate);
	const [a, b] = (['A', 'B'] as const).map(async (name) => {
		const result = await attach(name, recordings[name]);
		schedule.end(name);
		return result;
	});
	await schedule.run(order);
	bitrix24.portal.hold(undefined);
	return { a: await a, b: await b };
}

/** A attaches, and dies after so many requests: what it sends after that never arrives. */
async function dieAfter(requests: number, recordingId: string, entryId: string): Promise<void> {
	let left = requests;
	await new Promise<void>((die) => {
		bitrix24.portal.hold(async () => {
			left -= 1;
			if (left >= 0) return;
			die();
			await new Promise(() => undefined);
		});
		void attach('A', recordingId, entryId);
	});
	bitrix24.portal.hold(undefined);
}

/** The names of all files at the call and beside it. */
const files = () =>
	[
		...bitrix24.portal.callActivities[0].files,
		...bitrix24.portal.comments.flatMap((comment) => comment.files),
	]
		.map(({ name }) => name)
		.sort();
const announcements = () =>
	bitrix24.portal.comments.filter((comment) => comment.files.length === 0);

/** What an output says, against what is there. */
function expectTrue({ json }: INodeExecutionData): Json {
	const { attached, commentId, fileName } = json;
	expect(attached).toBe(true);
	const at =
		commentId === undefined
			? bitrix24.portal.callActivities[0]
			: bitrix24.portal.comments.find(({ id }) => id === commentId);
	expect(at?.files.map(({ name }) => name)).toEqual([fileName]);
	return json;
}

describe('two workers attach at once', () => {
	test('there are as many orders as there should be', () => expect(orders()).toHaveLength(126));

	test.each(orders())(
		'two recordings of a call: both files are there, and where the outputs say: %s',
		async (order) => {
			await logCall();
			const { a, b } = await race(order, { A: 'RecA', B: 'RecB' });
			for (const { outputs } of [a, b]) expectTrue(outputs[0][0]);
			expect(files()).toEqual(['mango-RecA.mp3', 'mango-RecB.mp3']);
			expect(announcements()).toEqual([]);
		},
	);

	test.each(some(16))(
		'two recordings: run again, nothing comes twice, and the call knows both: %s',
		async (order) => {
			await logCall();
			await race(order, { A: 'RecA', B: 'RecB' });
			for (const id of ['RecA', 'RecB', 'RecA'])
				expect((await attach('A', id)).outputs[0][0].json).toMatchObject({ attached: true });
			expect(files()).toEqual(['mango-RecA.mp3', 'mango-RecB.mp3']);
			expect(
				JSON.parse(bitrix24.portal.callActivities[0].providerData ?? '').recordings.sort(),
			).toEqual(['RecA', 'RecB']);
		},
	);

	test.each(some(8))('the same recording: it is there once: %s', async (order) => {
		await logCall();
		const { a, b } = await race(order, { A: 'RecA', B: 'RecA' });
		for (const { outputs } of [a, b]) expectTrue(outputs[0][0]);
		expect(files()).toEqual(['mango-RecA.mp3']);
		expect(announcements()).toEqual([]);
	});

	test.each(some(8))('the same second recording: it is there once: %s', async (order) => {
		await logCall();
		await attach('A', 'First');
		const { a, b } = await race(order, { A: 'RecA', B: 'RecA' });
		for (const { outputs } of [a, b]) expect(outputs[0][0].json).toMatchObject({ attached: true });
		expect(files()).toEqual(['mango-First.mp3', 'mango-RecA.mp3']);
	});

	test.each([1, 2, 3, 4])(
		'one that dies after %i requests: the other loses nothing, and a second run finishes it',
		async (requests) => {
			// The dead one waits for ever within its process, so each has a call of its own.
			const entryId = `entry${requests}`;
			await logCall(entryId);
			await dieAfter(requests, 'RecA', entryId);
			expectTrue((await attach('B', 'RecB', entryId)).outputs[0][0]);
			expect((await attach('B', 'RecA', entryId)).outputs[0][0].json).toMatchObject({
				attached: true,
			});
			expect(files()).toEqual(['mango-RecA.mp3', 'mango-RecB.mp3']);
			expect(announcements()).toEqual([]);
		},
	);

	test.each([
		{ minutes: 14, isOnCall: false, left: 1 },
		{ minutes: 16, isOnCall: true, left: 0 },
	])(
		'one that died before its file was there: what it announced, $minutes minutes later',
		async ({ minutes, isOnCall, left }) => {
			const entryId = `died${minutes}`;
			await logCall(entryId);
			await dieAfter(2, 'RecA', entryId);
			expect(announcements().map(({ text }) => text)).toEqual([
				expect.stringMatching(/^A recording is being attached\n\n#n8n-[0-9a-f]{12}-[0-9a-f]{8}$/),
			]);
			await clock.advance(minutes * 60_000);
			const json = expectTrue((await attach('B', 'RecB', entryId)).outputs[0][0]);
			expect('commentId' in json).toBe(!isOnCall);
			expect(announcements()).toHaveLength(left);
		},
	);

	test('one that died with its file there: what it announced goes with the next one, whichever it is', async () => {
		for (const next of ['RecA', 'RecB']) {
			bitrix24.portal.reset();
			await logCall(next);
			await dieAfter(3, 'RecA', next);
			expect(announcements()).toHaveLength(1);
			await clock.advance(16 * 60_000);
			await attach('B', next, next);
			expect(announcements()).toEqual([]);
		}
	});
});
