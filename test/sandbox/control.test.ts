import { openMango } from './openMango';
import { openPortal, postJson, until, type Json } from './openPortal';

const { realClock } = jest.requireActual<typeof import('../../sandbox/core/realClock')>(
	'../../sandbox/core/realClock',
);
const office = openMango({
	people: { employee: 'noAnswer', client: 'noAnswer', hangsUp: 'nobody' },
});
const crm = openPortal();

const services = {
	bitrix24: {
		url: () => crm.portal.url,
		ask: () => crm.call('profile'),
		method: 'profile',
		fault: { error: 'ACCESS_DENIED', error_description: 'No', status: 403 },
		failed: { error: 'ACCESS_DENIED', error_description: 'No' } as unknown,
	},
	mango: {
		url: () => office.mango.url,
		ask: () => office.call('incominglines'),
		method: 'incominglines',
		fault: { result: 5008 },
		failed: expect.objectContaining({ result: 5008 }) as unknown,
	},
};

describe.each(Object.entries(services))('the control plane of %s', (_name, service) => {
	const post = (path: string, body: unknown = {}) =>
		postJson(`${service.url()}/_sandbox/${path}`, body);
	const ask = async (path: string, method = 'GET') => {
		const response = await fetch(`${service.url()}/_sandbox/${path}`, { method });
		return (await response.json()) as Json;
	};

	it('shows its state', async () => {
		expect(Object.keys(await ask('state'))).not.toHaveLength(0);
	});

	it('logs requests, and forgets them', async () => {
		await service.ask();
		expect(await ask('requests')).toEqual([expect.objectContaining({ status: 200 })]);
		await ask('requests', 'DELETE');
		expect(await ask('requests')).toEqual([]);
	});

	it('gives a forced answer once', async () => {
		await post('answers', { method: service.method, status: 502, body: { gone: true } });
		expect(await service.ask()).toMatchObject({ status: 502, body: { gone: true } });
		expect((await service.ask()).status).toBe(200);
	});

	it('lets a method fail so many times', async () => {
		await post('faults', { method: service.method, times: 2, ...service.fault });
		for (let time = 0; time < 2; time += 1)
			expect((await service.ask()).body).toEqual(service.failed);
		expect((await service.ask()).status).toBe(200);
	});

	it('forgets faults and forced answers, by themselves and with a reset', async () => {
		for (const forget of [() => ask('faults', 'DELETE'), () => post('reset')]) {
			await post('answers', { status: 500 });
			await post('faults', { method: service.method, ...service.fault });
			await forget();
			expect(await ask('faults')).toEqual({ answers: [], failures: [] });
			expect((await service.ask()).status).toBe(200);
		}
	});

	it('puts the clock forward', async () => {
		const before = Date.parse(String((await ask('clock')).now));
		const { body } = await post('clock', { advanceSeconds: 90 });
		expect(Date.parse(String(body.now)) - before).toBe(90_000);
	});

	it.each([
		['answers', { status: 'bad' }, 400, 'status'],
		['answers', { unknown: 1 }, 400, 'unknown'],
		['faults', {}, 400, 'method: Required'],
		['clock', { advanceSeconds: -1 }, 400, 'advanceSeconds'],
		['nothing', {}, 404, '/_sandbox/nothing'],
	])('says what is wrong with %s %j', async (path, body, status, text) => {
		const answer = await post(path, body);
		expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(text)]);
	});
});

describe('a call by the control plane of MANGO OFFICE', () => {
	const post = (path: string, body: unknown) =>
		postJson(`${office.mango.url}/_sandbox/${path}`, body);

	it('rings, is answered by the employee, and the client hangs up', async () => {
		await post('ring', { number: '79161112233', extension: '101' });
		await until(() => office.mango.calls[0]?.phase === 'employeeRings');
		expect((await post('press', { leg: 'target', act: 'answer' })).status).toBe(409);
		await post('press', { leg: 'employee', act: 'answer' });
		expect(office.mango.calls[0]?.phase).toBe('talk');
		await post('press', { leg: 'client', act: 'hangup' });
		expect(office.mango.calls[0]).toMatchObject({ phase: 'ended', result: 1110 });
	});

	it('plays the script that was written for it', async () => {
		await post('script', { number: '79161112233', employee: 'busy' });
		await post('ring', { number: '79161112233', extension: '101' });
		await until(() => office.mango.calls[0]?.phase === 'ended');
		expect(office.mango.calls[0]?.result).toBe(1121);
	});
});

describe('deals and robots by the control plane of Bitrix24', () => {
	const post = (path: string, body: unknown) =>
		postJson(`${crm.portal.url}/_sandbox/${path}`, body);

	it('adds a deal, and moves it as a user does', async () => {
		const { body } = await post('deals', { title: 'Новая', contactIds: [1] });
		const dealId = Number(body.id);
		expect(crm.portal.deal(dealId)).toMatchObject({ title: 'Новая', stageId: 'NEW' });
		await post('robots', { robots: [{ stageId: 'PREPARATION', url: 'http://127.0.0.1:9/x' }] });
		await post('move', { dealId, stageId: 'PREPARATION' });
		await until(() => crm.portal.robotCalls.length === 1);
	});
});

describe('the clock of the machine', () => {
	it('goes forward through what falls due, in the order of its times', async () => {
		const clock = realClock({ now: () => 1_000_000 });
		const seen: unknown[] = [];
		const note = (what: string) => () => seen.push([what, clock.now() - 1_000_000]);
		clock.after(3_600_000, note('an hour'));
		clock.after(60_000, () => clock.after(60_000, note('from the first')));
		const forget = clock.after(90_000, note('never'));
		const late = clock.after(7_200_000, note('late'));
		forget();
		await clock.advance(3_600_000);
		expect(seen).toEqual([
			['from the first', 120_000],
			['an hour', 3_600_000],
		]);
		late();
	});
});
