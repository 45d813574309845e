import type { Response } from 'express';
import { z } from 'zod';

import type { Clock } from './clock';

/** An HTTP answer. An object is sent as JSON, a text as it is, nothing as no body. */
export interface Answer {
	status: number;
	headers?: Record<string, string>;
	body?: unknown;
}

/** A request that a service refuses, with what it answers. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly body: unknown,
		text = 'refused',
	) {
		super(text);
	}
}

/** An answer that is asked for, in place of the service's own. */
export const forcedAnswerShape = z
	.object({
		/**
		 * Only for this method: of Bitrix24 `crm.item.get` (a batch is `batch`), of MANGO
		 * `commands/callback`, `files` for the file of a recording. Without it, for the next request.
		 */
		method: z.string(),
		status: z.number().int().min(200).max(599),
		headers: z.record(z.string()),
		body: z.unknown(),
		delayMs: z.number().nonnegative(),
		dropConnection: z.boolean(),
		/** Run the request first, then answer this instead: a write that took effect although its answer was lost. */
		runFirst: z.boolean(),
	})
	.partial();
export type ForcedAnswer = z.infer<typeof forcedAnswerShape>;

export function sendAnswer(response: Response, { status, headers = {}, body }: Answer): void {
	response.status(status).set(headers);
	if (Buffer.isBuffer(body) || 'Content-Length' in headers) sendRaw(response, body);
	else if (body === undefined) response.end();
	else if (typeof body === 'string') response.send(body);
	else response.json(body);
}

/** Gives the status, 0 for a dropped connection. */
export async function sendForced(
	response: Response,
	{ status = 200, headers, body, delayMs, dropConnection }: ForcedAnswer,
	clock: Clock,
): Promise<number> {
	if (delayMs) await clock.sleep(delayMs);
	if (dropConnection) {
		response.socket?.destroy();
		return 0;
	}
	sendAnswer(response, { status, headers, body });
	return status;
}

/** Any bytes with any headers. Fewer than the headers announce: the connection ends with them. */
function sendRaw(response: Response, body: unknown): void {
	const bytes = Buffer.isBuffer(body) ? body : Buffer.from(String(body ?? ''));
	const announced = Number(response.get('Content-Length') ?? 0);
	response.write(bytes, () => {
		if (announced > bytes.length) response.destroy();
		else response.end();
	});
}
