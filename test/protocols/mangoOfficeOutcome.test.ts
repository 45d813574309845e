import fc from 'fast-check';

import { OUTCOMES, type CallFacts } from '../../protocols/mangoOffice/outcome/facts';
import { outcomeOfEvents } from '../../protocols/mangoOffice/outcome/events';
import { CALL_ENDINGS, TASK_ENDINGS } from '../../protocols/mangoOffice/outcome/table';
import { callEnding, type OutcomeRule } from '../../protocols/mangoOffice/outcome/rules';
import {
	at,
	callback,
	type CallbackDraft,
	client,
	CLIENT,
	employee,
	incoming,
	isSummary,
	legEvents,
	summary,
	without,
	type Item,
} from './mangoOfficeOutcomeCalls';

/** What the tests compare. */
const gist = ({
	outcome,
	final,
	reason,
	reasonCode,
	talkSeconds,
	answeredBy,
	attempts,
}: CallFacts) => ({ outcome, final, reason, reasonCode, talkSeconds, answeredBy, attempts });

describe('a callback', () => {
	test('with a talk has all facts', () => {
		expect(outcomeOfEvents(callback({ talkSeconds: 20, clientReason: 1120 }))).toEqual({
			entryId: 'E1',
			dealId: 12,
			commandId: 'mb24.12.345.0.k3x9a2',
			outcome: 'POSITIVE',
			final: true,
			reason: 'Talked',
			reasonCode: 1120,
			talkSeconds: 20,
			answeredBy: '101',
			attempts: 1,
			clientRung: true,
			direction: 'outgoing',
			clientNumber: CLIENT,
			extension: '101',
			startTime: at(0),
			endTime: at(30),
			recordingIds: [],
		});
	});

	test.each<[CallbackDraft, string, string, number]>([
		[{ clientReason: 1121 }, 'NEGATIVE', 'Client busy', 1],
		[{ clientReason: 1111 }, 'NEGATIVE', 'Client did not answer', 1],
		[{ clientReason: 1122 }, 'NEGATIVE', 'Client rejected the call', 1],
		[{ clientReason: 1131 }, 'NEGATIVE', 'Client unreachable', 1],
		[{ clientReason: 1133 }, 'NEGATIVE', 'Number does not exist', 1],
		[{ clientReason: 1313 }, 'NEGATIVE', 'Voicemail', 1],
		// The employee is the caller, and hangs up while the client's telephone rings.
		[{ clientReason: 1110 }, 'NEUTRAL', 'Employee hung up before the answer', 1],
		[{ clientReason: 1181 }, 'NEUTRAL', 'Ended by an external system', 1],
		[{ clientReason: 1125 }, 'NEUTRAL', 'Operator stopped the task', 1],
		[{ employeeReason: 1111 }, 'NEUTRAL', 'Employee did not answer', 0],
		[{ employeeReason: 1121 }, 'NEUTRAL', 'Employee busy', 0],
		[{ employeeReason: 1122 }, 'NEUTRAL', 'Employee rejected the call', 0],
		[{ employeeReason: 1191 }, 'NEUTRAL', 'Out of schedule', 0],
		// He has answered, and hangs up before the client is rung: his answer is no talk.
		[
			{ employeeReason: 1110, employeeAnswers: true },
			'NEUTRAL',
			'Employee hung up before the client was called',
			0,
		],
	])('%j is %s', (draft, outcome, reason, attempts) => {
		const items = callback(draft);
		const expected = {
			outcome,
			final: true,
			reason,
			reasonCode: draft.clientReason ?? draft.employeeReason,
			talkSeconds: 0,
			answeredBy: null,
			attempts,
		};
		expect(gist(outcomeOfEvents(items))).toEqual(expected);
		expect(gist(outcomeOfEvents(without(items, isSummary)))).toEqual(expected);
		expect(outcomeOfEvents(items.filter(isSummary))).toMatchObject({
			outcome,
			final: true,
			talkSeconds: 0,
			attempts,
		});
	});

	test('the first leg is not the outcome, and not the end', () => {
		const first = callback({ talkSeconds: 20, clientReason: 1120 }).slice(0, 3);
		for (let count = 0; count <= 3; count += 1) {
			expect(gist(outcomeOfEvents(first.slice(0, count)))).toEqual({
				outcome: 'NEUTRAL',
				final: false,
				reason: 'In progress',
				reasonCode: null,
				talkSeconds: 0,
				answeredBy: null,
				attempts: 0,
			});
		}
	});

	test('goes on while they talk', () => {
		const items = callback({ talkSeconds: 20, clientReason: 1120 }).slice(0, 5);
		expect(outcomeOfEvents(items)).toMatchObject({
			outcome: 'POSITIVE',
			final: false,
			answeredBy: '101',
			endTime: null,
			talkSeconds: 0,
		});
		expect(outcomeOfEvents(items.slice(0, 4))).toMatchObject({
			outcome: 'NEUTRAL',
			final: false,
			reason: 'In progress',
			attempts: 1,
		});
	});

	test('is known without initiator, as in the older document, by command, legs or summary', () => {
		const plain = callback({ clientReason: 1111, more: {} });
		expect(outcomeOfEvents(plain)).toMatchObject({
			outcome: 'NEGATIVE',
			direction: 'outgoing',
			reasonCode: 1111,
		});
		expect(outcomeOfEvents(without(plain, isSummary))).toMatchObject({
			outcome: 'NEGATIVE',
			direction: 'outgoing',
			reasonCode: 1111,
		});
		const unanswered = callback({ employeeReason: 1111, more: { commandId: 'mb24.-.1.0.x' } });
		expect(outcomeOfEvents(without(unanswered, isSummary))).toMatchObject({
			outcome: 'NEUTRAL',
			direction: 'outgoing',
		});
		expect(outcomeOfEvents(callback({ employeeReason: 1111, more: {} }))).toMatchObject({
			outcome: 'NEUTRAL',
			direction: 'outgoing',
		});
	});

	test("whose summary counts the employee's answer for a talk is none: the client's whole leg goes before it", () => {
		const items = [
			...without(callback({ clientReason: 1111 }), isSummary),
			...summary({ direction: 'outgoing', end: 10, talkSeconds: 7, reasonCode: 1111 }),
		];
		expect(outcomeOfEvents(items)).toMatchObject({ outcome: 'NEGATIVE', talkSeconds: 0 });
	});

	test('with a whole leg lost is what the summary says', () => {
		const talk = callback({ talkSeconds: 20, clientReason: 1120 });
		expect(outcomeOfEvents(without(talk, ({ callId }) => callId === 'L2'))).toMatchObject({
			outcome: 'POSITIVE',
			talkSeconds: 20,
			answeredBy: '101',
			reasonCode: 1120,
		});
		const busy = callback({ clientReason: 1121 });
		expect(outcomeOfEvents(without(busy, ({ callId }) => callId === 'L2'))).toMatchObject({
			outcome: 'NEGATIVE',
			reason: 'Client busy',
			attempts: 1,
		});
	});

	test('with events lost has the talk that either the legs or the summary tell of', () => {
		const talk = callback({ talkSeconds: 20, clientReason: 1110 });
		const noConnect = without(
			talk,
			({ callId, state }) => callId === 'L2' && state === 'Connected',
		);
		expect(outcomeOfEvents(noConnect)).toMatchObject({ outcome: 'POSITIVE', talkSeconds: 20 });
		const contradicting = [
			...talk.slice(0, 5),
			...summary({ direction: 'outgoing', end: 30, reasonCode: 1110 }),
		];
		expect(outcomeOfEvents(contradicting)).toMatchObject({ outcome: 'POSITIVE', final: true });
	});

	test('of which only the last event came: who hangs up as the called party has answered', () => {
		const last = (draft: Parameters<typeof callback>[0]) =>
			outcomeOfEvents(without(callback(draft), isSummary).slice(-1));
		expect(last({ talkSeconds: 20, clientReason: 1120 })).toMatchObject({
			outcome: 'POSITIVE',
			final: true,
			answeredBy: '101',
		});
		expect(last({ talkSeconds: 20, clientReason: 1110 })).toMatchObject({
			outcome: 'POSITIVE',
			final: true,
		});
		expect(last({ clientReason: 1110 })).toMatchObject({
			outcome: 'NEUTRAL',
			final: true,
			reason: 'Employee hung up before the answer',
		});
		expect(last({ clientReason: 1111 })).toMatchObject({ outcome: 'NEGATIVE', final: true });
	});

	test('with the end of its first leg lost is final: the second one took it over', () => {
		const items = without(
			callback({ clientReason: 1111 }),
			(item) => isSummary(item) || (item.callId === 'L1' && item.state === 'Disconnected'),
		);
		expect(outcomeOfEvents(items)).toMatchObject({ outcome: 'NEGATIVE', final: true });
	});

	test('by a group is answered by the member who did, and his answer is no talk', () => {
		const more = { initiator: 'API' };
		const group = (reason: number, answered?: number) => [
			...legEvents('Q', {
				from: client,
				to: { number: '200', groupExtension: '200' },
				rung: 0,
				answered: 0,
				ended: 8,
				reason: 1000,
				location: 'queue',
				more,
			}),
			...legEvents('A', {
				from: { ...client, takenFromCallId: 'Q' },
				to: { ...employee('101'), groupExtension: '200' },
				rung: 1,
				ended: 6,
				reason: 1111,
				more,
			}),
			...legEvents('B', {
				from: { ...client, takenFromCallId: 'Q' },
				to: { ...employee('102'), groupExtension: '200' },
				rung: 1,
				answered: 7,
				ended: 8,
				reason: 1000,
				more,
			}),
			...legEvents('C', {
				from: { ...employee('102'), takenFromCallId: 'B' },
				to: client,
				rung: 8,
				answered,
				ended: 30,
				reason,
				more,
			}),
		];
		expect(outcomeOfEvents(group(1111))).toMatchObject({
			outcome: 'NEGATIVE',
			reason: 'Client did not answer',
			answeredBy: null,
			extension: '102',
			attempts: 1,
			final: true,
		});
		expect(outcomeOfEvents(group(1120, 15))).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: '102',
			talkSeconds: 15,
		});
	});

	test('to a colleague is internal', () => {
		const more = { initiator: 'API' };
		const to = employee('102');
		const items = (answered?: number) => [
			...legEvents('L1', {
				from: to,
				to: employee('101'),
				rung: 0,
				answered: 2,
				ended: 3,
				reason: 1000,
				more,
			}),
			...legEvents('L2', {
				from: { ...employee('101'), takenFromCallId: 'L1' },
				to,
				rung: 3,
				answered,
				ended: 20,
				reason: answered === undefined ? 1111 : 1120,
				more,
			}),
		];
		expect(outcomeOfEvents(items(5))).toMatchObject({
			outcome: 'POSITIVE',
			direction: 'internal',
			talkSeconds: 15,
		});
		expect(outcomeOfEvents(items())).toMatchObject({ outcome: 'NEGATIVE', direction: 'internal' });
		expect(outcomeOfEvents(items().slice(0, 2))).toMatchObject({
			outcome: 'NEUTRAL',
			final: false,
		});
	});
});

