import type { IncomingOrder } from '../../sandbox/mango';
import { callHistory, openMango, openReceiver } from './openMango';
import { pause, rows, until, type Json } from './openPortal';

const open = openMango();
let hook: Awaited<ReturnType<typeof openReceiver>>;
beforeAll(async () => {
	hook = await openReceiver(() => open.mango);
});
beforeEach(() => open.mango.setEventsUrl(hook.fresh()));
afterAll(() => hook.stop());

const client = '79161234505';
const line = '74951234567';
const ring = async (order: Partial<IncomingOrder> = {}) => {
	const call = open.mango.ring({ number: client, ...order });
	return await until(() => call.phase === 'ended' && call);
};
const story = () =>
	open.mango.events
		.filter(({ path }) => path === 'events/call')
		.map(({ json }) =>
			[
				json.location,
				json.call_state,
				(json.to as { extension?: string }).extension,
				json.disconnect_reason,
			]
				.filter((part) => part !== undefined)
				.join(' '),
		);
const summary = async () => (await hook.until('events/summary'))[0];
const context = async () => (await callHistory(open, { context_type: 1 }))[0] as Json;

describe('a client who rings', () => {
	it('reaches an employee', async () => {
		await ring({ extension: '106', sipCallId: 'sip-1' });
		expect(story()).toEqual([
			'abonent Appeared 106',
			'abonent Connected 106',
			'abonent Disconnected 106 1110',
		]);
		const [event] = await hook.until('events/call', 3);
		expect(event).toMatchObject({
			from: { number: client },
			to: { extension: '106', line_number: line },
			sip_call_id: 'sip-1',
		});
		for (const field of ['command_id', 'task_id', 'callback_initiator'])
			expect(event).not.toHaveProperty(field);
		expect(await summary()).toMatchObject({
			call_direction: 1,
			from: { number: client },
			to: { extension: '106' },
			line_number: line,
			entry_result: 1,
			disconnect_reason: '1110',
			sip_call_id: 'sip-1',
		});
		expect((await summary())?.from).not.toHaveProperty('extension');
		expect(await context()).toMatchObject({
			caller_id: null,
			caller_number: client,
			called_number: line,
			context_status: 1,
		});
	});

	it.each([
		[{ employee: 'noAnswer' }, '1111'],
		[{ employee: 'declines' }, '1122'],
		[{ employee: 'noAnswer', clientWaits: 10 }, '1110'],
	] as const)('is missed with %j', async (script, reason) => {
		await ring({ extension: '106', ...script });
		expect(story()).toEqual(['abonent Appeared 106', `abonent Disconnected 106 ${reason}`]);
		expect(await summary()).toMatchObject({
			entry_result: 0,
			talk_time: 0,
			forward_time: 0,
			to: { extension: '106' },
			disconnect_reason: reason,
		});
		expect(await context()).toMatchObject({
			context_status: 0,
			talk_duration: 0,
			context_calls: [{ call_answer_time: null }],
		});
	});

	it('sends no event when the employee is off schedule, but is in the history', async () => {
		await ring({ extension: '106', employee: 'offSchedule' });
		await pause(50);
		expect(hook.received).toEqual([]);
		expect(await context()).toMatchObject({ context_status: 0, context_calls: [] });
	});

	it('passes the voice menu', async () => {
		const call = await ring({ extension: '106', ivr: true, lineNumber: '78005553501' });
		expect(story()).toEqual([
			'ivr Appeared',
			'ivr Disconnected 1100',
			'abonent Appeared 106',
			'abonent Connected 106',
			'abonent Disconnected 106 1110',
		]);
		const events = await hook.until('events/call', 5);
		expect(events.find(({ location }) => location === 'abonent')?.from).toMatchObject({
			taken_from_call_id: call.legs.ivr?.callId,
		});
		expect(events.find(({ location }) => location === 'ivr')?.to).toEqual({
			number: '78005553501',
			line_number: '78005553501',
		});
		expect(rows((await context()).context_calls)).toHaveLength(1);
	});

	it('ends in the voice menu: the summary says 1, and nobody talked', async () => {
		await ring();
		expect(story()).toEqual(['ivr Appeared', 'ivr Disconnected 1170']);
		expect(await summary()).toMatchObject({
			entry_result: 1,
			talk_time: 0,
			to: {},
			disconnect_reason: '1170',
		});
		expect(await context()).toMatchObject({ context_status: 0 });
	});
});

