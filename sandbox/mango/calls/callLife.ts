import {
	isOpen,
	legsOf,
	sidesOf,
	type Call,
	type CallPhase,
	type Leg,
	type LegName,
	type PhoneAct,
} from './call';
import { callEvent, summaryEvent, type CallState, type SideFlags } from './callEvents';
import { employeeBy, personBy, type Person } from './directory';
import { refusalCodes, ringSeconds, type Does, type People } from './people';
import { Tape, type CallParts } from './tape';

export interface TransferOrder {
	method: 'blind' | 'hold';
	target: Person;
	commandId?: string;
}

/** What may happen while the story of a call waits. A hang-up is none: it ends the call, transfers excepted. */
export type Signal =
	| { what: 'goesOn' }
	| { what: 'answers' }
	| { what: 'refuses'; reason: number }
	/** He who has asked for a transfer hangs up. */
	| { what: 'leaves' }
	| { what: 'transfer'; order: TransferOrder }
	| { what: 'route'; leg: string; to: Person; commandId?: string };

/**
 * The course of a call, or of a part of it: goes on with each signal that it has waited for. That
 * of a whole call gives the code with which the call ends by itself.
 */
export type Story<T = number> = Generator<undefined, T, Signal>;

/** The employee is off schedule [L]. */
export const offSchedule = 1192;

/**
 * One call from its first ring to its summary. Its story (`stories.ts`) says what comes next; here
 * is what can be done to its legs, and what its people and the commands do to it.
 */
export class CallLife {
	readonly tape: Tape;
	/** The leg that rings the target of a transfer, until the target has the client or is out. */
	targetLeg: string | undefined;
	private story: Story | undefined;
	private transferred = false;
	/** One thing at a time is awaited: the next step of who rings, talks or listens. */
	private calm: () => void = () => undefined;
	private losePatience: () => void = () => undefined;

	constructor(
		readonly call: Call,
		readonly people: People,
		private readonly parts: CallParts,
		private readonly newId: (what: string) => string,
		private readonly onEnd: () => void,
	) {
		this.tape = new Tape(call, parts, () => newId('record'));
	}

	begin(story: Story): void {
		this.story = story;
		story.next();
	}

	// What others do to the call.

	press(who: LegName, act: PhoneAct): void {
		if (act === 'hangup') this.hangsUp(who);
		else if (act === 'decline')
			this.go({ what: 'refuses', reason: refusalCodes.declines as number });
		else this.go({ what: 'answers' });
	}

	/**
	 * A command ends this leg (1181 is "ended by an external system", mango-office.md#hang-up [H]).
	 * That of a transfer's target calls the transfer off.
	 */
	hangup(leg: string): void {
		if (leg === this.targetLeg) this.go({ what: 'refuses', reason: 1181 });
		else this.end(1181);
	}

	transfer(order: TransferOrder): void {
		this.transferred = true;
		this.go({ what: 'transfer', order });
	}

	/**
	 * Sends a leg elsewhere: from the menu, from a queue, or away from a telephone that rings
	 * (mango-office.md#route-and-transfer [H]). A callback goes to another employee only [L]. False
	 * where that is not possible.
	 */
	route(leg: string, to: Person, commandId: string | undefined): boolean {
		const rings = leg === 'employee' && this.call.phase === 'employeeRings';
		const goes = this.call.incoming || employeeBy(to.extension) !== undefined;
		if (!(rings && goes) && leg !== 'ivr' && leg !== 'queue') return false;
		this.go({ what: 'route', leg, to, commandId });
		return true;
	}

	/** `commands/recording/start`: false when the talk is being recorded already. */
	record(commandId: string | undefined): boolean {
		const { talkLeg, talker } = this.call;
		return this.tape.start(this.leg(talkLeg as string), talker as Person, commandId);
	}

	/** Nothing more happens in this call. */
	forget(): void {
		this.calm();
		this.losePatience();
	}

	// What its story says.

	/** So many real seconds, at whose end the story goes on or something else is done. */
	*wait(seconds: number, act = () => this.go({ what: 'goesOn' })): Story<Signal> {
		if (seconds < Infinity) this.calm = this.parts.timers.after(seconds, act);
		return yield;
	}

	/** The client hangs up if nobody has answered him by then; no time at all: he does not wait any more. */
	waitsFor(seconds?: number): void {
		this.losePatience();
		if (seconds !== undefined)
			this.losePatience = this.parts.timers.after(seconds, () => this.end(1110));
	}

