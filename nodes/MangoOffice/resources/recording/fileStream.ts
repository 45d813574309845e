import type { IExecuteFunctions } from 'n8n-workflow';

type Readable = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;

/** How long nothing may come before the download counts as broken. */
const SILENCE_MS = 60_000;

interface FileAnswer {
	statusCode: number;
	headers: Record<string, unknown>;
	body: Readable;
}

/**
 * Opens a one-time link (reference/mango-office-api.md, section 1.6): a plain GET that carries neither form nor key. The
 * file is not read here: it flows on as a stream.
 */
export async function openFile(context: IExecuteFunctions, url: string): Promise<{ stream: Readable; mimeType: string }> {
	const answer = (await context.helpers.httpRequest({
		method: 'GET',
		url,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		timeout: SILENCE_MS,
	})) as FileAnswer;
	if (answer.statusCode !== 200) {
		answer.body.destroy();
		throw new Error(`MANGO OFFICE's one-time link to the recording answered HTTP ${answer.statusCode}`);
	}
	const [mimeType] = String(answer.headers['content-type'] ?? 'audio/mpeg').split(';');
	return { stream: answer.body, mimeType: mimeType.trim() };
}
