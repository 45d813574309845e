import fc from 'fast-check';

import { Bitrix24Api } from '../../nodes/Bitrix24/api';
import { Bucket } from '../../protocols/bitrix24/limits';
import { MethodBlockedError } from '../../protocols/bitrix24/operatingTime';
import { LeakyBucket } from '../../sandbox/core/bucket';
import { clock } from '../clock/clock';
import { usePortal } from './portal';

const bitrix24 = usePortal({ rateLimit: { perSecond: 2, burst: 50 } });
const comment = (i: number) =>
	bitrix24.run(
		{ resource: 'timelineComment', operation: 'add', text: `Текст ${i}` },
		{ dealId: 12 },
	);
const refusals = () => bitrix24.portal.requests.filter(({ status }) => status === 503).length;

test('120 executions at once: each waits for its own share, nothing is lost and nothing written twice', async () => {
	const start = clock.now();
	const results = await Promise.all(Array.from({ length: 120 }, (_, i) => comment(i)));
	expect(results.filter(({ outputs }) => outputs[0]?.[0].json.commentId)).toHaveLength(120);
	expect(new Set(bitrix24.portal.comments.map(({ text }) => text)).size).toBe(120);
	expect(bitrix24.portal.comments).toHaveLength(120);
	// The bucket takes 50, and then two a second.
	expect(clock.now() - start).toBeLessThanOrEqual(45_000);
	expect(refusals()).toBeLessThanOrEqual(70);
});

test('what comes later is not refused any more', async () => {
	await Promise.all(Array.from({ length: 60 }, (_, i) => comment(i)));
	const before = refusals();
	for (let i = 0; i < 3; i += 1)
		await Promise.all(Array.from({ length: 20 }, (_, j) => comment(j)));
	expect(refusals()).toBe(before);
});

test('a portal that refuses nothing is not held back', () => {
	const bucket = new Bucket();
	for (let i = 0; i < 1000; i += 1) expect(bucket.reserve(i).leftMs(i)).toBe(0);
});

test('two processes that fill the same bucket both come through', () => {
	fc.assert(
		fc.property(fc.array(fc.nat(2000), { minLength: 20, maxLength: 60 }), (gaps) => {
			const portal = new LeakyBucket({ burst: 50, perSecond: 2 });
			let now = 0;
			for (let i = 0; i < 50; i += 1) portal.take('', now);
			const processes = [new Bucket(), new Bucket()];
			for (const gap of gaps) {
				now += gap;
				for (const bucket of processes) {
					let tries = 0;
					for (;;) {
						now += bucket.reserve(now).leftMs(now);
						if (portal.take('', now)) break;
						bucket.refused(now, now);
						now += 1;
						tries += 1;
						expect(tries).toBeLessThan(6);
					}
				}
			}
		}),
	);
});