describe('a call that is transferred', () => {
	const talk = without(callback({ talkSeconds: 20, clientReason: 1100 }), isSummary);
	const handedOver = (answered?: number) =>
		legEvents('L3', {
			from: { ...client, takenFromCallId: 'L2' },
			to: employee('102'),
			rung: 30,
			answered,
			ended: 60,
			reason: answered === undefined ? 1111 : 1110,
			more: { initiator: 'API', transfer: 'blind' },
		});

	test('was answered by the last employee who talked, from the first answer to the end', () => {
		expect(gist(outcomeOfEvents([...talk, ...handedOver(35)]))).toEqual({
			outcome: 'POSITIVE',
			final: true,
			reason: 'Talked',
			reasonCode: 1110,
			talkSeconds: 50,
			answeredBy: '102',
			attempts: 1,
		});
	});

	test('stays a talk of the first employee when the second one does not answer', () => {
		expect(outcomeOfEvents([...talk, ...handedOver()])).toMatchObject({
			outcome: 'POSITIVE',
			talkSeconds: 20,
			answeredBy: '101',
			endTime: at(60),
		});
	});

	test('one employee asking another is no talk with the client', () => {
		const asked = legEvents('C', {
			from: employee('101'),
			to: employee('102'),
			rung: 15,
			answered: 17,
			ended: 30,
			reason: 1100,
			more: { transfer: 'consultative' },
		});
		expect(outcomeOfEvents([...talk, ...asked])).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: '101',
			talkSeconds: 20,
		});
		const call = incoming([{ extension: '101', answered: 8, ended: 30, reason: 1100 }]);
		expect(outcomeOfEvents([...call, ...asked])).toMatchObject({
			direction: 'incoming',
			answeredBy: '101',
			talkSeconds: 22,
		});
	});

	test('after a consultation, in which the client takes the place of him who asked in the same leg', () => {
		const more = { initiator: 'API', transfer: 'consultative' };
		const consultation = legEvents('C', {
			from: { ...employee('101'), takenFromCallId: 'L2' },
			to: employee('102'),
			rung: 15,
			answered: 17,
			more,
		});
		const takenOver = legEvents('C', {
			from: { ...client, takenFromCallId: 'L2' },
			to: employee('102'),
			rung: 15,
			answered: 30,
			ended: 60,
			reason: 1110,
			more,
		})
			.slice(1)
			.map((event) => ({ ...event, sequence: Number(event.sequence) + 1 }));
		expect(outcomeOfEvents([...talk.slice(0, 5), ...consultation])).toMatchObject({
			outcome: 'POSITIVE',
			final: false,
			answeredBy: '101',
			attempts: 1,
		});
		expect(outcomeOfEvents([...talk, ...consultation, ...takenOver])).toMatchObject({
			outcome: 'POSITIVE',
			final: true,
			answeredBy: '102',
			talkSeconds: 50,
		});
	});

	test('to a number outside keeps its employee and goes on to the end', () => {
		const outside = legEvents('L3', {
			from: { ...client, takenFromCallId: 'L2' },
			to: { number: '+79035550011' },
			rung: 30,
			answered: 35,
			ended: 60,
			reason: 1110,
			more: { initiator: 'API' },
		});
		expect(outcomeOfEvents([...talk, ...outside])).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: '101',
			talkSeconds: 50,
			attempts: 1,
		});
	});

	test('an incoming one too', () => {
		const call = without(
			incoming([{ extension: '101', answered: 8, ended: 30, reason: 1100 }]),
			isSummary,
		);
		expect(
			outcomeOfEvents([
				...call,
				...handedOver(35).map((item) => ({ ...item, initiator: undefined })),
			]),
		).toMatchObject({ direction: 'incoming', answeredBy: '102', talkSeconds: 52, attempts: 2 });
	});
});