describe('a client who rings a group', () => {
	it('waits in its queue while its members are rung one after another', async () => {
		const call = await ring({ group: '200', answeredBy: '102' });
		expect(story()).toEqual([
			'queue Appeared',
			'abonent Appeared 101',
			'abonent Disconnected 101 1111',
			'abonent Appeared 102',
			'queue Disconnected 1100',
			'abonent Connected 102',
			'abonent Disconnected 102 1110',
		]);
		const events = await hook.until('events/call', 7);
		expect(events.every(({ to }) => to?.acd_group === '200')).toBe(true);
		expect(
			events
				.filter(({ location }) => location === 'abonent')
				.map(({ from }) => from?.taken_from_call_id),
		).toEqual(Array(5).fill(call.legs.queue?.callId));
		expect(await summary()).toMatchObject({ to: { extension: '102' }, entry_result: 1 });
	});

	it('has the members in the statistics of the group', async () => {
		const call = await ring({ group: '200', answeredBy: '102' });
		const { context_calls: legs, ...whole } = await context();
		expect(whole).toMatchObject({ context_status: 1 });
		expect(rows(legs)).toHaveLength(1);
		expect(rows(legs)[0]).toMatchObject({
			call_type: 'group',
			call_abonent_id: 80101,
			call_abonent_info: 'Продажи',
			call_abonent_number: null,
			ModeGroup: true,
			recording_id: [call.recordingId],
		});
		const members = rows(rows(legs)[0]?.members);
		expect(
			members.map(({ call_abonent_id, call_end_reason, recording_id }) => [
				call_abonent_id,
				call_end_reason,
				recording_id,
			]),
		).toEqual([
			[400210101, 1111, []],
			[400210102, 1110, [call.recordingId]],
		]);
		const grouped = async (group_ids: number[]) => (await callHistory(open, { group_ids })).length;
		expect([await grouped([80101]), await grouped([80102])]).toEqual([1, 0]);
	});

	it('is missed by all of it: the summary names the group and no number', async () => {
		await ring({ group: '201', employee: 'declines' });
		expect(story().slice(-2)).toEqual(['abonent Disconnected 105 1122', 'queue Disconnected 1164']);
		expect(await summary()).toMatchObject({
			to: { extension: '201' },
			entry_result: 0,
			disconnect_reason: '1164',
		});
		expect((await summary())?.to).not.toHaveProperty('number');
	});

	it('loses patience', async () => {
		await ring({ group: '200', employee: 'noAnswer', clientWaits: 40 });
		expect(story().slice(-2)).toEqual(['abonent Disconnected 102 1110', 'queue Disconnected 1110']);
	});
});

describe('commands/route', () => {
	const route = (call_id: string | undefined, to_number = '103') =>
		open.call('commands/route', { command_id: 'c111', call_id, to_number });

	it('takes a call from the voice menu to an employee, as in the official example', async () => {
		const call = open.mango.ring({ number: client, hangsUp: 'nobody' });
		await until(() => call.phase === 'menu');
		await route(call.legs.ivr?.callId);
		expect(await hook.until('result/route')).toEqual([{ command_id: 'c111', result: '1000' }]);
		await until(() => call.phase === 'talk');
		expect(story()).toEqual([
			'ivr Appeared',
			'ivr Disconnected 1100',
			'abonent Appeared 103',
			'abonent Connected 103',
		]);
		const events = await hook.until('events/call', 4);
		expect(events.find(({ location }) => location === 'abonent')).toMatchObject({
			command_id: 'c111',
			from: { taken_from_call_id: call.legs.ivr?.callId },
		});
		expect(events.find(({ location }) => location === 'ivr')).not.toHaveProperty('command_id');
	});

	it.each(['106', '200'])('takes a call away from the telephone that rings (%s)', async (whom) => {
		const call = open.mango.ring({
			number: client,
			hangsUp: 'nobody',
			employee: 'noAnswer',
			...(whom === '200' ? { group: whom } : { extension: whom }),
		});
		await until(() => call.phase === 'employeeRings' && call.legs.employee);
		await route(call.legs.employee?.callId);
		await until(() => call.phase === 'talk');
		expect(
			story()
				.filter((step) => step.startsWith('abonent'))
				.slice(1),
		).toEqual([
			`abonent Disconnected ${whom === '200' ? '101' : '106'} 1182`,
			'abonent Appeared 103',
			'abonent Connected 103',
		]);
		expect(call.employee?.extension).toBe('103');
	});

	it('gives a callback to another employee before the first has answered, not to another client', async () => {
		open.mango.script({ employee: 'noAnswer', client: 'noAnswer' });
		await open.call('commands/callback', { from: { extension: '106' }, to_number: client });
		const call = await until(
			() => open.mango.calls[0]?.phase === 'employeeRings' && open.mango.calls[0],
		);
		await route(call.legs.employee?.callId);
		await until(() => call.phase === 'clientRings');
		expect(call.employee?.extension).toBe('103');
		hook.received.length = 0;
		await route(call.legs.client?.callId);
		expect(await hook.until('result/route')).toEqual([{ command_id: 'c111', result: '4100' }]);
	});
});
