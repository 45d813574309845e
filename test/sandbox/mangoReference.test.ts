import { once } from 'node:events';
import http from 'node:http';

import { startMango } from '../../sandbox/mango';
import { callHistory, callMango, openMango, sha256, type OpenMango } from './openMango';
import { pause, rows, until, type Json } from './openPortal';

const open = openMango();
const ring = async (people: object = {}, to = '79161234505') => {
	open.mango.script(people);
	const before = open.mango.calls.length;
	await open.call('commands/callback', { from: { extension: '106' }, to_number: to });
	return await until(() => open.mango.calls[before]?.phase === 'ended' && open.mango.calls[before]);
};

describe('the reference methods', () => {
	it('config/users/request has no result, and user_id only when asked', async () => {
		const { body } = await open.call('config/users/request');
		expect(Object.keys(body)).toEqual(['users']);
		expect(rows(body.users).map((user) => user.telephony?.extension)).toEqual([
			'101',
			'102',
			'103',
			'105',
			'106',
		]);
		expect(body.users[0].general).not.toHaveProperty('user_id');
		const asked = await open.call('config/users/request', {
			extension: '106',
			ext_fields: ['general.user_id', 'groups'],
		});
		expect(asked.body.users).toEqual([
			expect.objectContaining({
				general: expect.objectContaining({ user_id: 400210106, name: 'Игорь Павлов' }),
				groups: [80101],
			}),
		]);
		expect(asked.body.users[0].general).not.toHaveProperty('mobile');
	});

	it('has numbers whose order is text or a number', async () => {
		const { body } = await open.call('config/users/request', { extension: '101' });
		expect(rows(body.users[0].telephony?.numbers).map(({ order }) => order)).toEqual(['0', 1]);
	});

	it('groups show their people only when asked', async () => {
		const plain = await open.call('groups');
		expect(rows(plain.body.groups).map(({ extension }) => extension)).toEqual(['200', '201']);
		expect(plain.body.groups[0]).not.toHaveProperty('operators');
		const { body } = await open.call('groups', { operator_extension: '103', show_users: 1 });
		expect(rows(body.groups)).toHaveLength(1);
		expect(rows(body.groups[0].operators).map(({ name }) => name)).toEqual([
			'Максим Гусев',
			'Андрей Тихонов',
		]);
	});

	it('incominglines and account/balance', async () => {
		expect(rows((await open.call('incominglines')).body.lines).map(({ number }) => number)).toEqual(
			['74951234567', '78005553501'],
		);
		const { body } = await open.call('account/balance');
		expect(body).toMatchObject({
			balance: 963592.45,
			currency: 'RUB',
			response_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
		});
	});

	it('custom-type/list has its list where the code is elsewhere', async () => {
		const { body } = await open.call('custom-type/list');
		expect(body.status).toBe(200);
		expect(rows(body.result)[0]).toMatchObject({
			id: 5781,
			field_type: 'input_field',
			props: { show_member: true },
		});
	});
});

