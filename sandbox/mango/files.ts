import { pipeline } from 'node:stream/promises';

import { Router, type Response } from 'express';

import type { ForcedAnswer, ForcedAnswers } from '../shared/forcedAnswers';
import { sameText, type Keys } from './access';
import { recordingActions } from './methods/recordings';
import { mp3Size, mp3Stream, type Recordings } from './recordings';
import { sign } from './sign';

export interface FileParts {
	recordings: Recordings;
	keys: Keys;
	bytes: () => number;
	now: () => number;
	/** Those for the method `files` are given in place of a file. */
	forced: ForcedAnswers;
}

/**
 * One-time links: the second GET finds nothing (its status is our guess [L]). On the cloud they
 * live on another host.
 */
export function oneTimeFiles({ recordings, bytes, forced }: FileParts): Router {
	const router = Router();
	router.get('/:token', async (request, response) => {
		const link = recordings.redeem(request.params.token);
		const answer = forced.take('files');
		if (answer) return sendBytes(response, answer);
		if (!link) return void response.status(404).end();
		await sendMp3(response, link.recordingId, link.action, bytes());
	});
	return router;
}

/**
 * The public signed link (section 1.6 [H]): `sign = sha256(key + timestamp + recording_id + salt)`, `timestamp` the
 * expiry. What a refused link answers is not documented: 403 here [L]; and so is that it redirects to the file [L].
 */
export function signedLinks({ recordings, keys, now }: FileParts): Router {
	const router = Router();
	router.get('/:id/:action/:key/:timestamp/:sign', (request, response) => {
		const { id, action, key, timestamp, sign: given } = request.params;
		const wanted = sign(keys.apiKey, timestamp + id, keys.apiSalt);
		const fresh = /^\d+$/.test(timestamp) && Number(timestamp) * 1000 >= now();
		if (key !== keys.apiKey || !sameText(given, wanted) || !fresh)
			return void response.status(403).end();
		const recording = recordings.find(id);
		if (!recording || !recordingActions.some((known) => known === action))
			return void response.status(404).end();
		response.redirect(302, recordings.link(recording, action));
	});
	return router;
}

/** Any bytes with any headers. Fewer than the headers announce: the connection ends with them. */
function sendBytes(response: Response, { status = 200, headers = {}, body }: ForcedAnswer): void {
	const bytes = Buffer.isBuffer(body) ? body : Buffer.from(String(body));
	response.writeHead(status, headers);
	response.write(bytes, () => {
		if (Number(headers['Content-Length'] ?? 0) > bytes.length) response.destroy();
		else response.end();
	});
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
