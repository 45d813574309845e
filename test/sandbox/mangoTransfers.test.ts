import type { Call } from '../../sandbox/mango';
import { callHistory, openMango, openReceiver } from './openMango';
import { rows, until } from './openPortal';

/**
 * What the document tells of transfers (PDF §3.1.2, §3.2.8 and the examples at its end;
 * mango-office.md#route-and-transfer and #call-events).
 */
const open = openMango({ callbackInitiator: true });
let hook: Awaited<ReturnType<typeof openReceiver>>;
beforeAll(async () => {
	hook = await openReceiver(() => open.mango);
});
beforeEach(() => open.mango.setEventsUrl(hook.fresh()));
afterAll(() => hook.stop());

const client = '79161234505';
const phase = (wanted: string) =>
	until(() => open.mango.calls[0]?.phase === wanted && open.mango.calls[0]);
const ended = () => phase('ended');
/** A client who talks with 106, having rung him. */
const talking = async (script: object = {}) => {
	open.mango.ring({ number: client, extension: '106', hangsUp: 'nobody', ...script });
	return await phase('talk');
};
const transfer = async (call: Call, method: string, more: object = {}) => {
	const call_id = call.legs[call.talkLeg ?? '']?.callId;
	await open.call('commands/transfer', {
		command_id: 't1',
		call_id,
		method,
		to_number: '102',
		initiator: '106',
		...more,
	});
	return await hook.until('result/transfer');
};
/** Each event as "leg state from>to reason", legs by the order in which they appeared. */
const story = () => {
	const events = open.mango.events
		.filter(({ path }) => path === 'events/call')
		.map(({ json }) => json as unknown as Event);
	const legs = [...new Set(events.map(({ call_id }) => call_id))];
	return events.map((event) => {
		const sides = [event.from, event.to]
			.map(({ extension, number }) => extension ?? number)
			.join('>');
		return [
			legs.indexOf(event.call_id) + 1,
			event.call_state,
			sides,
			event.transfer,
			event.disconnect_reason,
		]
			.filter((part) => part !== undefined)
			.join(' ');
	});
};
interface Event {
	call_id: string;
	call_state: string;
	from: Side;
	to: Side;
	transfer?: string;
	disconnect_reason?: unknown;
	command_id?: string;
}
type Side = Record<string, unknown>;
const eventOf = (state: string, leg: string | undefined) =>
	hook
		.of('events/call')
		.find(({ call_id, call_state }) => call_state === state && call_id === leg) as unknown as Event;

