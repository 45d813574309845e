import type { IDataObject } from 'n8n-workflow';

import { attemptAsync } from '../../../../protocols/attempt';
import {
	callsRequest,
	FIRST_POLL_MS,
	LARGEST_PAGE,
	pageSize,
	POLL_MS,
	readKey,
	readPage as readPageOf,
	spansOf,
	type CallFilters,
	type Page,
	type Span,
} from '../../../../protocols/mangoOffice/statistics';
import { pause, pollUntil } from '../../../shared/guard/repeat';
import { NoTimeError, type MangoApi } from '../../api';

/** So little that a look at the statistics (call/outcomeSearch.ts) has time for all that it has to ask. */
const POLL_JITTER_MS = 100;

/** The report was not complete within the time that the user gives it. */
class ReportTimeoutError extends Error {
	override name = 'ReportTimeoutError';

	constructor(waitMs: number, advice: string) {
		super(
			`MANGO OFFICE did not complete the report of calls within ${waitMs / 60_000} minutes. ${advice}`,
		);
	}
}

export interface ReportWish {
	span: Span;
	filters: CallFilters;
	limit: number;
	/** What a record counts towards the limit; without this, one. */
	countOf?: (record: IDataObject) => number;
	/** For the whole of it, in ms. */
	waitMs: number;
	/** What the user can do when the time is over. */
	advice: string;
}

/** One page of a report; its span is one that MANGO takes. */
export interface PageWish {
	span: Span;
	filters: CallFilters;
	size: number;
	offset: number;
}

/**
 * The records of the calls of a time of any length, in spans and pages that MANGO takes, each entry once. It reads on
 * until there are as many as the limit; the last page may hold more.
 */
export async function callReport(
	api: MangoApi,
	{ span, filters, limit, countOf = () => 1, waitMs, advice }: ReportWish,
): Promise<IDataObject[]> {
	const end = Date.now() + waitMs;
	const calls = new Map<unknown, IDataObject>();
	let count = 0;
	for (const part of spansOf(span)) {
		// One size for all pages of a span: the offset counts calls.
		const size = pageSize(limit === Infinity ? LARGEST_PAGE : limit - count);
		for (let offset = 0; ; offset += size) {
			const page = await readPage({ span: part, filters, size, offset });
			// A call that came in meanwhile moves the others on by one.
			for (const call of page.records as IDataObject[]) {
				const key = call.entryId ?? call;
				if (!calls.has(key)) count += countOf(call);
				calls.set(key, call);
			}
			if (count >= limit) return [...calls.values()];
			if (page.count < size) break;
		}
	}
	return [...calls.values()];

	async function readPage(wish: PageWish): Promise<Page> {
		const page = await attemptAsync(
			askForPage(api, wish, end).then((key) => fetchPage(api, key, end)),
		);
		if ('error' in page && !(page.error instanceof NoTimeError)) throw page.error;
		if ('error' in page || page.value === undefined) throw new ReportTimeoutError(waitMs, advice);
		return page.value;
	}
}

/** Has MANGO make a page; gives the key to fetch it by. Throws NoTimeError when that cannot be before `end`. */
export async function askForPage(
	api: MangoApi,
	{ span, filters, size, offset }: PageWish,
	end: number,
): Promise<string> {
	return readKey(
		await api.call(
			'stats/calls/request',
			callsRequest(span, filters, size, offset) as IDataObject,
			'read',
			end,
		),
	);
}

/** A page as soon as MANGO has made it; undefined when it has not by `end`. Throws ReportError, NoTimeError. */
export async function fetchPage(
	api: MangoApi,
	key: string,
	end: number,
	isWanted?: (raw: Page['records'][number]) => boolean,
): Promise<Page | undefined> {
	const polling = {
		context: api.context,
		// At the end itself nothing is sent any more.
		leftMs: () => end - 1 - Date.now(),
		mostJitterMs: POLL_JITTER_MS,
	};
	if (!(await pause(FIRST_POLL_MS, { ...polling, leastMs: FIRST_POLL_MS }))) return undefined;
	return await pollUntil(
		async () => readPageOf(await api.call('stats/calls/result', { key }, 'read', end), isWanted),
		{ ...polling, pauses: [POLL_MS], leastMs: POLL_MS },
	);
}