describe('an incoming call', () => {
	test('that a member of a group answers', () => {
		const call = incoming([
			{ extension: '101', ended: 9, reason: 1183 },
			{ extension: '102', answered: 9, ended: 40, reason: 1110 },
		]);
		for (const items of [call, without(call, isSummary)]) {
			expect(gist(outcomeOfEvents(items))).toEqual({
				outcome: 'POSITIVE',
				final: true,
				reason: 'Talked',
				reasonCode: 1110,
				talkSeconds: 31,
				answeredBy: '102',
				attempts: 2,
			});
		}
	});

	test.each([
		[1110, 'NEGATIVE', 'Client hung up before the answer'],
		[1111, 'NEGATIVE', 'Nobody answered'],
		[1121, 'NEGATIVE', 'Employee busy'],
		[1164, 'NEGATIVE', 'No employee was free'],
		[1181, 'NEUTRAL', 'Ended by an external system'],
		[1191, 'NEUTRAL', 'Out of schedule'],
	])('that nobody answers, with %i, is %s', (reason, outcome, words) => {
		const call = incoming([{ extension: '101', ended: 20, reason }]);
		for (const items of [call, without(call, isSummary), call.filter(isSummary)])
			expect(outcomeOfEvents(items)).toMatchObject({
				outcome,
				reason: words,
				final: true,
				answeredBy: null,
			});
	});

	test('that does not get out of the menu was not talked in, although the menu "answered"', () => {
		const menu = legEvents('M', {
			from: client,
			to: { number: '+74951234567' },
			rung: 0,
			answered: 1,
			ended: 20,
			reason: 1110,
			location: 'ivr',
			more: { direction: 'incoming' },
		});
		expect(outcomeOfEvents(menu)).toMatchObject({
			outcome: 'NEGATIVE',
			reason: 'Client hung up before the answer',
			attempts: 0,
			final: true,
			direction: 'incoming',
		});
		const scheme = menu.map((item) =>
			item.state === 'Disconnected' ? { ...item, reasonCode: 1170 } : item,
		);
		expect(outcomeOfEvents(scheme)).toMatchObject({
			outcome: 'NEUTRAL',
			reason: 'Ended by the call scheme',
		});
	});

	test('that the menu has passed on goes on, although nobody rings yet', () => {
		const menu = legEvents('M', {
			from: client,
			to: { number: '+74951234567' },
			rung: 0,
			ended: 5,
			reason: 1100,
			location: 'ivr',
			more: { direction: 'incoming' },
		});
		expect(outcomeOfEvents(menu)).toMatchObject({ final: false, reason: 'In progress' });
	});

	test('whose talking leg is lost as a whole is what the summary says', () => {
		const call = incoming([
			{ extension: '101', ended: 9, reason: 1183 },
			{ extension: '102', answered: 9, ended: 40, reason: 1110 },
		]);
		expect(outcomeOfEvents(without(call, ({ callId }) => callId === 'G1'))).toMatchObject({
			outcome: 'POSITIVE',
			talkSeconds: 31,
			answeredBy: '102',
		});
	});

	test('goes on while another member rings', () => {
		const call = [
			...legEvents('A', { from: client, to: employee('101'), rung: 0, ended: 5, reason: 1122 }),
			...legEvents('B', { from: client, to: employee('102'), rung: 0 }),
		];
		expect(outcomeOfEvents(call)).toMatchObject({
			outcome: 'NEUTRAL',
			final: false,
			reason: 'In progress',
		});
	});
});

