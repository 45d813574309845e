import { groups } from '../sampleData';
import { employeeOf, type Leg } from './call';
import { offSchedule, type CallLife, type Signal, type Story } from './callLife';
import { employeeBy, personBy, type Person } from './directory';
import type { Does, IncomingOrder } from './people';
import { transferred } from './transfer';

/** Real seconds: before the first ring, in the voice menu, between the legs of a callback. */
const delays = { start: 0.5, menu: 4, betweenLegs: 1 };
/** How long the antirobot listens to an answering machine [L]. */
const analysisSeconds = 2;
/** How soon an employee who hears a machine hangs up. */
const greetingSeconds = 6;

/**
 * A callback, also of a campaign: the employee's telephone rings first, then the client's
 * (mango-office.md#callback).
 */
export function* outgoing(life: CallLife): Story {
	const { call, people } = life;
	yield* life.wait(delays.start);
	if (people.employee === 'offSchedule') return offSchedule;

	life.open('employee', 'employeeRings');
	let signal = yield* life.rings('employee', people.employee, people.employeeRings);
	while (signal.what === 'route') signal = yield* takenByAnother(life, signal);
	if (signal.what === 'refuses') return signal.reason;
	life.connect('employee', 'between');
	yield* life.wait(delays.betweenLegs);

	life.close('employee', 1000);
	life.open('client', 'clientRings', { takenFrom: life.leg('employee').callId });
	signal = yield* life.rings('client', people.client, people.clientRings);
	if (signal.what === 'refuses') return signal.reason;
	if (people.client !== 'voicemail') return yield* talks(life, 'client', employeeOf(call));

	// A voicemail that the antirobot notices ends the leg with 1313 (mango-office.md#result-codes [H]);
	// that the leg is told as Connected before, and the summary as no talk, are our guesses [L]. One
	// that it does not notice is a talk to MANGO; the employee soon hangs up.
	if (!people.antirobot)
		return yield* talks(life, 'client', employeeOf(call), () =>
			life.wait(greetingSeconds, () => life.end(1110)),
		);
	life.connect('client', 'voicemail');
	yield* life.wait(analysisSeconds);
	return 1313;
}

/**
 * Another employee takes the callback before the first has answered
 * (mango-office.md#route-and-transfer [H]; that it works for a callback, L).
 */
function* takenByAnother(life: CallLife, { to, commandId }: Route): Story<Signal> {
	const { call, people } = life;
	const leg = life.leg('employee');
	Object.assign(leg, { from: call.client, to: employeeOf(call) });
	life.close('employee', 1182);
	return yield* ring(life, to, { takenFrom: leg.callId, commandId }, people.target);
}
type Route = Extract<Signal, { what: 'route' }>;

/**
 * An incoming call: the voice menu, the queue of a group, telephones of employees, each a leg
 * (mango-office.md#call-events, PDF §3.1.2 [H]).
 */
export function* incoming(life: CallLife, order: IncomingOrder): Story {
	const { call, people } = life;
	const { extension, group, ivr } = order;
	const reachesNobody = !extension && !group;
	if (people.hangsUp !== 'nobody') life.waitsFor(delays.start + people.clientWaits);
	let signal = yield* life.wait(delays.start);

	const line = { from: call.client, to: { number: call.lineNumber } };
	if (ivr || reachesNobody) {
		life.open('ivr', 'menu', { ...line, location: 'ivr' });
		signal = yield* life.wait(delays.menu);
	}
	if (signal.what === 'goesOn') {
		// The code of the official summary of a call that was not passed on
		// (mango-office.md#result-codes: "1170/1171 scheme").
		if (reachesNobody) return 1170;
		life.closeIfOpen('ivr', 1100);
		if (people.employee === 'offSchedule') return offSchedule;
		const takenFrom = call.legs.ivr?.callId;
		if (group === undefined)
			signal = yield* ring(life, personBy(extension ?? ''), { takenFrom }, people.employee);
		else {
			life.open('queue', 'employeeRings', { ...line, location: 'queue', group, takenFrom });
			signal = yield* ringMembers(life, group, order.answeredBy);
		}
	}
	while (signal.what === 'route') signal = yield* routed(life, signal);
	if (signal.what === 'refuses') return signal.reason;
	life.waitsFor();
	life.closeIfOpen('queue', 1100);
	return yield* talks(life, 'employee', employeeOf(call));
}

/** One after another; when there are no more, "all operators are unavailable". */
function* ringMembers(life: CallLife, group: string, answeredBy?: string): Story<Signal> {
	const { members = [] } = groups.find(({ extension }) => extension === group) ?? {};
	const from = { takenFrom: life.leg('queue').callId, group };
	for (const member of members) {
		const does = (answeredBy ?? member) === member ? life.people.employee : 'noAnswer';
		const signal = yield* ring(life, personBy(member), from, does);
		if (signal.what !== 'refuses') return signal;
		life.close('employee', signal.reason);
	}
	return { what: 'refuses', reason: 1164 };
}

function* routed(life: CallLife, { leg, to, commandId }: Route): Story<Signal> {
	const takenFrom = life.leg(leg).callId;
	life.closeIfOpen('employee', 1182);
	life.closeIfOpen('queue', 1100);
	life.closeIfOpen('ivr', 1100);
	return yield* ring(life, to, { takenFrom, commandId }, life.people.target);
}

function* ring(life: CallLife, to: Person, more: Partial<Leg>, does: Does): Story<Signal> {
	const { call, people } = life;
	Object.assign(call, { employee: employeeBy(to.extension), employeeNumber: to.number });
	life.open('employee', 'employeeRings', { from: call.client, to, ...more });
	return yield* life.rings('employee', does, people.employeeRings);
}

/** The client talks, by transfers with others too. A hang-up ends the call from outside. */
function* talks(life: CallLife, leg: string, talker: Person, first = () => life.talkOn()): Story {
	life.talk(leg, talker);
	let signal = yield* first();
	while (signal.what === 'transfer') {
		const reason = yield* transferred(life, signal.order);
		if (reason !== undefined) return reason;
		signal = yield* life.talkOn();
	}
	throw new Error(`${signal.what} in a talk`);
}