describe('basic statistics', () => {
	const now = () => Math.floor(Date.now() / 1000);
	const period = () => ({ date_from: String(now() - 3600), date_to: String(now() + 3600) });
	const fetchReport = async (params: object) => {
		const { key } = (await open.call('stats/request', params)).body;
		const early = await open.call('stats/result', { key });
		const ready = await open.call('stats/result', { key });
		return { early, ready };
	};

	it('is not ready at first, then CSV without a header, a row for each leg', async () => {
		const call = await ring();
		const fields = ['records', 'from_extension', 'to_number', 'disconnect_reason', 'entry_id'];
		const { early, ready } = await fetchReport({ ...period(), fields });
		expect([early.status, early.text]).toEqual([204, '']);
		expect(ready.headers.get('content-type')).toContain('csv');
		expect(ready.text.split('\n')).toEqual([
			`[];;${call.employeeNumber};1000;${call.id}`,
			`[${call.recordingId}];106;79161234505;1120;${call.id}`,
		]);
	});

	it('takes fields as text and filters by a party', async () => {
		await ring();
		await ring({}, '79161234507');
		const { ready } = await fetchReport({
			...period(),
			fields: 'to_number, disconnect_reason',
			to: { number: '79161234507' },
		});
		expect(ready.text).toBe('79161234507;1120');
		const party = await fetchReport({
			...period(),
			fields: 'location',
			call_party: { extension: '106' },
		});
		expect(party.ready.text.split('\n')).toHaveLength(4);
	});

	it('does not know other keys, fields, and more than a month', async () => {
		expect((await open.call('stats/result', { key: 'unknown' })).status).toBe(404);
		expect(
			(await open.call('stats/request', { ...period(), fields: 'nonsense' })).body.result,
		).toBe(3104);
		expect(
			(await open.call('stats/request', { date_from: 0, date_to: 40 * 86_400 })).body.result,
		).toBe(3111);
	});
});