describe('other calls', () => {
	test('an employee dials by himself', () => {
		const dialled = (reason: number, answered?: number) =>
			legEvents('O', { from: employee(), to: client, rung: 0, answered, ended: 20, reason });
		expect(outcomeOfEvents(dialled(1120, 5))).toMatchObject({
			outcome: 'POSITIVE',
			direction: 'outgoing',
			talkSeconds: 15,
			answeredBy: '101',
		});
		expect(outcomeOfEvents(dialled(1110))).toMatchObject({
			outcome: 'NEUTRAL',
			direction: 'outgoing',
		});
		expect(outcomeOfEvents(dialled(1131))).toMatchObject({ outcome: 'NEGATIVE' });
	});

	test('an answering machine that "answers" is no talk', () => {
		const more = { initiator: 'ObDial', taskId: 7, campaignId: 8 };
		const items = legEvents('L2', {
			from: { ...employee(), takenFromCallId: 'L1' },
			to: client,
			rung: 4,
			answered: 8,
			ended: 12,
			reason: 1313,
			more,
		});
		expect(outcomeOfEvents(items)).toMatchObject({
			outcome: 'NEGATIVE',
			reason: 'Voicemail',
			talkSeconds: 0,
			taskId: 7,
			campaignId: 8,
		});
		expect(
			outcomeOfEvents([
				...items.slice(0, 2),
				...summary({ direction: 'outgoing', end: 12, talkSeconds: 4, reasonCode: 1313 }),
			]),
		).toMatchObject({ outcome: 'NEGATIVE' });
	});

	test('a campaign that rings the client first: his answer alone is no talk', () => {
		const more = { initiator: 'ObDial', taskId: 7 };
		const first = legEvents('C', {
			from: { number: '+74951234567' },
			to: client,
			rung: 0,
			answered: 4,
			ended: 20,
			reason: 1110,
			more,
		});
		const operator = (reason: number, answered?: number) =>
			legEvents('O', {
				from: { ...client, takenFromCallId: 'C' },
				to: employee('106'),
				rung: 5,
				answered,
				ended: 20,
				reason,
				more,
			});
		expect(outcomeOfEvents([...first, ...operator(1111)])).toMatchObject({
			outcome: 'NEUTRAL',
			reason: 'Employee did not answer',
			attempts: 1,
		});
		expect(outcomeOfEvents([...first, ...operator(1110, 7)])).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: '106',
		});
	});

	test("a summary's result without a talk is no talk: the official example contradicts itself", () => {
		expect(
			outcomeOfEvents(
				summary({
					direction: 'outgoing',
					end: 10,
					reasonCode: 1110,
					more: { answered: false, talkSeconds: 0 },
				}),
			),
		).toMatchObject({ outcome: 'NEUTRAL', final: true });
	});

	test('nothing at all', () => {
		expect(outcomeOfEvents([])).toMatchObject({
			entryId: null,
			outcome: 'NEUTRAL',
			final: false,
			reason: 'In progress',
			startTime: null,
			endTime: null,
		});
	});

	test('the IDs of recordings come along', () => {
		const recorded = { event: 'recordAdded', entryId: 'E1', recordingId: 'R1' };
		expect(
			outcomeOfEvents([recorded, ...callback({ talkSeconds: 5, clientReason: 1120 }), recorded])
				.recordingIds,
		).toEqual(['R1']);
	});
});

