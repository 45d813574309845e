import { MangoError } from '../../../../protocols/mangoOffice/answer';
import {
	isNotReady,
	NO_RECORDING,
	PAUSE_AFTER_REFUSAL_MS,
	PAUSE_UNTIL_READY_MS,
	readLocation,
} from '../../../../protocols/mangoOffice/recording';
import { HeldBackError } from '../../../../protocols/mangoOffice/refusals';
import { retry } from '../../../shared/guard/repeat';
import { wait } from '../../../shared/guard/wait';
import type { MangoApi } from '../../api';
import { NotReadyError } from './notReady';

export interface Wish {
	recordingId: string;
	/** Until when to ask again for a recording that is not ready. */
	until: number;
	/** Whether a recording that is not ready is no failure: the caller comes again later. */
	mayPass: boolean;
}

/**
 * What `open` makes of the one-time link to a recording. One that is not ready is asked for again
 * until the wish's time is over; then NotReadyError. MANGO advises to ask every minute
 * (docs/protocols/mango-office.md#recordings), but counts result 3320 as a wrong request, and a
 * second one within two minutes locks the account out (mango-office.md#lock-out): after that result
 * nothing is asked for two minutes, of the next items neither. A wish that may pass is not asked at
 * all then, unless its own time allows for the pause.
 */
export async function getStored<T>(
	api: MangoApi,
	wish: Wish,
	open: (link: string) => Promise<T>,
): Promise<T> {
	const { recordingId, until, mayPass } = wish;
	const ask = async () => {
		const freeAt = (api.learned.recordingRefusedAt ?? -Infinity) + PAUSE_AFTER_REFUSAL_MS;
		if (mayPass && freeAt > Math.max(until, Date.now())) throw notAsked(recordingId);
		if (freeAt > Date.now()) await wait(api.context, freeAt - Date.now());

		const params = { recording_id: recordingId, action: 'download' };
		return await open(await api.read('queries/recording/post', params, 'read', readLocation));
	};
	return await retry(ask, {
		context: api.context,
		leftMs: () => until - Date.now(),
		pauseAfter: (error) => {
			// Another execution has met a refusal just before: nothing was sent.
			if (mayPass && error instanceof HeldBackError) throw new NotReadyError(error.message, false);
			const problem = asNotReady(error, recordingId);
			if (problem === undefined) throw error;
			const pause = endangers(error) ? PAUSE_AFTER_REFUSAL_MS : PAUSE_UNTIL_READY_MS;
			if (endangers(error)) api.learned.recordingRefusedAt = Date.now();
			if (Date.now() + pause > until) throw problem;
			return pause;
		},
	});
}

function endangers(error: unknown): boolean {
	return error instanceof MangoError && error.code === NO_RECORDING;
}

function asNotReady(error: unknown, recordingId: string): NotReadyError | undefined {
	if (error instanceof NotReadyError) return error;
	if (!(error instanceof MangoError) || !isNotReady(error.code)) return undefined;
	return new NotReadyError(
		`MANGO OFFICE has no recording ${recordingId}, or has not stored it yet (result ${error.code}). Recordings are stored some minutes after the call: raise 'Wait for Storage', or start from the event of a stored recording.`,
	);
}

function notAsked(recordingId: string): NotReadyError {
	return new NotReadyError(
		`Recording ${recordingId} was not asked for: MANGO OFFICE had another one not ready (result ${NO_RECORDING}), and a second such answer within two minutes locks the account out`,
		false,
	);
}
