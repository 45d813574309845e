import type { Clock } from '../../core/clock';
import { lines } from '../sampleData';
import {
	isOpen,
	legsOf,
	pressable,
	type Call,
	type CallDraft,
	type LegName,
	type PhoneAct,
} from './call';
import { CallLife, type Story } from './callLife';
import type { IncomingOrder, People } from './people';
import { incoming, outgoing } from './stories';
import type { CallParts } from './tape';

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

	constructor(private readonly parts: CallParts) {}

	get running(): Call[] {
		return this.calls.filter((call) => call.phase !== 'ended');
	}

	/** The history of calls: those that have ended (mango-office.md#statistics). */
	get listed(): Call[] {
		return this.calls.filter((call) => call.phase === 'ended' && !this.unlisted.has(call));
	}

	/** The employee's telephone rings first. */
	start(draft: CallDraft, onEnd?: (call: Call) => void): Call {
		return this.begin(draft, this.parts.scripts.take(draft.client.number), outgoing, onEnd);
	}

	/** A client rings a line. */
	ring(order: IncomingOrder): Call {
		const { number, lineNumber = lines[0].number, group, sipCallId, ...script } = order;
		const client = { number };
		const draft = { origin: 'incoming call', incoming: true, client, group, lineNumber, sipCallId };
		const people = { ...this.parts.scripts.take(number), ...script };
		return this.begin(draft, people, (life) => incoming(life, order));
	}

	/** The running call with this leg, and the leg's name. */
	findLeg(callId: string): { life: CallLife; name: string } | undefined {
		for (const call of this.running) {
			const found = legsOf(call).find(([, leg]) => leg.callId === callId && isOpen(leg));
			const life = this.lives.get(call);
			if (found && life) return { life, name: found[0] };
		}
		return undefined;
	}

	/** What a button of a telephone does; the call by its entry_id or the call_id of a leg. */
	press(id: string, who: LegName, act: PhoneAct): boolean {
		const call = this.calls.find(
			(one) => one.id === id || legsOf(one).some(([, leg]) => leg.callId === id),
		);
		if (!call || !pressable(call, who).includes(act)) return false;
		this.lives.get(call)?.press(who, act);
		return true;
	}

	clear(): void {
		for (const life of this.lives.values()) life.forget();
		this.lives.clear();
		this.unlisted.clear();
		this.calls.length = 0;
	}

	private begin(
		draft: CallDraft,
		people: People,
		story: (life: CallLife) => Story,
		onEnd: (call: Call) => void = () => undefined,
	): Call {
		const { parts, newId } = this;
		const clock = callClock(parts.timers.clock);
		const id = newId('entry');
		const call: Call = { ...draft, id, phase: 'starting', clock, legs: {}, createdAt: clock() };
		const life = new CallLife(call, people, parts, newId, () => {
			this.listLater(call);
			onEnd(call);
		});
		this.calls.push(call);
		this.lives.set(call, life);
		life.begin(story(life));
		parts.onChange();
		return call;
	}

	private listLater(call: Call): void {
		const { statisticsDelay, timers } = this.parts;
		if (statisticsDelay === 0) return;
		this.unlisted.add(call);
		timers.after(statisticsDelay, () => this.unlisted.delete(call));
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
