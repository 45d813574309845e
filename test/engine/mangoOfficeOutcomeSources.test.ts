import type { CallFacts } from '../../protocols/mangoOffice/outcome/facts';
import type { Call, IncomingOrder, Script } from '../../sandbox/mango';
import { clock } from '../clock/clock';
import { until, useMango } from './mangoAccount';

// What the stand-in's statistics tell of its calls, through the node.

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

	/** Once it has ended. */
	async function outcomeOf(call: Call): Promise<Partial<CallFacts>> {
		await until(() => call.phase === 'ended');
		const { outputs, error } = await office.run(
			{ resource: 'call', operation: 'getOutcome' },
			{ entryId: call.id },
		);
		expect(error).toBeUndefined();
		return outputs[0][0].json as unknown as CallFacts;
	}

	const ended = (facts: Partial<CallFacts>) => ({
		final: true,
		answeredBy: null,
		clientNumber: `+${CLIENT}`,
		...facts,
	});

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
		expect(await outcomeOf(await callback(script))).toMatchObject(
			ended({ direction: 'outgoing', ...facts }),
		);
	});

	test('a callback transferred outside keeps its client', async () => {
		const call = await callback({
			talkSeconds: 30,
			transfer: { to: '79035550011', method: 'blind', after: 5 },
		});
		expect(await outcomeOf(call)).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: '106',
			clientNumber: `+${CLIENT}`,
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
		expect(await outcomeOf(incoming(order))).toMatchObject(
			ended({ direction: 'incoming', ...facts }),
		);
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
		await clock.advance(5000);
		office.mango.press(call.id, 'target', 'hangup');
		await until(() => call.phase === 'talk');
		await clock.advance(5000);
		office.mango.press(call.id, 'client', 'hangup');
		expect(await outcomeOf(call)).toMatchObject(
			ended({ outcome: 'POSITIVE', direction: 'incoming', answeredBy: '106' }),
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
		await outcomeOf(call);
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
