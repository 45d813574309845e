import type { IExecuteFunctions } from 'n8n-workflow';

import { fileUrl } from '../../../../protocols/mangoOffice/recording';
import { HEAD_BYTES, isPage, soundOf, type Sound } from '../../../../protocols/mangoOffice/sound';
import { NotReadyError } from './notReady';

type Readable = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;

const MOST_REDIRECTS = 5;

/** How long nothing may come before the download counts as broken. */
const SILENCE_MS = 60_000;

/**
 * What the file's host may answer while the file is on its way there: mango-office.md#recordings,
 * "sometimes not at once available".
 */
const NOT_THERE_YET = [202, 204, 404, 409, 425, 503];

interface FileAnswer {
	statusCode: number;
	headers: Record<string, unknown>;
	body: Readable;
}

export interface OpenFile {
	stream: Readable;
	sound: Sound;
}

/** Something came that is no sound: a page of an error, of a log-in, of a proxy. */
class NoSoundError extends Error {
	override name = 'NoSoundError';

	constructor(contentType: string) {
		const type = contentType === '' ? 'without a Content-Type' : `of the type ${contentType}`;
		super(
			`MANGO OFFICE's one-time link to the recording gave something that is no sound (${type})`,
		);
	}
}

/**
 * Opens a one-time link (docs/protocols/mango-office.md#recordings): a plain GET that carries
 * neither form nor key. Of the file no more is read here than tells that it is a sound: it flows on
 * as a stream, which fails when the file breaks off. Throws NotReadyError for a file that is not
 * there yet, NoSoundError for a page in its place, and for a link that is not safe.
 */
export async function openFile(
	context: IExecuteFunctions,
	link: string,
	baseUrl: string,
): Promise<OpenFile> {
	const { statusCode, headers, body } = await follow(context, link, baseUrl);
	const contentType = String(headers['content-type'] ?? '');
	const problem = problemOf(statusCode, contentType);
	if (problem !== undefined) {
		body.destroy();
		throw problem;
	}
	return await checked(body, contentType);
}

/** n8n's helper would follow a redirect to anywhere. */
async function follow(
	context: IExecuteFunctions,
	link: string,
	baseUrl: string,
): Promise<FileAnswer> {
	let url = fileUrl(link, baseUrl);
	for (let redirects = 0; ; redirects += 1) {
		const answer = (await context.helpers.httpRequest({
			method: 'GET',
			url,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: SILENCE_MS,
		})) as FileAnswer;
		const { location } = answer.headers;
		const isRedirect = answer.statusCode >= 300 && answer.statusCode < 400;
		if (!isRedirect || typeof location !== 'string' || redirects === MOST_REDIRECTS) return answer;
		answer.body.destroy();
		url = fileUrl(location, baseUrl, url);
	}
}

function problemOf(status: number, contentType: string): Error | undefined {
	const told = `MANGO OFFICE's one-time link to the recording answered HTTP ${status}`;
	if (NOT_THERE_YET.includes(status)) return new NotReadyError(told);
	if (status !== 200) return new Error(told);
	return isPage(contentType) ? new NoSoundError(contentType) : undefined;
}

/** The stream once its first bytes are known to be a sound's. */
async function checked(body: Readable, contentType: string): Promise<OpenFile> {
	let sound: Sound | undefined;
	const soundOnly = async function* (pieces: AsyncIterable<Buffer>) {
		let head = Buffer.alloc(0);
		for await (const piece of pieces) {
			if (sound !== undefined) {
				yield piece;
				continue;
			}
			head = Buffer.concat([head, piece]);
			if (head.length < HEAD_BYTES) continue;
			sound = soundOf(head);
			if (sound === undefined) break;
			yield head;
		}
		if (head.length === 0)
			throw new NotReadyError("MANGO OFFICE's one-time link to the recording gave an empty file");
		if (sound === undefined) throw new NoSoundError(contentType);
	};
	const stream = body.compose(soundOnly) as Readable;
	await new Promise<void>((resolve, reject) => {
		// What comes after the first piece is told to the reader; without a listener here it could end
		// the process before.
		stream.on('error', (error) => reject(toReadError(error))).once('readable', resolve);
	});
	if (sound === undefined) throw new NoSoundError(contentType);
	return { stream, sound };
}

/** A file of which less came than its Content-Length says, in words that a user knows. */
export function toReadError(error: unknown): unknown {
	const { code } = error as { code?: unknown };
	if (code !== 'ECONNRESET' && code !== 'ERR_STREAM_PREMATURE_CLOSE') return error;
	return new Error('The recording broke off while it was downloaded. Download it again.');
}
