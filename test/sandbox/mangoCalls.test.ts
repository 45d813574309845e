import { openMango, openReceiver, type Received } from './openMango';
import { pause, until } from './openPortal';

const open = openMango();
let hook: Awaited<ReturnType<typeof openReceiver>>;
beforeAll(async () => {
	hook = await openReceiver(() => open.mango);
});
beforeEach(() => open.mango.setEventsUrl(hook.fresh()));
afterAll(() => hook.stop());

const callback = (more: object = {}) =>
	open.call('commands/callback', {
		command_id: 'cbk1',
		from: { extension: '106' },
		to_number: '79161234505',
		...more,
	});
const ended = () => until(() => open.mango.calls[0]?.phase === 'ended' && open.mango.calls[0]);
/** The events as they happened, whatever the way did to them. */
const story = () =>
	open.mango.events
		.filter(({ path }) => path === 'events/call')
		.map(({ json }) =>
			[json.call_state, json.seq, json.disconnect_reason]
				.filter((part) => part !== undefined)
				.join(' '),
		);
const inWords = ({ json: { call_state: state, seq } }: Received) => `${state} ${seq}`;

describe('a callback', () => {
	it('is accepted at once and told later, by command_id', async () => {
		const { status, body } = await callback();
		expect([status, Number(body.result)]).toEqual([200, 1000]);
		expect(await hook.until('result/callback')).toEqual([{ command_id: 'cbk1', result: '1000' }]);
	});

	it('rings the employee first, then the client, as in the official example', async () => {
		await callback();
		await ended();
		expect(story()).toEqual([
			'Appeared 1',
			'Connected 2',
			'Disconnected 3 1000',
			'Appeared 1',
			'Connected 2',
			'Disconnected 3 1120',
		]);
		const events = await hook.until('events/call', 6);
		expect(new Set(events.map(({ entry_id }) => entry_id)).size).toBe(1);
		expect(new Set(events.map(({ command_id }) => command_id))).toEqual(new Set(['cbk1']));
		const [employee, client] = ['employee', 'client'].map(
			(leg) => open.mango.calls[0]?.legs[leg as 'client']?.callId,
		);
		expect(employee).not.toBe(client);
		const appeared = (id: string | undefined) =>
			events.find(({ call_id, call_state }) => call_id === id && call_state === 'Appeared');
		expect(appeared(employee)).toMatchObject({
			location: 'abonent',
			from: { number: '79161234505' },
			to: { extension: '106', number: expect.stringMatching(/^sip:/) },
			timestamp: expect.any(Number),
		});
		// Nor has the printed example.
		for (const event of events) expect(event).not.toHaveProperty('callback_initiator');
		expect(appeared(employee)?.from).not.toHaveProperty('taken_from_call_id');
		expect(appeared(client)).toMatchObject({
			from: { extension: '106', taken_from_call_id: employee },
			to: { number: '79161234505' },
		});
	});

	it('signs every event, and sends it as a form', async () => {
		await callback();
		await hook.until('events/record/added');
		expect(hook.received.map(({ signed }) => signed)).not.toContain(false);
		expect(hook.received[0]?.contentType).toContain('application/x-www-form-urlencoded');
	});

	it('ends with a summary that names no command and no recording', async () => {
		open.mango.script({ talkSeconds: 60 });
		await callback();
		const [summary] = await hook.until('events/summary');
		expect(summary).toMatchObject({
			call_direction: 2,
			from: { extension: '106' },
			to: { number: '79161234505' },
			entry_result: 1,
			disconnect_reason: '1120',
		});
		expect(Number(summary?.end_time) - Number(summary?.talk_time)).toBe(60);
		for (const field of ['command_id', 'call_id', 'recording_id'])
			expect(summary).not.toHaveProperty(field);
	});

	it('is recorded, and the recording is there later', async () => {
		await callback();
		const [added] = await hook.until('events/record/added');
		const states = hook
			.of('events/recording')
			.map((event) => [event.recording_state, event.completion_code]);
		expect(states).toEqual(
			expect.arrayContaining([
				['Started', undefined],
				['Completed', 1000],
			]),
		);
		expect(added).toEqual({
			entry_id: open.mango.calls[0]?.id,
			product_id: expect.any(Number),
			user_id: 400210106,
			timestamp: expect.any(Number),
			recording_id: open.mango.calls[0]?.recordingId,
		});
	});

	it.each([
		[{ employee: 'noAnswer' }, ['Appeared 1', 'Disconnected 2 1111']],
		[{ employee: 'declines' }, ['Appeared 1', 'Disconnected 2 1122']],
		[{ employee: 'busy' }, ['Appeared 1', 'Disconnected 2 1121']],
	] as const)('with an employee who does %j never reaches the client', async (script, expected) => {
		open.mango.script(script);
		await callback();
		await ended();
		expect(story()).toEqual(expected);
		const [summary] = await hook.until('events/summary');
		expect(summary).toMatchObject({ entry_result: 0, talk_time: 0, to: {} });
		expect(hook.of('events/recording')).toEqual([]);
	});

	it.each([
		['busy', 1121],
		['declines', 1122],
		['noAnswer', 1111],
		['unreachable', 1131],
		['unknownNumber', 1133],
	] as const)('with a client who does "%s" ends with %s', async (client, code) => {
		open.mango.script({ client });
		await callback();
		await ended();
		expect(story()).toEqual([
			'Appeared 1',
			'Connected 2',
			'Disconnected 3 1000',
			'Appeared 1',
			`Disconnected 2 ${code}`,
		]);
		expect((await hook.until('events/summary'))[0]).toMatchObject({
			entry_result: 0,
			disconnect_reason: String(code),
		});
	});

	it('that a voicemail answers, which the antirobot notices, ends with 1313 and no talk', async () => {
		open.mango.script({ client: 'voicemail' });
		await callback();
		await ended();
		expect(story().slice(3)).toEqual(['Appeared 1', 'Connected 2', 'Disconnected 3 1313']);
		expect((await hook.until('events/summary'))[0]).toMatchObject({
			entry_result: 0,
			talk_time: 0,
			disconnect_reason: '1313',
		});
		expect(open.mango.recordings).toEqual([]);
	});

	it('that a voicemail answers, which nobody notices, is a short talk', async () => {
		open.mango.script({ client: 'voicemail', antirobot: false });
		await callback();
		expect((await ended()).result).toBe(1110);
		const [summary] = await hook.until('events/summary');
		expect(summary).toMatchObject({ entry_result: 1, disconnect_reason: '1110' });
		expect(Number(summary?.end_time) - Number(summary?.talk_time)).toBeLessThan(15);
	});

	it('ends with 1110 when the employee hangs up', async () => {
		open.mango.script({ hangsUp: 'employee' });
		await callback();
		expect((await ended()).result).toBe(1110);
	});

	it('of an employee off schedule sends no event but the result', async () => {
		open.mango.script({ employee: 'offSchedule' });
		await callback();
		await ended();
		await pause(50);
		expect(hook.received.map(({ path }) => path)).toEqual(['result/callback']);
	});

	it.each([
		[{ from: { extension: '999' } }],
		[{ line_number: '74950000000' }],
		[{ to_number: '8 (916) 123-45-05' }],
	])('with %j is accepted and fails later', async (wrong) => {
		expect((await callback(wrong)).status).toBe(200);
		expect(await hook.until('result/callback')).toEqual([{ command_id: 'cbk1', result: '3100' }]);
		expect(open.mango.calls).toHaveLength(0);
	});

	it('to an employee names his extension', async () => {
		await callback({ to_number: '102' });
		expect((await hook.until('events/summary'))[0]).toMatchObject({
			call_direction: 0,
			to: { extension: '102' },
		});
	});

	it('of a group carries its short number', async () => {
		await open.call('commands/callback_group', {
			from: '200',
			to: '79161234505',
			line_number: '74951234567',
		});
		await hook.until('events/summary');
		expect(await hook.until('result/callback_group')).toEqual([{ result: '1000' }]);
		expect(hook.of('events/call').some(({ to }) => to?.acd_group === '200')).toBe(true);
	});

	it('takes scripts by number', async () => {
		open.mango.script({ client: 'busy', number: '79161234507' });
		await callback();
		await callback({ to_number: '79161234507' });
		await until(() => open.mango.calls.filter(({ phase }) => phase === 'ended').length === 2);
		expect(open.mango.calls.map(({ result }) => result)).toEqual([1120, 1121]);
	});
});

