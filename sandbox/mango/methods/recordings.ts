import { MangoError } from '../errors';
import { RawAnswer, type Method } from './method';

export const recordingActions = ['download', 'play'] as const;

/**
 * 302 to a one-time link (mango-office.md#recordings [H]), here on this server. A recording that is
 * not in the storage yet is answered like an unknown one; the code is our reading [L].
 */
export const recordingPost: Method = (fields, { recordings }) => {
	const recording = recordings.find(fields.text('recording_id'));
	const action = fields.oneOf('action', recordingActions);
	if (!recording) throw new MangoError(3320);
	return new RawAnswer(302, { Location: recordings.link(recording, action) });
};
