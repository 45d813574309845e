import type { Leg } from './call';
import type { SideFlags } from './callEvents';
import type { CallLife, Signal, Story, TransferOrder } from './callLife';
import type { Person } from './directory';

/**
 * The story of one transfer, after the texts and examples of the document (PDF §3.1.2, §3.2.8, "Примеры поведения"
 * [H]). `blind`: the leg of him who transfers ends, and a new one takes the client to the target; when that fails, a
 * third brings him back. `hold`: the client is put on hold, a leg of the employee's own rings the target, and only when
 * the employee hangs up the client takes his place in it: the same leg tells its state anew, with another caller.
 * Gives a code when it ends the call; else the client talks again.
 */
export function* transferred(life: CallLife, order: TransferOrder): Story<number | undefined> {
	const { call, tape } = life;
	const { target } = order;
	const [from, talkLeg] = [call.talker as Person, call.talkLeg as string];
	const toTarget = freeName(life, 'transfer');
	const back = freeName(life, 'return');
	call.transfer = { left: false, from, target };
	const leg = ring(life, order, toTarget);
	life.targetLeg = toTarget;
	const signal = yield* reached(life, leg, toTarget);
	life.targetLeg = undefined;

	if (signal.what !== 'refuses') {
		// "The kind of the transfer changes from consultative to blind" (PDF §3.1.2 [H]).
		leg.transfer = 'blind';
		life.talk(toTarget, target);
		return undefined;
	}
	tape.complete(target);
	life.close(toTarget, signal.reason);
	if (call.transfer.left) return yield* broughtBack(life, back, from, leg.callId);
	endHold(life, talkLeg);
	call.transfer = undefined;
	life.connect(talkLeg, 'talk');
	tape.move(from, life.leg(talkLeg));
	return undefined;
}

/** The leg that rings the target: the client's own, or that of the employee who has put him on hold. */
function ring(life: CallLife, { method, target, commandId }: TransferOrder, toTarget: string): Leg {
	const { call, tape } = life;
	const [talker, talkLeg] = [call.talker as Person, call.talkLeg as string];
	const leg = { to: target, takenFrom: life.leg(talkLeg).callId, commandId };
	if (method === 'blind') {
		leave(life, toTarget);
		return life.open(toTarget, 'targetRings', { from: call.client, transfer: 'blind', ...leg });
	}
	life.leg(talkLeg).heldAt = call.clock();
	life.tell(talkLeg, 'OnHold', flag(life, 'partner', 'hold_initiator'));
	const kind = { transfer: 'consultative', consulted: true } as const;
	const own = life.open(toTarget, 'targetRings', { from: talker, ...kind, ...leg });
	tape.move(talker, own);
	return own;
}

/** Until the target has the client, or refuses him. */
function* reached(life: CallLife, leg: Leg, toTarget: string): Story<Signal> {
	const { call, people } = life;
	const rings = () => life.rings('target', people.target, people.targetRings);
	const signal = yield* rings();
	if (signal.what === 'leaves') {
		// While the target rings this makes the transfer a blind one.
		leave(life, toTarget);
		Object.assign(leg, { from: call.client, transfer: 'blind' });
		life.tell(toTarget, 'Appeared');
		return yield* rings();
	}
	if (signal.what === 'refuses' || call.transfer?.left) return signal;
	life.connect(toTarget, 'consult');
	life.recordIfAll(toTarget, leg.to as Person);
	const consults = people.hangsUp === 'nobody' ? Infinity : people.consultSeconds;
	const end = yield* life.wait(consults, () => life.go({ what: 'leaves' }));
	if (end.what === 'leaves') {
		leave(life, toTarget);
		leg.from = call.client;
	}
	return end;
}

/** A third leg rings him who transferred in vain. */
function* broughtBack(
	life: CallLife,
	name: string,
	to: Person,
	takenFrom: string,
): Story<number | undefined> {
	const { call, people } = life;
	call.talkLeg = name;
	const side = { from: call.client, to, takenFrom };
	life.open(name, 'employeeRings', { ...side, transfer: 'return_blind' });
	const signal = yield* life.rings('employee', people.employee, people.employeeRings);
	if (signal.what === 'refuses') return signal.reason;
	call.transfer = undefined;
	life.talk(name, to);
	return undefined;
}

/** He who transfers is out; `was_transferred` stands with the client (PDF §3.1.2 [H]). */
function leave(life: CallLife, toTarget: string): void {
	const { call, tape } = life;
	const talkLeg = call.talkLeg as string;
	tape.complete(call.talker as Person);
	endHold(life, talkLeg);
	life.close(talkLeg, life.hangupReason('talker'), flag(life, 'client', 'was_transferred'));
	call.talkLeg = toTarget;
	if (call.transfer) call.transfer.left = true;
}

function endHold(life: CallLife, talkLeg: string): void {
	const leg = life.leg(talkLeg);
	if (leg.heldAt === undefined) return;
	leg.heldSeconds = (leg.heldSeconds ?? 0) + life.call.clock() - leg.heldAt;
	leg.heldAt = undefined;
}

/** A flag of the client's side of the leg on which he talked, or of the other's. */
function flag(life: CallLife, whose: 'client' | 'partner', name: string): SideFlags {
	const clientIsCaller = life.hangupReason('client') === 1110;
	return { [(whose === 'client') === clientIsCaller ? 'from' : 'to']: { [name]: true } };
}

function freeName({ call }: CallLife, name: string): string {
	const before = Object.keys(call.legs).filter((other) => other.startsWith(name)).length;
	return before === 0 ? name : `${name} ${before + 1}`;
}