describe('commands for a running call', () => {
	const talking = async () => {
		open.mango.script({ hangsUp: 'nobody' });
		await callback();
		return await until(() => open.mango.calls[0]?.phase === 'talk' && open.mango.calls[0]);
	};
	const outcome = async (path: string, params: object) => {
		expect((await open.call(`commands/${path}`, { command_id: 'c2', ...params })).status).toBe(200);
		const [result] = await hook.until(`result/${path}`);
		return result;
	};

	it('hangs up with 1181', async () => {
		const call = await talking();
		expect(await outcome('call/hangup', { call_id: call.legs.client?.callId })).toEqual({
			command_id: 'c2',
			result: '1000',
		});
		expect(call.result).toBe(1181);
	});

	it.each(['call/hangup', 'transfer', 'route', 'recording/start'])(
		'%s does not know an ended call',
		async (path) => {
			const params = {
				call_id: 'gone',
				to_number: '102',
				method: 'blind',
				initiator: '106',
				call_party_number: '106',
			};
			expect(await outcome(path, params)).toEqual({ command_id: 'c2', result: '4101' });
		},
	);

	it('routes a ringing call only, transfers only for one who talks and to a number, records once', async () => {
		const call = await talking();
		const params = { call_id: call.legs.client?.callId, to_number: '102', method: 'blind' };
		expect((await outcome('route', params))?.result).toBe('4100');
		expect((await outcome('transfer', { ...params, initiator: '101' }))?.result).toBe('4100');
		hook.received.length = 0;
		expect(
			(await outcome('transfer', { ...params, initiator: '106', to_number: 'Анна' }))?.result,
		).toBe('3200');
		expect(
			(await outcome('recording/start', { ...params, call_party_number: '106' }))?.result,
		).toBe('4102');
	});

	it('sends an SMS and tells its delivery', async () => {
		expect(
			await outcome('sms', {
				text: 'Перезвоните нам',
				from_extension: '106',
				to_number: '79161234505',
			}),
		).toMatchObject({ result: '1000' });
		expect(await hook.until('events/sms')).toEqual([
			{ command_id: 'c2', timestamp: expect.any(Number), reason: 1000 },
		]);
		const long = { text: 'я'.repeat(269), from_extension: '106', to_number: '79161234505' };
		expect((await open.call('commands/sms', long)).body.result).toBe(3104);
	});
});

