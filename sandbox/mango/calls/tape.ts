import { defined } from '../../core/json';
import type { Timers } from '../../core/timers';
import type { EventSender } from '../events';
import type { Recording, Recordings } from '../recordings';
import { productId } from '../sampleData';
import type { Call, Leg } from './call';
import type { Person } from './directory';
import type { Scripts } from './people';

/** What calls need of the product. */
export interface CallParts {
	events: EventSender;
	recordings: Recordings;
	timers: Timers;
	scripts: Scripts;
	/** Whether every talk is recorded without a command. */
	recordAll: boolean;
	/** Real seconds from the end of a recording until it is in the storage. */
	recordingDelay: number;
	/** Real seconds from the end of a call until the statistics have it. */
	statisticsDelay: number;
	/** Called after each change of any call. */
	onChange: () => void;
}

interface Running {
	recording: Recording;
	/** Tells of one step. */
	tell: (state: string, more?: object) => void;
	userId?: number;
}

/**
 * The recordings of one call: one for each employee who is recorded, in the order of the official figure (PDF §3.1.4
 * [H]). Each reaches the storage by a timer of its own, long after the call has ended.
 */
export class Tape {
	/** By the extension of him who is recorded. */
	private readonly running = new Map<string, Running>();

	constructor(
		private readonly call: Call,
		private readonly parts: CallParts,
		private readonly newId: () => string,
	) {}

	/** False when he is being recorded already. */
	start(leg: Leg, { extension = '', id: userId }: Person, commandId?: string): boolean {
		if (this.running.has(extension)) return false;
		const { id: entryId } = this.call;
		const recording = { id: this.newId(), entryId, callId: leg.callId, extension, stored: false };
		leg.recordingId = recording.id;
		this.call.recordingId ??= recording.id;
		this.parts.recordings.all.push(recording);
		const tell = this.teller(recording, commandId);
		this.running.set(extension, { recording, tell, userId });
		tell('Started');
		return true;
	}

	/** He goes on in another leg. */
	move({ extension = '' }: Person, { callId }: Leg): void {
		const running = this.running.get(extension);
		if (!running) return;
		running.recording.callId = callId;
		running.tell('Continued');
	}

	complete({ extension = '' }: Pick<Person, 'extension'>): void {
		const running = this.running.get(extension);
		if (!running) return;
		running.tell('Completed', { completion_code: 1000, recipient: 'Cloud' });
		this.running.delete(extension);
		this.storeLater(running);
	}

	completeAll(): void {
		for (const extension of this.running.keys()) this.complete({ extension });
	}

	/**
	 * `events/record/added`: the file is in the cloud storage; user_id -1 stands for nobody
	 * (mango-office.md#recordings and #other-events [H]).
	 */
	private storeLater({ recording, userId = -1 }: Running): void {
		this.parts.timers.after(this.parts.recordingDelay, () => {
			recording.stored = true;
			this.parts.events.tell('events/record/added', {
				entry_id: recording.entryId,
				product_id: productId,
				user_id: userId,
				timestamp: this.call.clock(),
				recording_id: recording.id,
			});
		});
	}

	/** Its `seq` is counted for each recording (mango-office.md#other-events [H]). */
	private teller(recording: Recording, commandId: string | undefined): Running['tell'] {
		let seq = 0;
		return (state, more = {}) => {
			seq += 1;
			const event = defined({
				recording_id: recording.id,
				recording_state: state,
				seq,
				entry_id: recording.entryId,
				call_id: recording.callId,
				extension: recording.extension,
				timestamp: this.call.clock(),
				...more,
				command_id: commandId,
			});
			// Text in the official examples, where seq is a number.
			this.parts.events.tell('events/recording', event, ['timestamp']);
		};
	}
}
