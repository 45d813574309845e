import { pipeline } from 'node:stream/promises';

import { Router, type Response } from 'express';

import { sendForced } from '../core/answers';
import { sameText, type Keys } from './access';
import type { MangoService } from './api';
import { recordingActions } from './methods/recordings';
import { mp3Size, mp3Stream, type Recordings } from './recordings';
import { sign } from './sign';

export interface FileParts {
	recordings: Recordings;
	keys: Keys;
	bytes: () => number;
	/** Its forced answers for the method `files` are given in place of a file. */
	service: MangoService;
}

/**
 * One-time links: the second GET finds nothing (its status is our guess [L]). On the cloud they
 * live on another host.
 */
export function oneTimeFiles({ recordings, bytes, service }: FileParts): Router {
	const router = Router();
	router.get('/:token', async (request, response) => {
		const link = recordings.redeem(request.params.token);
		const answer = service.faults.takeAnswer('files');
		if (answer) return void (await sendForced(response, answer, service.clock));
		if (!link) return void response.status(404).end();
		await sendMp3(response, link.recordingId, link.action, bytes());
	});
	return router;
}

/**
 * The public signed link (mango-office.md#public-recording-links [H]):
 * `sign = sha256(key + timestamp + recording_id + salt)`, `timestamp` the expiry. What a refused
 * link answers is not documented: 403 here [L]; and so is that it redirects to the file [L].
 */
export function signedLinks({ recordings, keys, service }: FileParts): Router {
	const router = Router();
	router.get('/:id/:action/:key/:timestamp/:sign', (request, response) => {
		const { id, action, key, timestamp, sign: given } = request.params;
		const wanted = sign(keys.apiKey, timestamp + id, keys.apiSalt);
		const fresh = /^\d+$/.test(timestamp) && Number(timestamp) * 1000 >= service.clock.now();
		if (key !== keys.apiKey || !sameText(given, wanted) || !fresh)
			return void response.status(403).end();
		const recording = recordings.find(id);
		if (!recording || !recordingActions.some((known) => known === action))
			return void response.status(404).end();
		response.redirect(302, recordings.link(recording, action));
	});
	return router;
}

async function sendMp3(
	response: Response,
	id: string,
	action: string,
	bytes: number,
): Promise<void> {
	const size = mp3Size(bytes);
	const disposition =
		action === 'download'
			? { 'Content-Disposition': `attachment; filename="${encodeURIComponent(id)}.mp3"` }
			: {};
	response.set({ 'Content-Type': 'audio/mpeg', 'Content-Length': String(size), ...disposition });
	// The listener may hang up; that is no fault of ours.
	await pipeline(mp3Stream(size), response).catch(() => response.destroy());
}
