import { startBitrix24, type Bitrix24Standin } from '../../sandbox/bitrix24';
import { openMango } from './openMango';
import { jsonOf, postJson, rows, until, type Json } from './openPortal';

const open = openMango({ people: { employee: 'noAnswer', client: 'noAnswer', hangsUp: 'nobody' } });
let portal: Bitrix24Standin;
beforeAll(async () => {
	portal = await startBitrix24({ telephone: open.mango.telephone, rateLimit: false });
});
afterAll(() => portal.stop());

const view = async () => (await jsonOf(await fetch(`${portal.boardUrl}_sandbox/state`))).telephone;
const shown = async () => (await view())?.calls?.[0];
const ring = (to = '79161234505') =>
	open.call('commands/callback', { from: { extension: '106' }, to_number: to });
const phase = (wanted: string) =>
	until(() => open.mango.calls[0]?.phase === wanted && open.mango.calls[0]);
const press = (leg: string, act: string) =>
	postJson(`${portal.boardUrl}_sandbox/mango/press`, { callId: open.mango.calls[0]?.id, leg, act });
const phone = (call: Json | undefined, leg: 'employee' | 'client' | 'target') =>
	[call?.[leg]?.state, call?.[leg]?.acts] as unknown;

describe('the telephone panel', () => {
	it('is not there without the option', async () => {
		const plain = await startBitrix24();
		expect(await jsonOf(await fetch(`${plain.boardUrl}_sandbox/state`))).not.toHaveProperty(
			'telephone',
		);
		expect(
			(
				await postJson(`${plain.boardUrl}_sandbox/mango/press`, {
					callId: 'a',
					leg: 'client',
					act: 'answer',
				})
			).status,
		).toBe(409);
		await plain.stop();
	});

	it.each(['telephone.js', 'telephone.css', 'elements.js'])('serves /%s', async (path) => {
		const response = await fetch(portal.boardUrl + path);
		expect(response.status).toBe(200);
		expect(await response.text()).not.toMatch(
			/(src|href)="https?:|url\(["']?https?:|import .*https?:/,
		);
	});

	it('shows two phones, and only what can be pressed', async () => {
		expect(await view()).toMatchObject({ calls: [], more: 0 });
		await ring();
		await phase('employeeRings');
		expect(await shown()).toMatchObject({
			origin: 'callback',
			employee: { name: 'Игорь Павлов', number: '106' },
			client: { number: '+7 916 123-45-05' },
		});
		expect(phone(await shown(), 'employee')).toEqual(['ringing', ['answer', 'decline']]);
		expect(phone(await shown(), 'client')).toEqual(['waiting', []]);
	});

	it('plays a whole call by its buttons', async () => {
		await ring();
		await phase('employeeRings');
		expect((await press('client', 'answer')).status).toBe(409);
		expect((await press('employee', 'answer')).body).toEqual({ pressed: true });
		await phase('clientRings');
		expect(phone(await shown(), 'employee')).toEqual(['waiting', ['hangup']]);
		await press('client', 'answer');
		const talking = await shown();
		expect([phone(talking, 'employee'), phone(talking, 'client')]).toEqual([
			['talking', ['hangup']],
			['talking', ['hangup']],
		]);
		expect(talking?.talk).toMatchObject({ running: true, speed: 1 });
		await press('client', 'hangup');
		expect(await shown()).toMatchObject({
			result: { code: 1120, text: 'callee hung up', good: true },
			talk: { running: false },
		});
	});

	it('tells a refusal by its code in words', async () => {
		await ring();
		await phase('employeeRings');
		await press('employee', 'decline');
		const call = await shown();
		expect(call?.result).toEqual({ code: 1122, text: 'call declined', good: false });
		expect(call).not.toHaveProperty('talk');
	});

	it('shows a client who rings, first with the voice menu, then with an employee', async () => {
		open.mango.ring({ number: '79161234505', extension: '106', ivr: true });
		await phase('menu');
		expect(await shown()).toMatchObject({
			origin: 'in the voice menu',
			employee: { name: 'Голосовое меню', state: 'waiting', acts: [] },
			client: { acts: ['hangup'] },
		});
		await phase('employeeRings');
		expect(await shown()).toMatchObject({
			origin: 'incoming call',
			employee: { name: 'Игорь Павлов', number: '106' },
		});
		expect(phone(await shown(), 'client')).toEqual(['waiting', ['hangup']]);
		await press('client', 'hangup');
		expect(await shown()).toMatchObject({ result: { code: 1110, good: false } });
	});

	it('shows who talks with whom in a transfer', async () => {
		open.mango.ring({
			number: '79161234505',
			extension: '106',
			target: 'noAnswer',
			transfer: { to: '102', method: 'hold', after: 0.1 },
		});
		await phase('employeeRings');
		expect(await shown()).not.toHaveProperty('target');
		await press('employee', 'answer');
		const three = async () => {
			const call = await shown();
			return [
				call?.origin,
				...(['employee', 'client', 'target'] as const).map((who) => phone(call, who)),
			];
		};
		await phase('targetRings');
		expect(await three()).toEqual([
			'transfer',
			['waiting', ['hangup']],
			['holding', ['hangup']],
			['ringing', ['answer', 'decline']],
		]);
		expect((await shown())?.target).toMatchObject({ name: 'Екатерина Фролова', number: '102' });
		await press('target', 'answer');
		expect(await three()).toEqual([
			'consultation, the client is on hold',
			['talking', ['hangup']],
			['holding', ['hangup']],
			['talking', ['hangup']],
		]);
		await press('employee', 'hangup');
		expect(await three()).toEqual([
			'incoming call',
			['ended', []],
			['talking', ['hangup']],
			['talking', ['hangup']],
		]);
		expect((await shown())?.talkers).toEqual(['target', 'client']);
		await press('target', 'hangup');
		expect((await three()).slice(1)).toEqual(Array(3).fill(['ended', []]));
	});

	it('shows a voicemail that has answered', async () => {
		open.mango.script({ client: 'voicemail' });
		await ring();
		await phase('employeeRings');
		await press('employee', 'answer');
		await phase('voicemail');
		expect(await shown()).toMatchObject({
			origin: 'a voicemail has answered',
			client: { state: 'machine', acts: [] },
			talkers: [],
		});
		await phase('ended');
		expect((await shown())?.result).toEqual({
			code: 1313,
			text: 'answering machine: voicemail',
			good: false,
		});
	});

	it('shows two running calls, the oldest first, and counts the others', async () => {
		for (const number of ['79161234501', '79161234502', '79161234503']) await ring(number);
		await until(() => open.mango.calls.length === 3);
		const { calls, more } = (await view()) as Json;
		expect([rows(calls).map(({ client }) => client?.number), more]).toEqual([
			['+7 916 123-45-01', '+7 916 123-45-02'],
			1,
		]);
	});

	it('shows campaigns and what became of their tasks', async () => {
		const [urgent] = open.mango.campaigns[0]?.tasks.slice(1) ?? [];
		open.mango.setTask(urgent?.id ?? 0, { status: 2 });
		open.mango.setTask(open.mango.campaigns[1]?.tasks[0]?.id ?? 0, { statusReason: 3 });
		const campaigns = rows((await view())?.campaigns);
		expect(campaigns.map(({ name, state, endless }) => [name, state, endless])).toEqual([
			['Повторные звонки', 'running', true],
			['Ноябрьская акция', 'running', false],
			['Опрос, октябрь', 'finished', false],
		]);
		expect(rows(campaigns[0]?.tasks).map(({ state, tone }) => [state, tone])).toEqual([
			['talked', 'good'],
			['calling', 'busy'],
		]);
		expect(rows(campaigns[1]?.tasks)[0]?.state).toBe('again: no answer');
	});

	it('hears of each step at once', async () => {
		const stop = new AbortController();
		const response = await fetch(`${portal.boardUrl}_sandbox/events`, { signal: stop.signal });
		await ring();
		await phase('employeeRings');
		let text = '';
		for await (const chunk of response.body ?? []) {
			text += Buffer.from(chunk).toString();
			if (/event: telephone\ndata: .*"state":"ringing".*\n\n/.test(text)) break;
		}
		stop.abort();
		expect(text).toMatch(/event: telephone\ndata: .*"acts":\["answer","decline"\]/);
	});
});
