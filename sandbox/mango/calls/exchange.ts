import type { Clock } from '../../core/clock';
import type { LegName, PhoneAct } from '../../core/telephone';
import { inWords } from '../resultCodes';
import { lines } from '../sampleData';
import { legByCallId, openLeg, type Call, type Person } from './call';
import type { CallLife } from './callLife';
import { IncomingLife } from './incomingLife';
import { OutgoingLife } from './outgoingLife';
import type { People } from './people';
import { pressable } from './pressable';
import type { CallDraft, CallSeat, ExchangeParts, IncomingOrder, TransferOrder } from './types';

type OnEnd = (call: Call) => void;

/**
 * The telephone exchange: plays calls between people and tells the events of each
 * (mango-office.md#commands, #call-events and #delivery-of-events).
 */
export class Exchange {
	readonly calls: Call[] = [];
	private readonly lives = new Map<Call, CallLife>();
	/** Ended, but not in the statistics yet. */
	private readonly unlisted = new Set<Call>();
	private made = 0;

	constructor(private readonly parts: ExchangeParts) {}

	get running(): Call[] {
		return this.calls.filter((call) => call.phase !== 'ended');
	}

	/** The history of calls: those that have ended (mango-office.md#statistics). */
	get listed(): Call[] {
		return this.calls.filter((call) => call.phase === 'ended' && !this.unlisted.has(call));
	}

	/** The employee's telephone rings first. */
	start(draft: CallDraft, onEnd: OnEnd = () => undefined): Call {
		const call = this.newCall(draft);
		const people = this.parts.scripts.take(call.client.number);
		return this.begin(new OutgoingLife(this.seat(call, people, onEnd)), call);
	}

	/** A client rings a line. */
	ring(order: IncomingOrder): Call {
		const { number, lineNumber = lines[0]?.number ?? '', group, sipCallId, ...script } = order;
		const call = this.newCall({ origin: 'incoming call', client: { number }, group, lineNumber });
		Object.assign(call, { incoming: true, sipCallId });
		const people = { ...this.parts.scripts.take(number), ...script };
		return this.begin(new IncomingLife(order, this.seat(call, people)), call);
	}

	/** By entry_id, or by the call_id of a leg. */
	find(id: string): Call | undefined {
		return this.calls.find((call) => call.id === id || legByCallId(call, id) !== undefined);
	}

	/** The running call with this leg, and the leg's name. */
	findLeg(callId: string): { call: Call; name: string } | undefined {
		for (const call of this.running) {
			const name = openLeg(call, callId);
			if (name !== undefined) return { call, name };
		}
		return undefined;
	}

	/** What a button of a telephone does. */
	press(id: string, who: LegName, act: PhoneAct): boolean {
		const call = this.find(id);
		if (!call || !pressable(call, who).includes(act)) return false;
		this.lives.get(call)?.press(who, act);
		return true;
	}

	/**
	 * `commands/call/hangup` (1181 is "ended by an external system", mango-office.md#hang-up [H]).
	 */
	hangup(call: Call, leg: string): void {
		this.lives.get(call)?.hangup(leg);
	}

	transfer(call: Call, order: TransferOrder): void {
		this.lives.get(call)?.transfer(order);
	}

	/** False when the leg cannot be sent elsewhere. */
	route(call: Call, leg: string, to: Person, commandId: string | undefined): boolean {
		return this.lives.get(call)?.route(leg, to, commandId) ?? false;
	}

	/** `commands/recording/start`: false when the talk is being recorded already. */
	record(call: Call, commandId?: string): boolean {
		const [life, leg] = [this.lives.get(call), call.legs[call.talkLeg ?? '']];
		return (
			life !== undefined &&
			leg !== undefined &&
			life.tape.start(leg, call.talker as Person, commandId)
		);
	}

	clear(): void {
		for (const life of this.lives.values()) life.forget();
		this.lives.clear();
		this.unlisted.clear();
		this.calls.length = 0;
	}

	private newCall(draft: CallDraft): Call {
		const clock = callClock(this.parts.timers.clock);
		return {
			...draft,
			id: this.newId('entry'),
			phase: 'starting',
			clock,
			legs: {},
			createdAt: clock(),
		};
	}

	private seat(call: Call, people: People, onEnd?: OnEnd): CallSeat {
		const { parts, newId } = this;
		return { call, parts, people, newId, onEnd: this.ending(onEnd) };
	}

	private begin(life: CallLife, call: Call): Call {
		this.calls.push(call);
		this.lives.set(call, life);
		life.begin();
		this.parts.onChange();
		return call;
	}

	private ending(onEnd: OnEnd = () => undefined): OnEnd {
		const { statisticsDelay, timers } = this.parts;
		return (call) => {
			if (statisticsDelay > 0) {
				this.unlisted.add(call);
				timers.after(statisticsDelay, () => this.unlisted.delete(call));
			}
			onEnd(call);
		};
	}

	/** Opaque, like MANGO's: base64 of something. */
	private readonly newId = (what: string): string => {
		this.made += 1;
		return Buffer.from(`1:10086277:${what}:${644242500 + this.made}`).toString('base64');
	};
}

/** Begins with the clock and passes `speed` times faster, so that durations are those of a real call. */
function callClock(clock: Clock): () => number {
	const startedAt = clock.now();
	return () => Math.floor((startedAt + (clock.now() - startedAt) * clock.speed) / 1000);
}

/** How a call ended, in words for people. */
export function callResult(call: Call): { code: number; text: string; good: boolean } | undefined {
	if (call.result === undefined) return undefined;
	return { code: call.result, text: inWords(call.result), good: call.talkAt !== undefined };
}
