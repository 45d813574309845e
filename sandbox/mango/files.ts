import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { Router } from 'express';

import { sendForced } from '../core/answers';
import { sameText, sign } from './access';
import type { Pbx } from './pbx';

export const recordingActions = ['download', 'play'] as const;

/** One silent frame of MPEG-1 layer III, 128 kbit/s, 44.1 kHz: a header and nothing that sounds. */
const frame = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)]);
const chunk = Buffer.concat(Array<Buffer>(150).fill(frame));

/**
 * One-time links: the second GET finds nothing (its status is our guess [L]). On the cloud they
 * live on another host. A forced answer for the method `files` is given in place of a file.
 */
export function oneTimeFiles({ recordings, service }: Pbx): Router {
	return Router().get('/:token', async (request, response) => {
		const link = recordings.redeem(request.params.token);
		const forced = service.faults.takeAnswer('files');
		if (forced) return void (await sendForced(response, forced, service.clock));
		if (!link) return void response.status(404).end();
		// In whole frames.
		const size = Math.max(1, Math.round(recordings.bytes / frame.length)) * frame.length;
		response.set({ 'Content-Type': 'audio/mpeg', 'Content-Length': String(size) });
		const name = `${encodeURIComponent(link.recordingId)}.mp3`;
		if (link.action === 'download')
			response.set('Content-Disposition', `attachment; filename="${name}"`);
		const mp3 = Readable.from(silence(size), { objectMode: false });
		// The listener may hang up; that is no fault of ours.
		await pipeline(mp3, response).catch(() => response.destroy());
	});
}

/** Never held as a whole: one chunk is sent again and again. */
function* silence(size: number): Generator<Buffer> {
	for (let left = size; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
}

/**
 * The public signed link (mango-office.md#public-recording-links [H]):
 * `sign = sha256(key + timestamp + recording_id + salt)`, `timestamp` the expiry. What a refused
 * link answers is not documented: 403 here [L]; and so is that it redirects to the file [L].
 */
export function signedLinks({ recordings, settings, service }: Pbx): Router {
	return Router().get('/:id/:action/:key/:timestamp/:sign', (request, response) => {
		const { id, action, key, timestamp, sign: given } = request.params;
		const wanted = sign(settings.apiKey, timestamp + id, settings.apiSalt);
		const fresh = /^\d+$/.test(timestamp) && Number(timestamp) * 1000 >= service.clock.now();
		if (key !== settings.apiKey || !sameText(given, wanted) || !fresh)
			return void response.status(403).end();
		const recording = recordings.find(id);
		if (!recording || !recordingActions.some((known) => known === action))
			return void response.status(404).end();
		response.redirect(302, recordings.link(recording, action));
	});
}
