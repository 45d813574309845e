import { startBitrix24, type Bitrix24Standin, type StandinOptions } from '../../sandbox/bitrix24';
import { clock } from '../clock/clock';

/** JSON of which any field may be looked at. */
export interface Json {
	readonly [field: string]: Json;
}

export interface RestReply {
	status: number;
	body: Json;
}

export interface OpenPortal {
	portal: Bitrix24Standin;
	/** A POST of JSON, as our nodes call. */
	call(method: string, params?: unknown): Promise<RestReply>;
	/** A deal's stage as the portal has it, not as an answer says. */
	stageOf(dealId: number): string | undefined;
}

/**
 * A stand-in for one test file: started before its tests, brought back to the sample data before
 * each, stopped after.
 */
export function openPortal(options: StandinOptions = {}): OpenPortal {
	const open = {} as OpenPortal;
	beforeAll(async () => {
		open.portal = await startBitrix24({ rateLimit: false, ...options });
	});
	beforeEach(() => open.portal.reset());
	afterAll(() => open.portal.stop());
	open.call = (method, params = {}) => postJson(open.portal.webhookUrl + method, params);
	open.stageOf = (dealId) => open.portal.deal(dealId)?.stageId;
	return open;
}

export async function postJson(url: string, params: unknown): Promise<RestReply> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(params),
	});
	return { status: response.status, body: await jsonOf(response) };
}

export async function jsonOf(response: Response): Promise<Json> {
	return (await response.json()) as Json;
}

export function rows(list: Json | undefined): Json[] {
	if (!Array.isArray(list)) throw new Error(`not a list: ${JSON.stringify(list)}`);
	return list;
}

/** Moves the clock until something is so, through all that is due before; gives what was found. */
export async function until<T>(look: () => T | undefined | false): Promise<T> {
	return await clock.until(look);
}

/** Moves the clock so far. What is under way by itself comes to rest. */
export const pause = (ms: number) => clock.advance(ms);
