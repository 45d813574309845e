import type { Recording } from '../recordings';
import type { Call, Leg, Person } from './call';
import { recordAddedEvent, recordingEvent, type RecordingStep } from './callEvents';
import type { ExchangeParts } from './types';

interface Running {
	recording: Recording;
	seq: number;
	commandId?: string;
	userId?: number;
}

/**
 * The recordings of one call: one for each employee who is recorded, in the order of the official figure (PDF §3.1.4
 * [H]). Each reaches the storage by a timer of its own, long after the call has ended.
 */
export class Tape {
	private readonly running = new Map<string, Running>();

	constructor(
		private readonly call: Call,
		private readonly parts: ExchangeParts,
		private readonly newId: () => string,
	) {}

	/** False when he is being recorded already. */
	start(leg: Leg, { extension = '', id: userId }: Person, commandId?: string): boolean {
		if (this.running.has(extension)) return false;
		const recording: Recording = {
			id: this.newId(),
			entryId: this.call.id,
			callId: leg.callId,
			extension,
			stored: false,
		};
		this.running.set(extension, { recording, seq: 0, commandId, userId });
		leg.recordingId = recording.id;
		this.call.recordingId ??= recording.id;
		this.parts.recordings.all.push(recording);
		this.tell(extension, 'Started');
		return true;
	}

	/** He goes on in another leg. */
	move({ extension = '' }: Person, leg: Leg): void {
		const running = this.running.get(extension);
		if (!running) return;
		running.recording.callId = leg.callId;
		this.tell(extension, 'Continued');
	}

	complete({ extension = '' }: Person): void {
		const running = this.running.get(extension);
		if (!running) return;
		this.tell(extension, 'Completed');
		this.running.delete(extension);
		this.storeLater(running);
	}

	completeAll(): void {
		for (const extension of [...this.running.keys()]) this.complete({ number: '', extension });
	}

	private storeLater({ recording, userId }: Running): void {
		this.parts.timers.after(this.parts.recordingDelay, () => {
			recording.stored = true;
			this.parts.teller.tell(
				'events/record/added',
				recordAddedEvent(recording, userId, this.call.clock()),
			);
		});
	}

	private tell(extension: string, state: RecordingStep['state']): void {
		const running = this.running.get(extension) as Running;
		running.seq += 1;
		const step = {
			state,
			seq: running.seq,
			timestamp: this.call.clock(),
			commandId: running.commandId,
		};
		// Text in the official examples, where seq is a number.
		this.parts.teller.tell('events/recording', recordingEvent(running.recording, step), [
			'timestamp',
		]);
	}
}
