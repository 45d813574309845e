import type { LegName, PhoneAct } from '../../core/telephone';
import { sidesOf, type Call, type Person } from './call';
import { summaryEvent } from './callEvents';
import { personBy } from './directory';
import { LegKeeper } from './legKeeper';
import {
	refusalCodes,
	ringSeconds,
	type ClientDoes,
	type EmployeeDoes,
	type People,
} from './people';
import { Tape } from './tape';
import { TransferLife } from './transferLife';
import type { CallSeat, ExchangeParts, TransferOrder, TransferredLife } from './types';

/** One call from its first ring to its summary. */
export abstract class CallLife implements TransferredLife {
	protected readonly call: Call;
	protected readonly parts: ExchangeParts;
	protected readonly people: People;
	protected readonly legs: LegKeeper;
	readonly tape: Tape;
	private readonly onEnd: (call: Call) => void;
	private transferLife: TransferLife | undefined;
	private next: () => void = () => undefined;

	constructor({ call, parts, people, newId, onEnd }: CallSeat) {
		this.call = call;
		this.parts = parts;
		this.people = people;
		this.onEnd = onEnd;
		this.legs = new LegKeeper(call, parts, () => newId('leg'));
		this.tape = new Tape(call, parts, () => newId('record'));
	}

	abstract begin(): void;

	/** What happens when a phone that rings is answered, or refuses with a code. */
	protected abstract answered(who: LegName): void;
	protected abstract refused(who: LegName, reason: number): void;

	/** The leg that a command names. */
	hangup(name: string): void {
		if (this.transferLife?.isTargetLeg(name)) this.transferLife.targetFails(1181);
		else this.end(1181);
	}

	press(who: LegName, act: PhoneAct): void {
		if (act === 'hangup') this.hangsUp(who);
		else if (act === 'decline') this.refuses(who, refusalCodes.declines);
		else this.answers(who);
	}

	transfer(order: TransferOrder): void {
		this.transferLife = new TransferLife(
			this.call,
			{
				life: this,
				legs: this.legs,
				tape: this.tape,
				people: this.people,
				recordAll: this.parts.recordAll,
			},
			order,
		);
		this.transferLife.begin();
	}

	/**
	 * Sends a leg elsewhere (mango-office.md#route-and-transfer: from the menu, from a queue, or rung
	 * and not answered); false where that is not possible.
	 */
	abstract route(name: string, to: Person, commandId: string | undefined): boolean;

	end(reason: number): void {
		this.forget();
		this.call.result = reason;
		this.call.endedAt = this.call.clock();
		this.legs.closeAll(reason);
		this.call.phase = 'ended';
		this.tape.completeAll();
		this.parts.teller.tellOf(this.call, 'events/summary', summaryEvent(this.call));
		this.finish();
	}

	/**
	 * An employee off schedule: nothing rings and no event is ever sent
	 * (mango-office.md#delivery-of-events [H]); 1191 is for the statistics [L].
	 */
	protected endUnseen(): void {
		this.forget();
		this.call.result = 1191;
		this.call.endedAt = this.call.clock();
		this.call.phase = 'ended';
		this.finish();
	}

	/** One thing at a time is awaited: the next step of who rings, talks or listens. */
	then(seconds: number, act: () => void): void {
		this.next();
		this.next = this.parts.timers.after(seconds, act);
	}

	/** Nothing more is awaited of them. */
	calm(): void {
		this.next();
	}

	/** Nothing more happens in this call. */
	forget(): void {
		this.calm();
	}

	/** What he whose phone rings does by himself. */
	react(who: LegName, does: EmployeeDoes | ClientDoes, rings: number): void {
		if (does === 'answers' || does === 'offSchedule' || does === 'voicemail')
			this.then(rings, () => this.answers(who));
		else
			this.then(does === 'noAnswer' ? ringSeconds[who] : rings, () =>
				this.refuses(who, refusalCodes[does]),
			);
	}

	/** The client and somebody talk on this leg from now on. */
	talk(name: string, talker: Person): void {
		this.legs.connect(name, 'talk');
		Object.assign(this.call, { talkLeg: name, talker });
		this.call.talkAt ??= this.call.clock();
		if (this.parts.recordAll) this.tape.start(this.legs.leg(name), talker);
		this.talkOn();
	}

	/** Until one hangs up, or the employee makes the transfer of his script, which he does once. */
	talkOn(): void {
		const { hangsUp, talkSeconds, transfer } = this.people;
		this.calm();
		if (transfer && !this.transferLife) {
			const order = { method: transfer.method, target: personBy(transfer.to) };
			this.then(transfer.after ?? talkSeconds / 2, () => this.transfer(order));
		} else if (hangsUp !== 'nobody')
			this.then(talkSeconds, () => this.hangsUp(hangsUp === 'client' ? 'client' : 'talker'));
	}

	/** The client or his partner puts the receiver down. */
	private hangsUp(who: LegName | 'talker'): void {
		if (!this.transferLife?.hangsUp(who)) this.end(this.hangupReason(who));
	}

	/**
	 * 1110: the caller of the leg; 1120: the callee (mango-office.md#result-codes [H]). Of a
	 * callback, the employee is the caller.
	 */
	hangupReason(who: LegName | 'talker'): number {
		const { talkLeg, incoming = false, client } = this.call;
		const clientIsCaller =
			talkLeg === undefined ? incoming : sidesOf(this.call, talkLeg).from === client;
		return (who === 'client') === clientIsCaller ? 1110 : 1120;
	}

	private answers(who: LegName): void {
		this.calm();
		if (this.transferLife?.answers(who)) return;
		this.answered(who);
	}

	private refuses(who: LegName, reason: number): void {
		this.calm();
		if (this.transferLife?.refuses(who, reason)) return;
		this.refused(who, reason);
	}

	private finish(): void {
		this.onEnd(this.call);
		this.parts.onChange();
	}
}