describe('any order of the same events', () => {
	const reasons = fc.constantFrom(1100, 1110, 1111, 1120, 1121, 1122, 1131, 1133, 1181, 1191, 1313);
	/** Whole calls of every kind. */
	const calls: fc.Arbitrary<Item[]> = fc.oneof(
		fc.record({ employeeReason: reasons, employeeAnswers: fc.boolean() }).map(callback),
		fc.record({ clientReason: reasons }).map(callback),
		fc
			.record({
				clientReason: fc.constantFrom(1110, 1120, 1181),
				talkSeconds: fc.integer({ min: 1, max: 600 }),
			})
			.map(callback),
		fc
			.array(
				fc.record({
					extension: fc.constantFrom('101', '102', '103'),
					ended: fc.integer({ min: 6, max: 30 }),
					reason: reasons,
				}),
				{ maxLength: 3 },
			)
			.map((members) => incoming(members)),
		fc
			.record({
				extension: fc.constant('101'),
				answered: fc.integer({ min: 6, max: 9 }),
				ended: fc.integer({ min: 10, max: 300 }),
				reason: fc.constantFrom(1110, 1120),
			})
			.map((member) => incoming([member])),
	);
	/** Events of a call: some of them lost, some doubled, in any order. */
	const shuffled = (items: Item[]) =>
		fc.tuple(fc.shuffledSubarray(items), fc.shuffledSubarray(items)).map(([all, twice]) => ({
			kept: all,
			order: [...twice.filter((item) => all.includes(item)), ...all],
		}));

	test('with any of them doubled gives the same facts', () => {
		const property = fc.property(
			calls.chain((items) => shuffled(items)),
			({ kept, order }) => {
				expect(outcomeOfEvents(order)).toEqual(outcomeOfEvents(kept));
			},
		);
		fc.assert(property, { numRuns: 1000 });
	});

	test('gives the same facts when the events contradict each other', () => {
		const field = fc.oneof(
			fc.constantFrom('101', '102', 'A', 'B', 1000, 1110, 1120, 1313, null, true),
			fc.integer({ min: 0, max: 4 }),
		);
		const party = fc.record({ extension: field, number: field, takenFromCallId: field });
		const event = fc.record({
			event: fc.constantFrom('call', 'call', 'summary'),
			callId: fc.constantFrom('A', 'B'),
			sequence: fc.constantFrom(null, 1, 2, '3'),
			time: fc.constantFrom(at(0), at(1), at(2), null),
			startTime: fc.constantFrom(at(0), null),
			endTime: fc.constantFrom(at(1), at(2), null),
			state: fc.constantFrom('Appeared', 'Connected', 'OnHold', 'Disconnected'),
			location: fc.constantFrom('abonent', 'ivr'),
			direction: fc.constantFrom('incoming', 'outgoing', null),
			extension: field,
			clientNumber: field,
			from: party,
			to: party,
			reasonCode: field,
			answered: fc.boolean(),
			talkSeconds: field,
			initiator: field,
			dealId: field,
		});
		const property = fc.property(
			fc
				.array(event, { maxLength: 8 })
				.chain((items) =>
					fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
				),
			([items, order]) => expect(outcomeOfEvents(order)).toEqual(outcomeOfEvents(items)),
		);
		fc.assert(property, { numRuns: 2000 });
	});

	test('without the summary it is the same outcome, as long as the legs are whole', () => {
		const property = fc.property(calls, (items) => {
			const { outcome } = outcomeOfEvents(items);
			expect(outcomeOfEvents(without(items, isSummary)).outcome).toBe(outcome);
		});
		fc.assert(property, { numRuns: 1000 });
	});

	test('of anything whatever, it does not throw', () => {
		const anything = fc.oneof(
			fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withMap: true }),
			fc.record(
				{
					event: fc.constantFrom('call', 'summary'),
					callId: fc.anything(),
					state: fc.anything(),
					sequence: fc.anything(),
					time: fc.anything(),
					from: fc.anything(),
					to: fc.anything(),
					reasonCode: fc.anything(),
					talkSeconds: fc.anything(),
					endTime: fc.anything(),
				},
				{ requiredKeys: ['event'] },
			),
			fc.record({
				event: fc.constant('call'),
				callId: fc.string({ minLength: 1 }),
				state: fc.constantFrom('Appeared', 'Connected', 'Disconnected'),
				sequence: fc.double(),
				time: fc.oneof(fc.string(), fc.date().map(String)),
				reasonCode: fc.double(),
				from: fc.object(),
				to: fc.object(),
			}),
		);
		const property = fc.property(fc.array(anything), (items) => {
			const { outcome, final, talkSeconds } = outcomeOfEvents(items);
			expect(OUTCOMES).toContain(outcome);
			expect(typeof final).toBe('boolean');
			expect(talkSeconds).toBeGreaterThanOrEqual(0);
			expect(Number.isFinite(talkSeconds)).toBe(true);
		});
		fc.assert(property, { numRuns: 2000 });
	});
});