describe('extended statistics', () => {
	const stamp = (time: number) => {
		const iso = new Date(time + 3 * 3600_000).toISOString();
		return `${iso.slice(8, 10)}.${iso.slice(5, 7)}.${iso.slice(0, 4)} ${iso.slice(11, 19)}`;
	};
	const whole = Math.floor(Date.now() / 1000) * 1000 - 86_400_000;
	const period = (span = 2 * 86_400_000) => ({
		start_date: stamp(whole),
		end_date: stamp(whole + span),
		limit: 100,
		offset: 0,
	});

	it('shows a part while it works, and all in chunks when complete', async () => {
		await ring();
		await ring({ client: 'busy' });
		await ring({ employee: 'noAnswer' });
		const { key } = (await open.call('stats/calls/request', period())).body;
		const early = (await open.call('stats/calls/result/', { key })).body;
		expect([early.status, rows(early.data).flatMap(({ list }) => rows(list)).length]).toEqual([
			'work',
			2,
		]);
		const { body } = await open.call('stats/calls/result/', { key });
		expect([body.status, rows(body.data).length]).toEqual(['complete', 2]);
		const list = rows(body.data).flatMap((chunk) => rows(chunk.list));
		expect(list.map(({ context_status }) => context_status)).toEqual([1, 0, 0]);
		expect(
			list.map(({ context_calls }) =>
				rows(context_calls).map(({ call_end_reason }) => call_end_reason),
			),
		).toEqual([[1000, 1120], [1000, 1121], [1111]]);
		expect(rows(list[0]?.context_calls)[1]?.recording_id).toEqual([
			open.mango.calls[0]?.recordingId,
		]);
	});

	it('pages, and filters by result', async () => {
		await ring();
		await ring({ client: 'busy' });
		const fetchList = async (more: object) => {
			const { key } = (await open.call('stats/calls/request', { ...period(), ...more })).body;
			await open.call('stats/calls/result', { key });
			return rows((await open.call('stats/calls/result', { key })).body.data)
				.flatMap(({ list }) => rows(list))
				.map(({ entry_id }) => entry_id as unknown);
		};
		const [first, second] = open.mango.calls.map(({ id }) => id);
		expect(await fetchList({ limit: 1, offset: 1 })).toEqual([second]);
		expect(await fetchList({ context_status: 1 })).toEqual([first]);
		expect(await fetchList({ context_type: 1 })).toEqual([]);
		expect(await fetchList({ context_type: [1, '2'] })).toEqual([first, second]);
		expect(await fetchList({ recall_status: 1 })).toEqual([]);
		expect(await fetchList({ recall_status: 2 })).toEqual([first, second]);
		expect(await fetchList({ user_ids: ['400210101'] })).toEqual([]);
	});

	it('reads Moscow time and nothing else', async () => {
		const iso = { ...period(), start_date: '2026-11-22T10:00:00+03:00' };
		expect((await open.call('stats/calls/request', iso)).body.result).toBe(3104);
		await ring();
		// Read as UTC, this period would hold the call.
		const shifted = {
			...period(),
			start_date: stamp(Date.now() - 4 * 3600_000),
			end_date: stamp(Date.now() - 3600_000),
		};
		const { key } = (await open.call('stats/calls/request', shifted)).body;
		await open.call('stats/calls/result', { key });
		expect((await open.call('stats/calls/result', { key })).body.data).toEqual([]);
	});

	it('refuses 30 days to the second, and a limit of its own', async () => {
		const month = 30 * 86_400_000;
		expect((await open.call('stats/calls/request', period(month - 1000))).status).toBe(200);
		expect((await open.call('stats/calls/request', period(month))).body).toMatchObject({
			result: 3100,
			fields: { end_date: 3111 },
		});
		expect((await open.call('stats/calls/request', { ...period(), limit: 25 })).body.result).toBe(
			3104,
		);
	});

	it('writes an employee by his extension, or by his SIP address as the document does', async () => {
		const mango = await startMango({ statisticsNumbers: 'sip', rateLimit: false });
		const own: OpenMango = {
			mango,
			call: (path, params = {}) => callMango(mango, path, JSON.stringify(params)),
		};
		try {
			const call = mango.ring({ number: '79161234505', extension: '106' });
			await until(() => call.phase === 'ended');
			expect(rows((await callHistory(own))[0]?.context_calls)[0]).toMatchObject({
				call_abonent_id: 400210106,
				call_abonent_number: expect.stringMatching(/^sip:/),
			});
		} finally {
			await mango.stop();
		}
		await ring();
		expect(rows((await callHistory(open))[0]?.context_calls)[0]?.call_abonent_number).toBe('106');
	});

	it('has only calls that ended, and those after statisticsDelay', async () => {
		const mango = await startMango({ statisticsDelay: 120, rateLimit: false });
		const own: OpenMango = {
			mango,
			call: (path, params = {}) => callMango(mango, path, JSON.stringify(params)),
		};
		const period = {
			date_from: Math.floor(Date.now() / 1000) - 60,
			date_to: Math.floor(Date.now() / 1000) + 3600,
		};
		const both = async () => {
			const { key } = (await own.call('stats/request', period)).body;
			await own.call('stats/result', { key });
			return [
				(await callHistory(own)).length,
				(await own.call('stats/result', { key })).text.length > 0,
			];
		};
		try {
			const call = mango.ring({ number: '79161234505', extension: '106' });
			await until(() => call.phase === 'talk');
			expect(await both()).toEqual([0, false]);
			await until(() => call.phase === 'ended');
			expect(await both()).toEqual([0, false]);
			await pause(119_999);
			expect(await both()).toEqual([0, false]);
			await pause(1);
			expect(await both()).toEqual([1, true]);
		} finally {
			await mango.stop();
		}
	});

	it('tells an unknown key by its status', async () => {
		expect((await open.call('stats/calls/result', { key: 'unknown' })).body.status).toBe(
			'not-found',
		);
	});
});