	/** Until he answers or refuses: what he whose phone rings does by himself, if nobody presses a button. */
	*rings(who: LegName, does: Does, seconds: number): Story<Signal> {
		const reason = refusalCodes[does];
		return yield* this.wait(does === 'noAnswer' ? ringSeconds[who] : seconds, () =>
			this.go(reason === undefined ? { what: 'answers' } : { what: 'refuses', reason }),
		);
	}

	/** The client and somebody talk on this leg from now on. */
	talk(name: string, talker: Person): void {
		this.connect(name, 'talk');
		Object.assign(this.call, { talkLeg: name, talker });
		this.call.talkAt ??= this.call.clock();
		this.recordIfAll(name, talker);
	}

	recordIfAll(name: string, talker: Person): void {
		if (this.parts.recordAll) this.tape.start(this.leg(name), talker);
	}

	/** Until one hangs up, or the employee makes the transfer of his script, which he does once. */
	*talkOn(): Story<Signal> {
		const { hangsUp, talkSeconds, transfer } = this.people;
		if (transfer && !this.transferred) {
			const order = { method: transfer.method, target: personBy(transfer.to) };
			return yield* this.wait(transfer.after ?? talkSeconds / 2, () => this.transfer(order));
		}
		return yield* this.wait(hangsUp === 'nobody' ? Infinity : talkSeconds, () =>
			this.hangsUp(hangsUp === 'client' ? 'client' : 'talker'),
		);
	}

	leg(name: string): Leg {
		return this.call.legs[name] as Leg;
	}

	/** A leg of this name that was there before keeps its place under another name. */
	open(name: string, phase: CallPhase, more: Partial<Leg> = {}): Leg {
		const { call } = this;
		const before = Object.keys(call.legs).filter((other) => other.split(' ')[0] === name).length;
		if (before > 0)
			call.legs = Object.fromEntries(
				legsOf(call).map(([other, leg]) => [other === name ? `${name} ${before}` : other, leg]),
			);
		const leg = { callId: this.newId('leg'), seq: 0, appearedAt: call.clock(), ...more };
		call.legs[name] = leg;
		call.phase = phase;
		this.tell(name, 'Appeared');
		return leg;
	}

	connect(name: string, phase: CallPhase): void {
		this.leg(name).connectedAt ??= this.call.clock();
		this.call.phase = phase;
		this.tell(name, 'Connected');
	}

	close(name: string, reason: number, flags?: SideFlags): void {
		Object.assign(this.leg(name), { endedAt: this.call.clock(), reason });
		this.tell(name, 'Disconnected', flags);
	}

	closeIfOpen(name: string, reason: number): void {
		if (isOpen(this.call.legs[name])) this.close(name, reason);
	}

	tell(name: string, state: CallState, flags?: SideFlags): void {
		const { call, parts } = this;
		parts.events.tellOf(call, 'events/call', callEvent(call, name, state, flags));
		parts.onChange();
	}

	/**
	 * The code of a leg that ends because he puts the receiver down. 1110: the caller of the leg;
	 * 1120: the callee (mango-office.md#result-codes [H]). Of a callback, the employee is the caller.
	 */
	hangupReason(who: LegName | 'talker'): number {
		const { talkLeg, incoming = false, client } = this.call;
		const clientIsCaller =
			talkLeg === undefined ? incoming : sidesOf(this.call, talkLeg).from === client;
		return (who === 'client') === clientIsCaller ? 1110 : 1120;
	}

	/** Whatever the story waits for, this ends it. */
	end(reason: number): void {
		const { call, parts } = this;
		this.forget();
		call.result = reason;
		call.endedAt = call.clock();
		// Those that were opened last are closed first.
		for (const [name] of legsOf(call).reverse()) this.closeIfOpen(name, reason);
		call.phase = 'ended';
		this.tape.completeAll();
		// No event is ever sent for him (mango-office.md#delivery-of-events [H]), nothing has rung; 1192
		// is for the statistics [L].
		if (reason !== offSchedule) parts.events.tellOf(call, 'events/summary', summaryEvent(call));
		this.onEnd();
		parts.onChange();
	}

	go(signal: Signal): void {
		this.calm();
		const { done, value } = (this.story as Story).next(signal);
		if (done) this.end(value as number);
	}

	/** One puts the receiver down: the end, unless there is a transfer with a client on hold. */
	private hangsUp(who: LegName | 'talker'): void {
		const { phase, transfer } = this.call;
		const holds = (phase === 'targetRings' || phase === 'consult') && !transfer?.left;
		if (holds && who === 'employee') this.go({ what: 'leaves' });
		else if (holds && who === 'target') this.go({ what: 'refuses', reason: 1120 });
		else this.end(this.hangupReason(who));
	}
}
