import type { Call, IncomingOrder, Script } from '../../sandbox/mango';
import { readEvent } from '../../protocols/mangoOffice/events/read';
import { outcomeOfEvents } from '../../protocols/mangoOffice/outcome/events';
import type { CallFacts } from '../../protocols/mangoOffice/outcome/facts';
import { clock } from '../clock/clock';
import { until, useMango } from './mangoAccount';

// What the events tell of a call, and what the statistics tell of it through the node, has to be the same.

const CLIENT = '79161110001';

// The document writes SIP addresses into the statistics; extensions have been seen.
describe.each(['sip', 'extension'] as const)('with %s in the statistics', (statisticsNumbers) => {
	const office = useMango({ statisticsNumbers });

	async function callback(script: Script): Promise<Call> {
		office.mango.script(script);
		await office.run(
			{ resource: 'call', operation: 'callback' },
			{ employee: '106', phone: CLIENT, dealId: 12 },
		);
		await until(() => office.mango.calls.length > 0);
		return office.mango.calls[0];
	}

	const incoming = (order: Partial<IncomingOrder>) =>
		office.mango.ring({ number: CLIENT, ...order });

	const eventsOf = () =>
		office.mango.events.map(({ path, json }) => readEvent(path, Buffer.from(JSON.stringify(json))));

	/** By the events, by the events without the summary, and by the statistics. */
	async function tellings(call: Call): Promise<Array<Partial<CallFacts>>> {
		await until(() => call.phase === 'ended');
		const events = eventsOf();
		const { outputs, error } = await office.run(
			{ resource: 'call', operation: 'getOutcome' },
			{ entryId: call.id },
		);
		expect(error).toBeUndefined();
		const all = [
			outcomeOfEvents(events),
			outcomeOfEvents(events.filter(({ event }) => event !== 'summary')),
			outputs[0][0].json as unknown as CallFacts,
		];
		return all.map(({ outcome, final, answeredBy, clientNumber, direction }) => ({
			outcome,
			final,
			answeredBy,
			clientNumber,
			direction,
		}));
	}

	const same = (facts: Partial<CallFacts>) => {
		const one = { final: true, answeredBy: null, clientNumber: `+${CLIENT}`, ...facts };
		return [one, one, one];
	};

	test.each<[Script, Partial<CallFacts>]>([
		[{}, { outcome: 'POSITIVE', answeredBy: '106' }],
		[{ hangsUp: 'employee' }, { outcome: 'POSITIVE', answeredBy: '106' }],
		[{ client: 'busy' }, { outcome: 'NEGATIVE' }],
		[{ client: 'noAnswer' }, { outcome: 'NEGATIVE' }],
		[{ client: 'unreachable' }, { outcome: 'NEGATIVE' }],
		[{ client: 'voicemail' }, { outcome: 'NEGATIVE' }],
		// A machine that MANGO does not notice is a talk to everybody.
		[
			{ client: 'voicemail', antirobot: false },
			{ outcome: 'POSITIVE', answeredBy: '106' },
		],
		[{ employee: 'noAnswer' }, { outcome: 'NEUTRAL' }],
		[{ employee: 'busy' }, { outcome: 'NEUTRAL' }],
		[
			{ talkSeconds: 30, transfer: { to: '102', method: 'blind', after: 5 } },
			{ outcome: 'POSITIVE', answeredBy: '102' },
		],
		[
			{ talkSeconds: 30, transfer: { to: '102', method: 'hold', after: 5 } },
			{ outcome: 'POSITIVE', answeredBy: '102' },
		],
		[
			{ talkSeconds: 30, transfer: { to: '102', method: 'hold', after: 5 }, target: 'declines' },
			{ outcome: 'POSITIVE', answeredBy: '106' },
		],
		[
			{ talkSeconds: 30, transfer: { to: '102', method: 'blind', after: 5 }, target: 'noAnswer' },
			{ outcome: 'POSITIVE', answeredBy: '106' },
		],
	])('a callback with %j is %j', async (script, facts) => {
		expect(await tellings(await callback(script))).toEqual(
			same({ direction: 'outgoing', ...facts }),
		);
	});

	test('a callback transferred outside keeps its client', async () => {
		const [byEvents, , byRecord] = await tellings(
			await callback({
				talkSeconds: 30,
				transfer: { to: '79035550011', method: 'blind', after: 5 },
			}),
		);
		expect(byRecord).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: '106',
			clientNumber: `+${CLIENT}`,
		});
		expect(byEvents).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: '106',
			direction: 'outgoing',
		});
	});

	test.each<[Partial<IncomingOrder>, Partial<CallFacts>]>([
		[{ extension: '106' }, { outcome: 'POSITIVE', answeredBy: '106' }],
		[
			{ extension: '106', ivr: true },
			{ outcome: 'POSITIVE', answeredBy: '106' },
		],
		[
			{ group: '200', answeredBy: '102' },
			{ outcome: 'POSITIVE', answeredBy: '102' },
		],
		[{ group: '200', employee: 'noAnswer', clientWaits: 200 }, { outcome: 'NEGATIVE' }],
		[{ extension: '106', employee: 'noAnswer' }, { outcome: 'NEGATIVE' }],
		[{ extension: '106', employee: 'noAnswer', clientWaits: 10 }, { outcome: 'NEGATIVE' }],
		[
			{ extension: '106', talkSeconds: 30, transfer: { to: '102', method: 'hold', after: 5 } },
			{ outcome: 'POSITIVE', answeredBy: '102' },
		],
		[
			{ extension: '106', talkSeconds: 30, transfer: { to: '102', method: 'blind', after: 5 } },
			{ outcome: 'POSITIVE', answeredBy: '102' },
		],
	])('an incoming call with %j is %j', async (order, facts) => {
		expect(await tellings(incoming(order))).toEqual(same({ direction: 'incoming', ...facts }));
	});

	test('one employee asking another is no talk with the client, and not the end of it', async () => {
		const call = incoming({ extension: '106', hangsUp: 'nobody', target: 'answers' });
		await until(() => call.phase === 'talk');
		await office.run({
			resource: 'call',
			operation: 'transfer',
			callId: call.legs.employee?.callId ?? '',
			destination: '102',
			initiator: '106',
			method: 'hold',
		});
		await until(() => call.phase === 'consult');
		expect(outcomeOfEvents(eventsOf())).toMatchObject({
			outcome: 'POSITIVE',
			final: false,
			answeredBy: '106',
		});
		await clock.advance(5000);
		office.mango.press(call.id, 'target', 'hangup');
		await until(() => call.phase === 'talk');
		expect(outcomeOfEvents(eventsOf())).toMatchObject({
			outcome: 'POSITIVE',
			final: false,
			answeredBy: '106',
		});
		await clock.advance(5000);
		office.mango.press(call.id, 'client', 'hangup');
		expect(await tellings(call)).toEqual(
			same({ outcome: 'POSITIVE', direction: 'incoming', answeredBy: '106' }),
		);
	});

	test('Get Calls tells who talked, and asks for the extensions once', async () => {
		const first = incoming({ group: '200', answeredBy: '102' });
		await until(() => first.phase === 'ended');
		const { outputs } = await office.run(
			{ resource: 'statistics', operation: 'getCalls', period: 'last24Hours' },
			[{}, {}],
		);
		expect(outputs[0].map(({ json }) => [json.outcome, json.answeredBy, json.extension])).toEqual([
			['POSITIVE', '102', '102'],
			['POSITIVE', '102', '102'],
		]);
		expect(office.sent('config/users/request')).toHaveLength(statisticsNumbers === 'sip' ? 1 : 0);
	});

	test('the extensions are not asked for when the record tells them', async () => {
		const call = await callback({});
		await tellings(call);
		expect(office.sent('config/users/request')).toEqual([]);
	});
});

describe('when the statistics come late', () => {
	const office = useMango({ statisticsDelay: 40 });

	test('it waits for them', async () => {
		const call = office.mango.ring({ number: CLIENT, extension: '106', talkSeconds: 5 });
		await until(() => call.phase === 'ended');
		const { outputs, error } = await office.run(
			{ resource: 'call', operation: 'getOutcome' },
			{ entryId: call.id, time: new Date(Date.now()).toISOString() },
		);
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: '106',
			direction: 'incoming',
		});
		expect(office.sent('stats/calls/request').length).toBeGreaterThan(1);
	});
});