describe('a method that has used too much time', () => {
	const BLOCKED = {
		status: 429,
		body: { error: 'OPERATION_TIME_LIMIT', error_description: 'Method is blocked' },
	};

	test('is not asked for again before the time that the portal has told, and nothing was written', async () => {
		await comment(0);
		bitrix24.portal.answerNext(BLOCKED);
		const errors = [(await comment(1)).error, (await comment(2)).error];
		for (const error of errors) {
			expect(error?.message).toMatch(/blocked this method/);
			expect(error?.description).toMatch(
				/^Nothing was carried out. Run the execution again after \d\d:\d\d:\d\d UTC/,
			);
		}
		expect(bitrix24.portal.requests).toHaveLength(2);
		await clock.advance(600_000);
		expect((await comment(3)).outputs[0][0].json.commentId).toEqual(expect.any(Number));
	});

	test('of one webhook says nothing of another of the same portal, which Bitrix24 counts apart', async () => {
		await comment(0);
		bitrix24.portal.answerNext(BLOCKED);
		await comment(1);
		bitrix24.portal.answerNext({ body: { result: { result: { c0: 7 }, result_error: [] } } });
		const start = clock.now();
		const webhookUrl = bitrix24.portal.webhookUrl.replace(/[^/]+\/$/, 'anothersecret123/');
		const { outputs } = await bitrix24.run(
			{ resource: 'timelineComment', operation: 'add', text: 'x' },
			{ dealId: 12 },
			{ credentials: { bitrix24WebhookApi: { webhookUrl } } },
		);
		expect(outputs[0]?.[0].json.commentId).toBe(7);
		expect(clock.now()).toBe(start);
	});

	test('is waited for where that is soon', async () => {
		const time = { operating_reset_at: clock.now() / 1000 + 40 };
		bitrix24.portal.answerNext({ body: { result: { result: { c0: 7 }, result_error: [] }, time } });
		await comment(0);
		bitrix24.portal.answerNext(BLOCKED);
		const start = clock.now();
		expect((await comment(1)).outputs[0][0].json.commentId).toEqual(expect.any(Number));
		expect(clock.now() - start).toBe(40_000);
	});

	describe('inside of a batch', () => {
		const METHOD = 'crm.timeline.comment.add';
		const { error, error_description } = BLOCKED.body;
		const block = () => bitrix24.portal.failCommand(METHOD, { error, error_description });
		const resetIn = (seconds: number | undefined) =>
			bitrix24.portal.answerNext({
				body: {
					result: {
						result: { c0: 7 },
						result_error: [],
						result_time:
							seconds === undefined
								? []
								: { c0: { operating: 400, operating_reset_at: clock.now() / 1000 + seconds } },
					},
				},
			});

		test('is remembered as a single one, and other methods go on', async () => {
			await comment(0);
			block();
			for (const { error: refused } of [await comment(1), await comment(2)]) {
				expect(refused?.message).toMatch(/blocked this method/);
				expect(refused?.description).toMatch(
					/^Nothing was carried out. Run the execution again after \d\d:\d\d:\d\d UTC/,
				);
			}
			expect(bitrix24.portal.requests).toHaveLength(2);
			const users = await bitrix24.run({ resource: 'user', operation: 'getAll' });
			expect(users.error).toBeUndefined();
			await clock.advance(600_000);
			expect((await comment(3)).outputs[0][0].json.commentId).toEqual(expect.any(Number));
		});

		test('is waited for by the next where that is soon', async () => {
			resetIn(40);
			await comment(0);
			block();
			const start = clock.now();
			expect((await comment(1)).error?.message).toMatch(/blocked this method/);
			expect(clock.now()).toBe(start);
			expect((await comment(2)).outputs[0][0].json.commentId).toEqual(expect.any(Number));
			expect(clock.now() - start).toBe(40_000);
		});

		test('of a portal that tells no time fails as it is, and the next is sent', async () => {
			resetIn(undefined);
			await comment(0);
			block();
			expect((await comment(1)).error?.description).toMatch(/Wait ten minutes/);
			expect((await comment(2)).outputs[0][0].json.commentId).toEqual(expect.any(Number));
		});

		test('keeps only those from being sent that need it', async () => {
			const time = { operating_reset_at: clock.now() / 1000 + 600 };
			const answers = [
				{ result: { c0: 1 }, result_error: [], result_time: { c0: time } },
				{ result: [], result_error: { c0: BLOCKED.body } },
				{ result: { c0: 'me' }, result_error: [] },
			];
			const sent: unknown[] = [];
			const send = async (_: string, { body }: { body: { cmd: object } }) => {
				sent.push(Object.values(body.cmd));
				const result = answers.shift();
				return { statusCode: 200, headers: {}, body: JSON.stringify({ result }) };
			};
			const api = new Bitrix24Api({
				getCredentials: async () => bitrix24.credentials().bitrix24WebhookApi,
				helpers: { httpRequestWithAuthentication: send },
			} as never);
			const [write, read] = [METHOD, 'profile'].map((method) => [{ method, params: {} }]);
			await api.runGroups([write]);
			await api.runGroups([write]);
			expect(await api.runGroups([write, read, [...write, ...read]])).toEqual([
				[{ error: expect.any(MethodBlockedError) }],
				[{ value: 'me' }],
				[{ error: expect.any(MethodBlockedError) }, { error: expect.any(MethodBlockedError) }],
			]);
			expect(sent.at(-1)).toEqual([expect.stringMatching(/^profile/)]);
			expect(sent).toHaveLength(3);
		});
	});

	test('of a portal that tells no time fails as it is', async () => {
		bitrix24.portal.answerNext(BLOCKED);
		const { error } = await comment(1);
		expect(error?.description).toMatch(/Wait ten minutes/);
	});
});
