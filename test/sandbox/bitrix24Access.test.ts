import { startBitrix24 } from '../../sandbox/bitrix24';
import { jsonOf, openPortal, postJson, rows } from './openPortal';

const open = openPortal();

describe('the incoming webhook', () => {
	it('answers profile without any scope, with and without .json', async () => {
		const poor = await startBitrix24({ scopes: [], rateLimit: false });
		const withJson = await postJson(`${poor.webhookUrl}profile.json`, {});
		const without = await postJson(`${poor.webhookUrl}profile`, {});
		await poor.stop();
		expect(withJson.status).toBe(200);
		expect(withJson.body.result).toMatchObject({ ID: '1', ADMIN: true, NAME: 'Анна' });
		expect(without.body.result).toEqual(withJson.body.result);
	});

	it('lists the granted scopes', async () => {
		expect((await open.call('scope')).body.result).toEqual(['crm', 'user_brief', 'im', 'task']);
	});

	it.each([
		['a wrong secret', '/rest/1/aaaaaaaaaaaaaaaa/profile'],
		['another user', '/rest/2/q1w2e3r4t5y6u7i8/profile'],
	])('refuses %s with INVALID_CREDENTIALS', async (_what, path) => {
		const { status, body } = await postJson(open.portal.url + path, {});
		expect(status).toBe(401);
		expect(body).toEqual({
			error: 'INVALID_CREDENTIALS',
			error_description: 'Invalid request credentials',
		});
	});

	it('says NO_AUTH_FOUND when the path has no credentials', async () => {
		const { status, body } = await postJson(`${open.portal.url}/rest/profile`, {});
		expect([status, body.error]).toEqual([401, 'NO_AUTH_FOUND']);
	});

	it('does not know a method', async () => {
		const { status, body } = await open.call('crm.dealcategory.stages');
		expect(status).toBe(404);
		expect(body).toEqual({
			error: 'ERROR_METHOD_NOT_FOUND',
			error_description: 'Method not found!',
		});
	});

	it('tells a missing scope from a missing method', async () => {
		const withoutCrm = await startBitrix24({ scopes: ['user_brief'], rateLimit: false });
		const { status, body } = await postJson(`${withoutCrm.webhookUrl}crm.item.get`, {
			entityTypeId: 2,
			id: 12,
		});
		await withoutCrm.stop();
		expect([status, body.error]).toEqual([401, 'insufficient_scope']);
	});

	it('listens on this machine only', () => {
		expect(new URL(open.portal.url).hostname).toBe('127.0.0.1');
	});
});

describe('what comes with a result', () => {
	it('is the time block, with the portal’s time zone', async () => {
		const before = Date.now() / 1000;
		const { time, result } = (await open.call('server.time')).body;
		expect(result).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:00$/);
		expect(Math.abs(Date.parse(String(result)) / 1000 - before)).toBeLessThan(1);
		const [start, finish, duration] = [time?.start, time?.finish, time?.duration].map(Number) as [
			number,
			number,
			number,
		];
		expect(time?.operating_reset_at).toBe(Math.floor(start) + 600);
		expect(finish - start).toBeCloseTo(duration, 3);
		expect(time?.operating).toBe(0);
		expect(time?.date_start).toMatch(/\+03:00$/);
	});

	it('is absent from an error', async () => {
		expect(Object.keys((await open.call('nothing')).body)).toEqual(['error', 'error_description']);
	});
});

describe('the ways to send parameters', () => {
	const wanted = { id: 12, stageId: 'NEW' };

	it('takes GET with a query', async () => {
		const response = await fetch(`${open.portal.webhookUrl}crm.item.get.json?entityTypeId=2&id=12`);
		expect((await jsonOf(response)).result.item).toMatchObject(wanted);
	});

	it('takes a urlencoded body with PHP brackets', async () => {
		const body = new URLSearchParams({ entityTypeId: '2', id: '12', 'fields[title]': 'Новое имя' });
		const response = await fetch(`${open.portal.webhookUrl}crm.item.update`, {
			method: 'POST',
			body,
		});
		expect((await jsonOf(response)).result.item.title).toBe('Новое имя');
	});

	it('takes JSON', async () => {
		expect(
			(await open.call('crm.item.get', { entityTypeId: 2, id: 12 })).body.result.item,
		).toMatchObject(wanted);
	});
});

describe('user.get', () => {
	it('finds by extension, with the filter nested or flat', async () => {
		const nested = await open.call('user.get', { FILTER: { UF_PHONE_INNER: '106' } });
		const flat = await open.call('user.get', { UF_PHONE_INNER: '106' });
		expect(nested.body.result).toHaveLength(1);
		expect(nested.body.result[0]).toMatchObject({ ID: '6', NAME: 'Игорь', ACTIVE: true });
		expect(flat.body.result).toEqual(nested.body.result);
	});

	it('shows e-mail and phones only to a wider scope', async () => {
		const wide = await startBitrix24({ scopes: ['user_basic'], rateLimit: false });
		const { body } = await postJson(`${wide.webhookUrl}user.get`, {});
		await wide.stop();
		expect(body.result[0].EMAIL).toBe('sokolova@example.com');
		const [brief] = rows((await open.call('user.get')).body.result);
		expect(brief).toHaveProperty('UF_PHONE_INNER', '101');
		expect(brief).not.toHaveProperty('EMAIL');
	});
});

describe('the request log', () => {
	it('counts what came, with its status and parameters', async () => {
		await open.call('crm.item.get', { entityTypeId: 2, id: 12 });
		await open.call('crm.deal.get', { id: 999 });
		await open.call('batch', { cmd: { a: 'profile' } });
		expect(open.portal.requests).toEqual([
			{ method: 'crm.item.get', params: { entityTypeId: 2, id: 12 }, status: 200 },
			{ method: 'crm.deal.get', params: { id: 999 }, status: 400 },
			{ method: 'batch', params: { cmd: { a: 'profile' } }, status: 200, commands: ['profile'] },
		]);
	});
});
