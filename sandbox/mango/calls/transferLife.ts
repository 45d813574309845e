import type { LegName } from '../../core/telephone';
import type { Call, Leg, Person } from './call';
import type { SideFlags } from './callEvents';
import type { LegKeeper } from './legKeeper';
import type { People } from './people';
import type { Tape } from './tape';
import type { TransferOrder, TransferredLife } from './types';

interface TransferParts {
	life: TransferredLife;
	legs: LegKeeper;
	tape: Tape;
	people: People;
	recordAll: boolean;
}

/**
 * One transfer, after the texts and examples of the document (PDF §3.1.2, §3.2.8, "Примеры поведения" [H]).
 * `blind`: the leg of him who transfers ends, and a new one takes the client to the target; when that fails, a third
 * brings him back. `hold`: the client is put on hold, a leg of the employee's own rings the target, and only when the
 * employee hangs up the client takes his place in it: the same leg tells its state anew, with another caller.
 */
export class TransferLife {
	private readonly from: Person;
	/** On which the client talked. */
	private readonly talkLeg: string;
	/** The names of the leg to the target, and of the one back to him who transferred in vain. */
	private readonly toTarget: string;
	private readonly back: string;
	private phase: 'target' | 'consult' | 'back' | 'over' = 'target';

	constructor(
		private readonly call: Call,
		private readonly parts: TransferParts,
		private readonly order: TransferOrder,
	) {
		this.talkLeg = call.talkLeg as string;
		this.from = call.talker as Person;
		[this.toTarget, this.back] = [freeName(call, 'transfer'), freeName(call, 'return')];
		call.transfer = { left: false, from: this.from, target: order.target };
	}

	begin(): void {
		const { legs, people, life } = this.parts;
		if (this.order.method === 'blind') this.leave();
		else this.hold();
		const { target, method, commandId } = this.order;
		const own: Partial<Leg> =
			method === 'blind'
				? { from: this.call.client, transfer: 'blind' }
				: { from: this.from, transfer: 'consultative', consulted: true };
		const leg = legs.open(this.toTarget, 'targetRings', {
			...own,
			to: target,
			takenFrom: this.talkLegId(),
			commandId,
		});
		if (method === 'hold') this.parts.tape.move(this.from, leg);
		life.react('target', people.target, people.targetRings);
	}

	isTargetLeg(name: string): boolean {
		return name === this.toTarget && (this.phase === 'target' || this.phase === 'consult');
	}

	/** True when it was the transfer's to deal with; so are the next two. */
	answers(who: LegName): boolean {
		if (this.phase === 'back' && who === 'employee') this.talkAgain();
		else if (this.phase === 'target' && who === 'target') this.targetAnswers();
		else return false;
		return true;
	}

	refuses(who: LegName, reason: number): boolean {
		if (this.phase === 'target' && who === 'target') this.targetFails(reason);
		else if (this.phase === 'back' && who === 'employee') this.parts.life.end(reason);
		else return false;
		return true;
	}

	hangsUp(who: LegName | 'talker'): boolean {
		const consulting = this.phase === 'consult' || (this.phase === 'target' && !this.left);
		if (consulting && who === 'employee') this.employeeLeaves();
		else if (this.phase === 'consult' && who === 'target') this.targetFails(1120);
		else return false;
		return true;
	}

	/** A transfer in vain, or one that `commands/call/hangup` for its leg calls off. */
	targetFails(reason: number): void {
		const { legs, life, people, tape } = this.parts;
		tape.complete(this.order.target);
		legs.close(this.toTarget, reason);
		if (!this.left) return this.returnFromHold();
		this.phase = 'back';
		const takenFrom = legs.leg(this.toTarget).callId;
		this.call.talkLeg = this.back;
		legs.open(this.back, 'employeeRings', {
			from: this.call.client,
			to: this.from,
			takenFrom,
			transfer: 'return_blind',
		});
		life.react('employee', people.employee, people.employeeRings);
	}

	private get left(): boolean {
		return this.call.transfer?.left ?? false;
	}

	private talkLegId(): string {
		return (this.call.legs[this.talkLeg] as Leg).callId;
	}

	private hold(): void {
		const { legs } = this.parts;
		legs.leg(this.talkLeg).heldAt = this.call.clock();
		legs.tell(this.talkLeg, 'OnHold', this.flag('partner', 'hold_initiator'));
	}

	/** He who transfers is out; `was_transferred` stands with the client (PDF §3.1.2 [H]). */
	private leave(): void {
		const { legs, tape, life } = this.parts;
		tape.complete(this.from);
		this.endHold();
		legs.close(this.talkLeg, life.hangupReason('talker'), this.flag('client', 'was_transferred'));
		this.call.talkLeg = this.toTarget;
		if (this.call.transfer) this.call.transfer.left = true;
	}

	private targetAnswers(): void {
		const { legs, life, people, tape, recordAll } = this.parts;
		if (this.left) return this.takeOver();
		this.phase = 'consult';
		legs.connect(this.toTarget, 'consult');
		if (recordAll) tape.start(legs.leg(this.toTarget), this.order.target);
		if (people.hangsUp !== 'nobody') life.then(people.consultSeconds, () => this.employeeLeaves());
	}

	/** While the target rings this makes the transfer a blind one. */
	private employeeLeaves(): void {
		const { legs, life, people } = this.parts;
		this.leave();
		const leg = legs.leg(this.toTarget);
		leg.from = this.call.client;
		if (this.phase === 'consult') return this.takeOver();
		leg.transfer = 'blind';
		legs.tell(this.toTarget, 'Appeared');
		life.react('target', people.target, people.targetRings);
	}

	/** "The kind of the transfer changes from consultative to blind" (PDF §3.1.2 [H]). */
	private takeOver(): void {
		this.phase = 'over';
		this.parts.legs.leg(this.toTarget).transfer = 'blind';
		this.parts.life.talk(this.toTarget, this.order.target);
	}

	private returnFromHold(): void {
		const { legs, tape, life } = this.parts;
		this.phase = 'over';
		this.endHold();
		this.call.transfer = undefined;
		legs.connect(this.talkLeg, 'talk');
		tape.move(this.from, legs.leg(this.talkLeg));
		life.talkOn();
	}

	private talkAgain(): void {
		this.phase = 'over';
		this.call.transfer = undefined;
		this.parts.life.talk(this.back, this.from);
	}

	private endHold(): void {
		const leg = this.parts.legs.leg(this.talkLeg);
		if (leg.heldAt === undefined) return;
		leg.heldSeconds = (leg.heldSeconds ?? 0) + this.call.clock() - leg.heldAt;
		leg.heldAt = undefined;
	}

	/** A flag of the client's side of the leg on which he talked, or of the other's. */
	private flag(whose: 'client' | 'partner', name: string): SideFlags {
		const clientIsCaller = this.parts.life.hangupReason('client') === 1110;
		return { [(whose === 'client') === clientIsCaller ? 'from' : 'to']: { [name]: true } };
	}
}

function freeName({ legs }: Call, name: string): string {
	const before = Object.keys(legs).filter((other) => other.startsWith(name)).length;
	return before === 0 ? name : `${name} ${before + 1}`;
}
