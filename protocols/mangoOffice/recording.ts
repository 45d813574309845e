import { networkOf } from '../hostNetwork';
import type { HttpAnswer } from '../httpAnswer';
import { urlOf } from '../url';
import { readAnswer } from './answer';
import { sign } from './sign';

/** A recording's ID that cannot be one; its message is fit for the user. */
class RecordingIdError extends Error {
	override name = 'RecordingIdError';
}

/**
 * What "the recording is not there" comes as, also for one that is not stored yet
 * (docs/protocols/mango-office.md#result-codes).
 */
export const NO_RECORDING = 3320;

/**
 * Whether a result says "not now" of a recording: it is not there (3320), or one of the class 4xxx,
 * since a recording is sometimes not at once available after MANGO has announced it
 * (mango-office.md#recordings). Not so 4001 (unsupported), 4002 (too short to be kept), the rate
 * limit, and what is of SMS, conferences and security (43xx to 45xx).
 */
export function isNotReady(code: number): boolean {
	return code === NO_RECORDING || (code >= 4000 && code < 4290 && code !== 4001 && code !== 4002);
}

/**
 * How often MANGO's document advises to ask for a recording that is not there yet
 * (mango-office.md#recordings).
 */
export const PAUSE_UNTIL_READY_MS = 60_000;

/**
 * How long after a result of class 3xxx the next may come without locking the account out
 * (mango-office.md#lock-out), with a margin.
 */
export const PAUSE_AFTER_REFUSAL_MS = 125_000;

/** A recording's ID: base64 in all examples. */
export function parseRecordingId(text: string): string {
	const id = text.trim();
	if (/^[\w+/=:.-]{1,128}$/.test(id)) return id;
	throw new RecordingIdError(
		`The recording ID was ${JSON.stringify(text)}. Give one such as MToxMDI0MjQyNzoyNTg2MzI1NzAxODow.`,
	);
}

/** The one-time link in the answer of `queries/recording/post`: HTTP 302. Throws what `readAnswer` throws. */
export function readLocation(answer: HttpAnswer): string {
	const { location } = answer.headers;
	if (answer.status >= 300 && answer.status < 400 && typeof location === 'string') return location;
	readAnswer(answer);
	throw new Error('MANGO OFFICE answered without a link to the recording');
}

/**
 * A link to a file, or a redirect from it, made absolute. MANGO names the host: so it leads over
 * https to a public one only, unless the API is in such a network itself, as a stand-in is.
 */
export function fileUrl(location: string, baseUrl: string, from = baseUrl): string {
	const base = new URL(baseUrl);
	const url = urlOf(location, from);
	if (url?.origin === base.origin) return url.href;
	const isSafe = url?.protocol === 'https:' && ['public', networkOf(base)].includes(networkOf(url));
	if (isSafe) return url.href;
	throw new Error('MANGO OFFICE answered with an unsafe link to the recording');
}

export interface LinkParts {
	baseUrl: string;
	apiKey: string;
	apiSalt: string;
	recordingId: string;
	action: 'download' | 'play';
	expiresAt: Date;
}

/**
 * The public link (mango-office.md#public-recording-links): made here, nothing is sent. It shows
 * the API key, but not the salt.
 */
export function publicLink({
	baseUrl,
	apiKey,
	apiSalt,
	recordingId,
	action,
	expiresAt,
}: LinkParts): string {
	const timestamp = String(Math.floor(expiresAt.getTime() / 1000));
	const path = [
		recordingId,
		action,
		apiKey,
		timestamp,
		sign(apiKey, timestamp + recordingId, apiSalt),
	];
	return `${baseUrl}queries/recording/link/${path.map(inPath).join('/')}`;
}

/** The sign of base64's padding may stand in a path as it is. */
function inPath(text: string): string {
	return encodeURIComponent(text).replaceAll('%3D', '=');
}
