import type { LegName, PhoneAct } from '../../shared/telephone';
import type { EventSender } from '../events';
import type { Recording, Recordings } from '../recordings';
import { inWords } from '../resultCodes';
import type { Timers } from '../timers';
import { currentLeg, legByCallId, type Call, type Leg } from './call';
import { callEvent, recordAddedEvent, recordingEvent, summaryEvent } from './callEvents';
import { refusalCodes, ringSeconds, type EmployeeDoes, type ClientDoes, type People, type Scripts } from './people';

export type CallDraft = Pick<Call, 'initiator' | 'commandId' | 'taskId' | 'origin' | 'employee' | 'employeeNumber' | 'client' | 'group' | 'lineNumber'>;

export interface ExchangeParts {
	events: EventSender;
	recordings: Recordings;
	timers: Timers;
	scripts: Scripts;
	now: () => number;
	/** Whether every talk is recorded without a command. */
	recordAll: boolean;
	/** Called after each change of any call. */
	onChange: () => void;
}

/** Real seconds: before the first ring, between the legs, until a recording is in the storage (a minute in reality). */
const delays = { start: 0.5, betweenLegs: 1, stored: 5 };

/** The telephone exchange: plays calls to two people and tells the events of each (sections 1.3, 2.2, 2.3). */
export class Exchange {
	readonly calls: Call[] = [];
	private readonly lives = new Map<Call, CallLife>();
	private made = 0;

	constructor(private readonly parts: ExchangeParts) {}

	get running(): Call[] {
		return this.calls.filter((call) => call.phase !== 'ended');
	}

	start(draft: CallDraft, onEnd: (call: Call) => void = () => undefined): Call {
		const clock = callClock(this.parts);
		const call: Call = { ...draft, id: this.newId('entry'), phase: 'starting', clock, legs: {}, createdAt: clock() };
		const life = new CallLife(call, this.parts, this.parts.scripts.take(call.client.number), (what) => this.newId(what), onEnd);
		this.calls.push(call);
		this.lives.set(call, life);
		life.begin();
		this.parts.onChange();
		return call;
	}

	/** By entry_id, or by the call_id of a leg. */
	find(id: string): Call | undefined {
		return this.calls.find((call) => call.id === id || legByCallId(call, id) !== undefined);
	}

	/** What a button of a telephone does. */
	press(id: string, leg: LegName, act: PhoneAct): boolean {
		const call = this.find(id);
		if (!call || !pressable(call, leg).includes(act)) return false;
		this.lives.get(call)?.press(leg, act);
		return true;
	}

	/** `commands/call/hangup` (1181 is "ended by an external system", section 1.7 [H]). */
	hangup(call: Call): void {
		this.lives.get(call)?.end(1181);
	}

	/** `commands/recording/start`: false when the talk is being recorded already. */
	record(call: Call, commandId?: string): boolean {
		return this.lives.get(call)?.record(commandId) ?? false;
	}

	clear(): void {
		for (const life of this.lives.values()) life.forget();
		this.lives.clear();
		this.calls.length = 0;
	}

	/** Opaque, like MANGO's: base64 of something. */
	private newId(what: string): string {
		this.made += 1;
		return Buffer.from(`1:10086277:${what}:${644242500 + this.made}`).toString('base64');
	}
}

function callClock({ now, timers }: ExchangeParts): () => number {
	const [startedAt, startedMs] = [now(), performance.now()];
	return () => Math.floor((startedAt + (performance.now() - startedMs) * timers.speed) / 1000);
}

/** What may be pressed on a telephone now. */
export function pressable(call: Call, leg: LegName): PhoneAct[] {
	if (call.phase === (leg === 'employee' ? 'employeeRings' : 'clientRings')) return ['answer', 'decline'];
	const inCall = leg === 'employee' ? ['between', 'clientRings', 'talk'] : ['talk'];
	return inCall.includes(call.phase) ? ['hangup'] : [];
}

/** One call from its first ring to its recording. */
class CallLife {
	private next: () => void = () => undefined;
	private recording: Recording | undefined;
	private recordCommand: string | undefined;

	constructor(
		private readonly call: Call,
		private readonly parts: ExchangeParts,
		private readonly people: People,
		private readonly newId: (what: string) => string,
		private readonly onEnd: (call: Call) => void,
	) {}

	begin(): void {
		if (this.people.employee === 'offSchedule') this.next = this.parts.timers.after(delays.start, () => this.endUnseen());
		else this.next = this.parts.timers.after(delays.start, () => this.ringEmployee());
	}

