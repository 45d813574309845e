import { startBitrix24 } from '../../sandbox/bitrix24';
import { LeakyBucket } from '../../sandbox/core/bucket';
import { clock } from '../clock/clock';
import { openPortal, postJson } from './openPortal';

describe('the leaky bucket', () => {
	it('takes a burst, then as much as leaks out', () => {
		const bucket = new LeakyBucket({ perSecond: 2, burst: 50 });
		const burst = Array.from({ length: 51 }, () => bucket.take('a', 0));
		expect(burst.filter(Boolean)).toHaveLength(50);
		expect(bucket.take('a', 400)).toBe(false);
		expect(bucket.take('a', 500)).toBe(true);
		expect(bucket.take('a', 500)).toBe(false);
	});

	it('is one for each source address', () => {
		const bucket = new LeakyBucket({ perSecond: 1, burst: 1 });
		expect([bucket.take('a', 0), bucket.take('a', 0), bucket.take('b', 0)]).toEqual([
			true,
			false,
			true,
		]);
	});

	describe('of a portal', () => {
		const open = openPortal({ rateLimit: { perSecond: 0.001, burst: 2 } });
		const move = () => open.call('crm.deal.update', { id: 12, fields: { STAGE_ID: 'WON' } });

		it('refuses with 503 before running', async () => {
			await open.call('profile');
			await open.call('profile');
			const { status, body } = await move();
			expect(status).toBe(503);
			expect(body).toEqual({
				error: 'QUERY_LIMIT_EXCEEDED',
				error_description: 'Too many requests',
			});
			expect(open.stageOf(12)).toBe('NEW');
		});

		it('counts a batch as one', async () => {
			await open.call('batch', { cmd: ['profile', 'profile', 'profile', 'profile'] });
			expect((await move()).status).toBe(200);
			expect((await move()).status).toBe(503);
		});

		it('sends no Retry-After', async () => {
			await open.call('profile');
			await open.call('profile');
			const response = await fetch(`${open.portal.webhookUrl}profile`);
			expect(response.status).toBe(503);
			expect(response.headers.get('retry-after')).toBeNull();
		});
	});

	it('is on by default', async () => {
		const portal = await startBitrix24();
		const replies = await Promise.all(
			Array.from({ length: 80 }, () => postJson(`${portal.webhookUrl}profile`, {})),
		);
		await portal.stop();
		expect(replies.filter((reply) => reply.status === 503)).toHaveLength(30);
		expect(replies.filter((reply) => reply.status === 200)).toHaveLength(50);
	});
});

describe('faults that a test asks for', () => {
	const open = openPortal();
	const move = () =>
		open.call('crm.item.update', { entityTypeId: 2, id: 12, fields: { stageId: 'WON' } });

	it('a portal that has moved: 302, the body is not JSON', async () => {
		open.portal.answerNext({
			status: 302,
			headers: { Location: 'https://new.bitrix24.ru/rest/' },
			body: '<html>moved</html>',
		});
		const response = await fetch(`${open.portal.webhookUrl}profile`, { redirect: 'manual' });
		expect([response.status, response.headers.get('location')]).toEqual([
			302,
			'https://new.bitrix24.ru/rest/',
		]);
		expect(await response.text()).toBe('<html>moved</html>');
	});

	it('answers in their order, each once, and only for their method', async () => {
		open.portal.answerNext({
			status: 429,
			body: { error: 'OPERATION_TIME_LIMIT', error_description: 'Method is blocked' },
			method: 'crm.item.update',
		});
		open.portal.answerNext({ status: 503, body: '<html>503</html>', method: 'crm.item.update' });
		expect((await open.call('profile')).status).toBe(200);
		expect(await move()).toEqual({
			status: 429,
			body: { error: 'OPERATION_TIME_LIMIT', error_description: 'Method is blocked' },
		});
		await expect(move()).rejects.toThrow(/JSON/);
		expect(open.stageOf(12)).toBe('NEW');
		expect((await move()).status).toBe(200);
	});

	it('a dropped connection, before the write or after it', async () => {
		open.portal.answerNext({ body: '', dropConnection: true });
		await expect(move()).rejects.toThrow('fetch failed');
		expect(open.stageOf(12)).toBe('NEW');
		open.portal.answerNext({ body: '', dropConnection: true, runFirst: true });
		await expect(move()).rejects.toThrow('fetch failed');
		expect(open.stageOf(12)).toBe('WON');
		expect(open.portal.requests.map((request) => request.status)).toEqual([0, 0]);
	});

	it('a slow answer', async () => {
		open.portal.answerNext({ body: { result: true }, delayMs: 120 });
		const started = clock.now();
		await open.call('profile');
		expect(clock.now() - started).toBe(120);
	});

	it('a method that fails, directly and in a batch, as often as asked', async () => {
		const error = { error: 'ACCESS_DENIED', error_description: 'Доступ запрещён' };
		open.portal.failCommand('crm.item.get', error, 2);
		expect(await open.call('crm.item.get', { entityTypeId: 2, id: 12 })).toEqual({
			status: 400,
			body: error,
		});
		const { body } = await open.call('batch', {
			cmd: { a: 'crm.item.get?entityTypeId=2&id=12', b: 'profile' },
		});
		expect(body.result.result_error).toEqual({ a: error });
		expect((await open.call('crm.item.get', { entityTypeId: 2, id: 12 })).status).toBe(200);
	});
});