describe('a blind transfer', () => {
	it('ends the leg of him who transfers and takes the client to another', async () => {
		const call = await talking();
		expect(await transfer(call, 'blind')).toEqual([{ command_id: 't1', result: '1000' }]);
		await phase('talk');
		open.mango.press(call.id, 'target', 'hangup');
		expect(story()).toEqual([
			`1 Appeared ${client}>106`,
			`1 Connected ${client}>106`,
			`1 Disconnected ${client}>106 1120`,
			`2 Appeared ${client}>102 blind`,
			`2 Connected ${client}>102 blind`,
			`2 Disconnected ${client}>102 blind 1120`,
		]);
		await hook.until('events/call', 6);
		const [first, second] = [call.legs.employee?.callId, call.legs.transfer?.callId];
		expect(eventOf('Disconnected', first).from).toMatchObject({
			number: client,
			was_transferred: true,
		});
		expect(eventOf('Appeared', second)).toMatchObject({
			from: { taken_from_call_id: first },
			to: { extension: '102' },
			command_id: 't1',
		});
		expect(new Set(hook.of('events/call').map(({ entry_id }) => entry_id))).toEqual(
			new Set([call.id]),
		);
		expect(await hook.until('events/summary')).toEqual([
			expect.objectContaining({
				entry_id: call.id,
				entry_result: 1,
				to: expect.objectContaining({ extension: '106' }),
			}),
		]);
	});

	it('that nobody answers rings him who transferred, as a third leg', async () => {
		const call = await talking({ target: 'noAnswer' });
		await transfer(call, 'blind');
		await until(() => call.legs.return?.connectedAt);
		open.mango.press(call.id, 'client', 'hangup');
		expect(story().slice(3)).toEqual([
			`2 Appeared ${client}>102 blind`,
			`2 Disconnected ${client}>102 blind 1111`,
			`3 Appeared ${client}>106 return_blind`,
			`3 Connected ${client}>106 return_blind`,
			`3 Disconnected ${client}>106 return_blind 1110`,
		]);
		expect(await hook.until('events/summary')).toHaveLength(1);
	});

	it('of a callback flags the callee, and its leg has not the callback command', async () => {
		open.mango.script({ transfer: { to: '79035550011', method: 'blind', after: 5 } });
		await open.call('commands/callback', {
			command_id: 'cbk1',
			from: { extension: '106' },
			to_number: client,
		});
		const call = await ended();
		expect(Object.keys(call.legs)).toEqual(['employee', 'client', 'transfer']);
		await hook.until('events/summary');
		expect(eventOf('Disconnected', call.legs.client?.callId)).toMatchObject({
			disconnect_reason: '1110',
			to: { number: client, was_transferred: true },
		});
		const leg = await until(() => eventOf('Appeared', call.legs.transfer?.callId));
		expect(leg).toMatchObject({
			from: { number: client },
			to: { number: '79035550011' },
			transfer: 'blind',
			callback_initiator: 'API',
		});
		expect(leg).not.toHaveProperty('command_id');
	});
});

describe('a transfer with consultation', () => {
	it('holds the client, and replaces the caller of the same leg, as in the official example', async () => {
		const call = await talking();
		await transfer(call, 'hold');
		await phase('consult');
		expect(open.mango.press(call.id, 'employee', 'hangup')).toBe(true);
		expect(open.mango.press(call.id, 'employee', 'hangup')).toBe(false);
		open.mango.press(call.id, 'client', 'hangup');
		expect(story()).toEqual([
			`1 Appeared ${client}>106`,
			`1 Connected ${client}>106`,
			`1 OnHold ${client}>106`,
			'2 Appeared 106>102 consultative',
			'2 Connected 106>102 consultative',
			`1 Disconnected ${client}>106 1120`,
			`2 Connected ${client}>102 blind`,
			`2 Disconnected ${client}>102 blind 1110`,
		]);
		await hook.until('events/call', 8);
		expect(eventOf('OnHold', call.legs.employee?.callId).to).toMatchObject({
			extension: '106',
			hold_initiator: true,
		});
		expect(eventOf('Disconnected', call.legs.transfer?.callId).from).toMatchObject({
			taken_from_call_id: call.legs.employee?.callId,
		});
	});

	it('becomes a blind one when the employee hangs up while the target is rung', async () => {
		const call = await talking({ target: 'noAnswer' });
		await transfer(call, 'hold');
		await phase('targetRings');
		open.mango.press(call.id, 'employee', 'hangup');
		open.mango.press(call.id, 'target', 'answer');
		expect(story().slice(3)).toEqual([
			'2 Appeared 106>102 consultative',
			`1 Disconnected ${client}>106 1120`,
			`2 Appeared ${client}>102 blind`,
			`2 Connected ${client}>102 blind`,
		]);
	});

	it.each([
		['the target declines', '1122'],
		['the command hangs up the new leg', '1181'],
	])('goes back to the client when %s', async (_how, reason) => {
		const call = await talking({ target: 'noAnswer' });
		await transfer(call, 'hold');
		await phase('targetRings');
		if (reason === '1122') open.mango.press(call.id, 'target', 'decline');
		else await open.call('commands/call/hangup', { call_id: call.legs.transfer?.callId });
		await phase('talk');
		expect(story().slice(4)).toEqual([
			`2 Disconnected 106>102 consultative ${reason}`,
			`1 Connected ${client}>106`,
		]);
		open.mango.press(call.id, 'client', 'hangup');
		expect(call).toMatchObject({ phase: 'ended', result: 1110 });
	});

	it('plays by itself, and can be followed by another transfer', async () => {
		const call = await talking({
			hangsUp: 'employee',
			transfer: { to: '102', method: 'hold', after: 2 },
			consultSeconds: 2,
			talkSeconds: 60,
		});
		await until(() => call.talkLeg === 'transfer' && call.phase === 'talk');
		await transfer(call, 'blind', { initiator: '102', to_number: '103' });
		await ended();
		expect(Object.keys(call.legs)).toEqual(['employee', 'transfer', 'transfer 2']);
		expect(story().at(-1)).toBe(`3 Disconnected ${client}>103 blind 1120`);
	});

	it('records each employee, and goes on with the one who moves', async () => {
		const call = await talking();
		await transfer(call, 'hold');
		await phase('consult');
		open.mango.press(call.id, 'employee', 'hangup');
		open.mango.press(call.id, 'client', 'hangup');
		await hook.until('events/record/added', 2);
		const steps = open.mango.events
			.filter(({ path }) => path === 'events/recording')
			.map(({ json }) => [json.extension, json.recording_state, json.seq, json.call_id]);
		const [first, second] = [call.legs.employee?.callId, call.legs.transfer?.callId];
		expect(steps).toEqual([
			['106', 'Started', 1, first],
			['106', 'Continued', 2, second],
			['102', 'Started', 1, second],
			['106', 'Completed', 3, second],
			['102', 'Completed', 2, second],
		]);
		expect(
			hook
				.of('events/record/added')
				.map(({ user_id }) => user_id)
				.sort(),
		).toEqual([400210102, 400210106]);
	});
});

