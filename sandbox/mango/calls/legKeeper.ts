import { isOpen, legsOf, type Call, type CallPhase, type Leg } from './call';
import { callEvent, type CallState, type SideFlags } from './callEvents';
import type { ExchangeParts } from './types';

/** Opens, connects, holds and ends the legs of one call, and tells each step. */
export class LegKeeper {
	constructor(
		private readonly call: Call,
		private readonly parts: ExchangeParts,
		private readonly newId: () => string,
	) {}

	leg(name: string): Leg {
		return this.call.legs[name] as Leg;
	}

	/** A leg of this name that was there before keeps its place under another name. */
	open(name: string, phase: CallPhase, more: Partial<Leg> = {}): Leg {
		const before = Object.keys(this.call.legs).filter(
			(other) => other === name || other.startsWith(`${name} `),
		).length;
		if (before > 0) this.rename(name, `${name} ${before}`);
		const leg: Leg = { callId: this.newId(), seq: 0, appearedAt: this.call.clock(), ...more };
		this.call.legs[name] = leg;
		this.call.phase = phase;
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

	/** Those that were opened last are closed first. */
	closeAll(reason: number): void {
		for (const [name, leg] of legsOf(this.call).reverse())
			if (isOpen(leg)) this.close(name, reason);
	}

	tell(name: string, state: CallState, flags?: SideFlags): void {
		this.parts.teller.tellOf(
			this.call,
			'events/call',
			callEvent(this.call, name, state, this.call.clock(), flags),
		);
		this.parts.onChange();
	}

	private rename(name: string, other: string): void {
		const { legs } = this.call;
		this.call.legs = Object.fromEntries(
			Object.entries(legs).map(([key, leg]) => [key === name ? other : key, leg]),
		);
	}
}