	press(leg: LegName, act: PhoneAct): void {
		if (act === 'hangup') this.end(leg === 'employee' ? 1110 : 1120);
		else if (act === 'decline') this.end(refusalCodes.declines);
		else if (leg === 'employee') this.employeeAnswers();
		else this.clientAnswers();
	}

	record(commandId?: string): boolean {
		if (this.recording) return false;
		const leg = this.call.legs.client as Leg;
		this.recording = { id: this.newId('record'), entryId: this.call.id, callId: leg.callId, extension: this.call.employee.extension, stored: false };
		this.recordCommand = commandId;
		this.call.recordingId = this.recording.id;
		this.parts.recordings.all.push(this.recording);
		this.parts.events.push('events/recording', recordingEvent(this.recording, 'Started', this.time(), commandId));
		return true;
	}

	end(reason: number): void {
		this.next();
		this.call.result = reason;
		this.call.endedAt = this.time();
		const leg = currentLeg(this.call);
		if (leg && leg.endedAt === undefined) this.closeLeg(this.call.legs.client ? 'client' : 'employee', reason);
		this.call.phase = 'ended';
		this.parts.events.push('events/summary', summaryEvent(this.call));
		this.finishRecording();
		this.onEnd(this.call);
		this.parts.onChange();
	}

	forget(): void {
		this.next();
	}

	private time(): number {
		return this.call.clock();
	}

	private ringEmployee(): void {
		this.openLeg('employee', 'employeeRings');
		this.reactLater('employee', this.people.employee, this.people.employeeRings, () => this.employeeAnswers());
	}

	private employeeAnswers(): void {
		this.connectLeg('employee', 'between');
		this.next = this.parts.timers.after(delays.betweenLegs, () => {
			this.closeLeg('employee', 1000);
			this.openLeg('client', 'clientRings');
			this.reactLater('client', this.people.client, this.people.clientRings, () => this.clientAnswers());
		});
	}

	private clientAnswers(): void {
		this.connectLeg('client', 'talk');
		this.call.talkAt = this.call.legs.client?.connectedAt;
		if (this.parts.recordAll) this.record();
		const { hangsUp, talkSeconds } = this.people;
		if (hangsUp === 'nobody') return;
		this.next = this.parts.timers.after(talkSeconds, () => this.end(hangsUp === 'employee' ? 1110 : 1120));
	}

	/** An employee off schedule: nothing rings and no event is ever sent (section 2.3 [H]); 1191 is for the statistics [L]. */
	private endUnseen(): void {
		this.call.result = 1191;
		this.call.endedAt = this.time();
		this.call.phase = 'ended';
		this.onEnd(this.call);
		this.parts.onChange();
	}

	private reactLater(leg: LegName, does: EmployeeDoes | ClientDoes, rings: number, answer: () => void): void {
		if (does === 'answers' || does === 'offSchedule') this.next = this.parts.timers.after(rings, answer);
		else this.next = this.parts.timers.after(does === 'noAnswer' ? ringSeconds[leg] : rings, () => this.end(refusalCodes[does]));
	}

	private openLeg(name: LegName, phase: Call['phase']): void {
		this.call.legs[name] = { callId: this.newId(name), seq: 0, appearedAt: this.time() };
		this.call.phase = phase;
		this.tell(name, 'Appeared');
	}

	private connectLeg(name: LegName, phase: Call['phase']): void {
		this.next();
		(this.call.legs[name] as Leg).connectedAt = this.time();
		this.call.phase = phase;
		this.tell(name, 'Connected');
	}

	private closeLeg(name: LegName, reason: number): void {
		Object.assign(this.call.legs[name] as Leg, { endedAt: this.time(), reason });
		this.tell(name, 'Disconnected');
	}

	private tell(name: LegName, state: 'Appeared' | 'Connected' | 'Disconnected'): void {
		this.parts.events.push('events/call', callEvent(this.call, name, state, this.time()));
		this.parts.onChange();
	}

	private finishRecording(): void {
		const { recording } = this;
		if (!recording) return;
		this.parts.events.push('events/recording', recordingEvent(recording, 'Completed', this.time(), this.recordCommand));
		this.next = this.parts.timers.after(delays.stored, () => {
			recording.stored = true;
			this.parts.events.push('events/record/added', recordAddedEvent(recording, this.call.employee.id, this.time()));
		});
	}
}

/** How a call ended, in words for people. */
export function callResult(call: Call): { code: number; text: string; good: boolean } | undefined {
	if (call.result === undefined) return undefined;
	return { code: call.result, text: inWords(call.result), good: call.talkAt !== undefined };
}