describe('a transferred call in the statistics', () => {
	const period = () => ({
		date_from: Math.floor(Date.now() / 1000) - 3600,
		date_to: Math.floor(Date.now() / 1000) + 3600,
	});
	const transferred = async () => {
		open.mango.script({ transfer: { to: '102', method: 'hold', after: 5 } });
		await open.call('commands/callback', { from: { extension: '106' }, to_number: client });
		return await ended();
	};

	it('has a row for each leg', async () => {
		const call = await transferred();
		const { key } = (
			await open.call('stats/request', {
				...period(),
				fields: 'from_extension,to_extension,to_number,records,disconnect_reason',
			})
		).body;
		await open.call('stats/result', { key });
		const { text } = await open.call('stats/result', { key });
		const [own, second] = open.mango.recordings.map(({ id }) => id);
		expect(text.split('\n')).toEqual([
			`;106;${call.employeeNumber};[];1000`,
			`106;;${client};[${own}];1110`,
			`;102;${call.transfer?.target.number};[${second}];1110`,
		]);
	});

	it('has an element for each leg, that of the transfer marked', async () => {
		const call = await transferred();
		const [context] = await callHistory(open, { user_ids: [400210102] });
		expect(context).toMatchObject({ entry_id: call.id, context_type: 2, context_status: 1 });
		const legs = rows(context?.context_calls);
		expect(
			legs.map(({ call_type, call_abonent_id, ConsultTransfer, BlindTransfer }) => [
				call_type,
				call_abonent_id,
				ConsultTransfer,
				BlindTransfer,
			]),
		).toEqual([
			['user', 400210106, false, false],
			['number', 400210106, false, false],
			['user', 400210102, true, false],
		]);
		expect(legs.map(({ external_call_id }) => external_call_id as unknown)).toEqual(
			Object.values(call.legs).map((leg) => leg?.callId),
		);
		expect(legs[1]?.hold_duration).toEqual(expect.any(Number));
	});
});