describe('the buttons of the telephones', () => {
	beforeEach(() =>
		open.mango.script({ employee: 'noAnswer', client: 'noAnswer', hangsUp: 'nobody' }),
	);
	const phase = (wanted: string) =>
		until(() => open.mango.calls[0]?.phase === wanted && open.mango.calls[0]);

	it('answer, answer, hang up', async () => {
		await callback();
		const { id } = await phase('employeeRings');
		expect(open.mango.press(id, 'client', 'answer')).toBe(false);
		expect(open.mango.press(id, 'employee', 'answer')).toBe(true);
		const { legs } = await phase('clientRings');
		expect(open.mango.press(legs.client?.callId ?? '', 'client', 'answer')).toBe(true);
		expect(open.mango.press(id, 'client', 'answer')).toBe(false);
		expect(open.mango.press(id, 'employee', 'hangup')).toBe(true);
		expect(open.mango.calls[0]).toMatchObject({ phase: 'ended', result: 1110 });
		expect(open.mango.press(id, 'employee', 'hangup')).toBe(false);
	});

	it('decline', async () => {
		await callback();
		const { id } = await phase('employeeRings');
		expect(open.mango.press(id, 'employee', 'decline')).toBe(true);
		expect(open.mango.calls[0]).toMatchObject({ result: 1122 });
		expect(open.mango.press('no such call', 'employee', 'answer')).toBe(false);
	});
});

describe('events on their way', () => {
	it('come doubled', async () => {
		open.mango.deliver({ doubled: true });
		await callback();
		expect((await hook.until('events/summary', 2))[0]).toEqual(hook.of('events/summary')[1]);
	});

	it('come out of order, each once', async () => {
		open.mango.deliver({ outOfOrder: true });
		open.mango.script({ employeeRings: 0.01, clientRings: 0.01, talkSeconds: 0.01 });
		await callback();
		await hook.until('events/call', 6);
		await pause(60);
		const arrived = hook.received.filter(({ path }) => path === 'events/call').map(inWords);
		const happened = open.mango.events
			.filter(({ path }) => path === 'events/call')
			.map((event) => inWords(event as unknown as Received));
		expect(arrived).not.toEqual(happened);
		expect([...arrived].sort()).toEqual([...happened].sort());
	});

	it('are lost, by path or by a rule', async () => {
		open.mango.deliver({ lost: ['events/summary'] });
		await callback();
		await hook.until('events/record/added');
		expect(hook.of('events/summary')).toEqual([]);
		open.mango.deliver({ lost: (_path, json) => json.call_state === 'Connected' });
		hook.received.length = 0;
		await callback();
		await hook.until('events/summary');
		expect(hook.of('events/call').map(({ call_state }) => call_state)).not.toContain('Connected');
		expect(open.mango.events.filter(({ lost }) => lost)).toHaveLength(3);
	});

	it('never leave this machine', async () => {
		open.mango.setEventsUrl('http://example.com/hook');
		open.mango.push('ping', {});
		expect(open.mango.events[0]?.error).toContain('127.0.0.1');
		open.mango.setEventsUrl(hook.fresh());
		open.mango.push('ping', { a: 1 });
		expect(await hook.until('ping')).toEqual([{ a: 1 }]);
	});

	it('are forgotten by a reset, and so are calls', async () => {
		open.mango.script({ employee: 'noAnswer' });
		await callback();
		// What is on its way already would still arrive.
		await until(() => hook.received.length === 2);
		open.mango.reset();
		hook.received.length = 0;
		await pause(200);
		expect([open.mango.calls, open.mango.events, hook.received]).toEqual([[], [], []]);
	});
});