// reference/mango-office-api.md, section 1.7: what the client's leg ends with, when nobody talked.
const CODES: Array<[codes: number[], client: string, employee: string, incoming: string]> = [
	[[1000, 1001, 1100], 'NEGATIVE', 'NEUTRAL', 'NEGATIVE'],
	[[1110], 'NEUTRAL', 'NEUTRAL', 'NEGATIVE'],
	[[1111], 'NEGATIVE', 'NEUTRAL', 'NEGATIVE'],
	[[1120, 1121, 1122, 1123, 1124], 'NEGATIVE', 'NEUTRAL', 'NEGATIVE'],
	[[1125], 'NEUTRAL', 'NEUTRAL', 'NEUTRAL'],
	[[1130, 1131, 1132, 1133, 1134, 1135], 'NEGATIVE', 'NEUTRAL', 'NEGATIVE'],
	[[1140, 1150, 1151, 1152], 'NEUTRAL', 'NEUTRAL', 'NEUTRAL'],
	[[1160, 1161, 1162, 1163, 1164], 'NEUTRAL', 'NEUTRAL', 'NEGATIVE'],
	[[1170, 1171, 1180, 1181, 1182, 1183], 'NEUTRAL', 'NEUTRAL', 'NEUTRAL'],
	[[1190, 1191, 1192], 'NEUTRAL', 'NEUTRAL', 'NEUTRAL'],
	[[1193], 'NEGATIVE', 'NEUTRAL', 'NEGATIVE'],
	[[1200], 'NEUTRAL', 'NEUTRAL', 'NEUTRAL'],
	[[1300, 1311, 1312, 1313, 1314], 'NEGATIVE', 'NEUTRAL', 'NEGATIVE'],
	[[2240, 3100, 4001, 4501, 5008], 'NEUTRAL', 'NEUTRAL', 'NEGATIVE'],
	[[3200, 4200], 'NEGATIVE', 'NEUTRAL', 'NEGATIVE'],
];