describe('recordings', () => {
	const recorded = async () => {
		await ring();
		return await until(() => open.mango.recordings[0]?.stored && open.mango.recordings[0]);
	};

	it('redirects to a link that works once', async () => {
		const { id } = await recorded();
		const { status, headers } = await open.call('queries/recording/post', {
			recording_id: id,
			action: 'download',
		});
		const location = headers.get('location') ?? '';
		expect([status, location]).toEqual([302, expect.stringMatching(/^\/files\//)]);
		const file = await fetch(open.mango.url + location);
		const bytes = Buffer.from(await file.arrayBuffer());
		expect([file.headers.get('content-type'), file.headers.get('content-length')]).toEqual([
			'audio/mpeg',
			String(bytes.length),
		]);
		expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xfb]));
		expect(Math.abs(bytes.length - 40_000)).toBeLessThan(417);
		expect((await fetch(open.mango.url + location)).status).toBe(404);
	});

	it('has nothing before the storage has it', async () => {
		open.mango.script({ hangsUp: 'nobody' });
		await open.call('commands/callback', { from: { extension: '106' }, to_number: '79161234505' });
		const recording_id = await until(() => open.mango.calls[0]?.recordingId);
		const ask = (action: string) => open.call('queries/recording/post', { recording_id, action });
		expect((await ask('play')).body.result).toBe(3320);
		open.mango.press(open.mango.calls[0]?.id ?? '', 'client', 'hangup');
		await until(() => open.mango.recordings[0]?.stored);
		expect((await ask('play')).status).toBe(302);
		expect((await ask('burn')).body.result).toBe(3104);
	});

	it('comes `recordingDelay` after the call, and nothing can be had before', async () => {
		const mango = await startMango({ recordingDelay: 60, rateLimit: false, lockout: false });
		try {
			const call = mango.ring({ number: '79161234505', extension: '106', talkSeconds: 1 });
			await until(() => call.phase === 'ended');
			const ask = () =>
				callMango(
					mango,
					'queries/recording/post',
					JSON.stringify({ recording_id: call.recordingId, action: 'play' }),
				);
			await pause(59_999);
			const { apiKey, apiSalt, baseUrl } = mango;
			const expiry = Math.floor(Date.now() / 1000) + 60;
			const signature = sha256(apiKey + expiry + call.recordingId + apiSalt);
			const path = `${encodeURIComponent(call.recordingId ?? '')}/play/${apiKey}/${expiry}/${signature}`;
			const link = `${baseUrl}queries/recording/link/${path}`;
			expect([
				(await ask()).body.result,
				(await fetch(link)).status,
				mango.recordings[0]?.stored,
			]).toEqual([3320, 404, false]);
			await pause(1);
			expect(mango.recordings[0]?.stored).toBe(true);
			expect((await ask()).status).toBe(302);
			expect(mango.events.at(-1)).toMatchObject({
				path: 'events/record/added',
				json: { recording_id: call.recordingId },
			});
		} finally {
			await mango.stop();
		}
	});

	it('is served by a signed link until it expires', async () => {
		const { id } = await recorded();
		const { apiKey, apiSalt, baseUrl } = open.mango;
		const link = (expiry: number, salt = apiSalt) =>
			`${baseUrl}queries/recording/link/${encodeURIComponent(id)}/play/${apiKey}/${expiry}/` +
			sha256(apiKey + expiry + id + salt);
		const soon = Math.floor(Date.now() / 1000) + 60;
		const good = await fetch(link(soon));
		expect([good.status, good.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
		await good.arrayBuffer();
		expect((await fetch(link(soon - 120))).status).toBe(403);
		expect((await fetch(link(soon, 'other salt'))).status).toBe(403);
	});

	it('streams 100 MB without holding them', async () => {
		const { id } = await recorded();
		open.mango.setRecordingBytes(100_000_000);
		const { headers } = await open.call('queries/recording/post', {
			recording_id: id,
			action: 'download',
		});
		const before = process.memoryUsage().rss;
		const request = http.get(open.mango.url + headers.get('location'));
		const [response] = (await once(request, 'response')) as [http.IncomingMessage];
		let size = 0;
		let most = 0;
		for await (const piece of response) {
			size += (piece as Buffer).length;
			most = Math.max(most, process.memoryUsage().rss - before);
		}
		expect(size).toBe(Number(response.headers['content-length']));
		expect(size).toBeGreaterThan(99_999_000);
		expect(most).toBeLessThan(90_000_000);
	});
});

describe('the log', () => {
	it('has the code of a refusal', async () => {
		await open.call('stats/result', {});
		expect(open.mango.requests as unknown as Json[]).toEqual([
			{ path: 'stats/result', json: {}, status: 400, result: 3103 },
		]);
	});
});
