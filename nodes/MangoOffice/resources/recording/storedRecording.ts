import { sleep } from 'n8n-workflow';

import { MangoError } from '../../../../protocols/mangoOffice/answer';
import { NO_RECORDING, PAUSE_AFTER_REFUSAL_MS, readLocation } from '../../../../protocols/mangoOffice/recording';
import { attemptAsync } from '../../../shared/attempt';
import type { MangoApi } from '../../api';

/** Not a MangoError, so that the items after it are sent all the same: `findRecording` keeps the pause that they need. */
export class NotStoredError extends Error {
	override name = 'NotStoredError';

	constructor(recordingId: string) {
		super(
			`MANGO OFFICE has no recording ${recordingId}, or has not stored it yet (result ${NO_RECORDING}). Recordings are stored some minutes after the call: raise 'Wait for Storage', or start from the event of a stored recording.`,
		);
	}
}

/** When the last request of an execution was refused, by its API. */
const refusedAt = new WeakMap<MangoApi, number>();

/**
 * The one-time link to a recording. One that is not stored yet is asked for again until `waitMs` is over. MANGO
 * advises to ask every minute (reference/mango-office-api.md, section 1.6), but counts the refusal as a wrong request,
 * and a second one within two minutes locks the account out (1.2): so this asks every two minutes, and waits as long
 * before the next item's recording, too.
 */
export async function findRecording(api: MangoApi, recordingId: string, waitMs: number): Promise<string> {
	const end = Date.now() + waitMs;
	for (;;) {
		await sleep(Math.max(0, (refusedAt.get(api) ?? -Infinity) + PAUSE_AFTER_REFUSAL_MS - Date.now()));
		const params = { recording_id: recordingId, action: 'download' };
		const found = await attemptAsync(api.read('queries/recording/post', params, 'read', readLocation));
		if ('value' in found) return found.value;
		if (!(found.error instanceof MangoError) || found.error.code !== NO_RECORDING) throw found.error;
		refusedAt.set(api, Date.now());
		if (Date.now() + PAUSE_AFTER_REFUSAL_MS > end) throw new NotStoredError(recordingId);
	}
}