describe('the table', () => {
	test.each(CODES.flatMap(([codes, ...outcomes]) => codes.map((code) => [code, ...outcomes])))(
		'%i: client %s, employee %s, incoming %s',
		(code, ...outcomes) => {
			expect(
				(['client', 'employee', 'incoming'] as const).map(
					(side) => callEnding(Number(code), side, []).outcome,
				),
			).toEqual(outcomes);
		},
	);

	test.each([
		[1090, 1000],
		[1105, 1100],
		[1119, 1110],
		[1129, 1120],
		[1136, 1130],
		[1145, 1140],
		[1169, 1160],
		[1199, 1190],
		[1290, 1200],
		[1399, 1300],
		[2219, 2000],
		[3299, 3200],
		[4299, 4200],
		[5300, 5000],
	])('the unknown %i counts as %i', (code, known) => {
		expect(callEnding(code, 'client', [])).toEqual(CALL_ENDINGS[known].client);
		expect(callEnding(code, 'incoming', [])).toEqual(CALL_ENDINGS[known].incoming);
	});

	test('codes of no class', () => {
		expect(callEnding(7777, 'client', [])).toEqual({
			outcome: 'NEUTRAL',
			reason: 'Unknown reason',
		});
		expect(callEnding(-1, 'incoming', [])).toEqual({
			outcome: 'NEGATIVE',
			reason: 'Nobody answered',
		});
	});

	test('an employee who is rung before the client never makes more than NEUTRAL', () => {
		for (const { employee: ending } of Object.values(CALL_ENDINGS))
			expect(ending.outcome).toBe('NEUTRAL');
		for (const { reason } of Object.values(TASK_ENDINGS)) expect(reason).not.toBe('');
	});
});

describe("the user's rules", () => {
	const rule = (
		code: number,
		outcome: OutcomeRule['outcome'],
		appliesTo: OutcomeRule['appliesTo'] = 'any',
	): OutcomeRule => ({ appliesTo, code, outcome });

	test('go before the table, and keep its words', () => {
		expect(
			outcomeOfEvents(callback({ clientReason: 1121 }), [rule(1121, 'NEUTRAL')]),
		).toMatchObject({ outcome: 'NEUTRAL', reason: 'Client busy', reasonCode: 1121 });
		expect(
			outcomeOfEvents(callback({ clientReason: 1111 }), [rule(1121, 'NEUTRAL')]),
		).toMatchObject({ outcome: 'NEGATIVE' });
	});

	test('may be for one side only', () => {
		const rules = [rule(1121, 'NEGATIVE', 'employee')];
		expect(outcomeOfEvents(callback({ employeeReason: 1121 }), rules).outcome).toBe('NEGATIVE');
		expect(
			callEnding(1121, 'client', [
				rule(1121, 'POSITIVE', 'incoming'),
				rule(1121, 'POSITIVE', 'task'),
			]).outcome,
		).toBe('NEGATIVE');
	});

	test('the later one counts', () => {
		expect(
			callEnding(1121, 'client', [rule(1121, 'POSITIVE'), rule(1121, 'NEUTRAL')]).outcome,
		).toBe('NEUTRAL');
	});

	test('for a class hold for its codes that have no line of their own', () => {
		const rules = [rule(1130, 'NEUTRAL')];
		expect(
			[1130, 1131, 1139, 1133].map((code) => callEnding(code, 'client', rules).outcome),
		).toEqual(['NEUTRAL', 'NEUTRAL', 'NEUTRAL', 'NEGATIVE']);
	});

	test('do not touch a talk', () => {
		expect(
			outcomeOfEvents(callback({ talkSeconds: 5, clientReason: 1120 }), [rule(1120, 'NEGATIVE')])
				.outcome,
		).toBe('POSITIVE');
	});
});
