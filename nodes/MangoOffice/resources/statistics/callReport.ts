import { sleep, type IDataObject } from 'n8n-workflow';

import {
	callsRequest,
	FIRST_POLL_MS,
	LARGEST_PAGE,
	pageSize,
	POLL_MS,
	readKey,
	readRecords,
	spansOf,
	type CallFilters,
	type Span,
} from '../../../../protocols/mangoOffice/statistics';
import type { MangoApi } from '../../api';

/** The report was not complete within the time that the user gives it. */
export class ReportTimeoutError extends Error {
	override name = 'ReportTimeoutError';

	constructor(waitMs: number) {
		super(`MANGO OFFICE did not complete the report of calls within ${waitMs / 60_000} minutes. Ask for a shorter time or narrow the filters, or raise 'Time-Out'.`);
	}
}

export interface ReportWish {
	span: Span;
	filters: CallFilters;
	limit: number;
	/** For the whole of it, in ms. */
	waitMs: number;
}

/** The records of the calls of a time of any length, in spans and pages that MANGO takes, each entry once. */
export async function callReport(api: MangoApi, { span, filters, limit, waitMs }: ReportWish): Promise<IDataObject[]> {
	const end = Date.now() + waitMs;
	const calls = new Map<unknown, IDataObject>();
	for (const part of spansOf(span)) {
		// One size for all pages of a span: the offset counts calls.
		const size = pageSize(limit === Infinity ? LARGEST_PAGE : limit - calls.size);
		for (let offset = 0; ; offset += size) {
			const page = await readPage(api, callsRequest(part, filters, size, offset) as IDataObject);
			// A call that came in meanwhile moves the others on by one.
			for (const call of page) calls.set(call.entryId ?? call, call);
			if (calls.size >= limit) return [...calls.values()].slice(0, limit);
			if (page.length < size) break;
		}
	}
	return [...calls.values()];

	async function readPage(from: MangoApi, params: IDataObject): Promise<IDataObject[]> {
		const key = readKey(await from.call('stats/calls/request', params, 'read'));
		for (let pause = FIRST_POLL_MS; ; pause = POLL_MS) {
			if (Date.now() + pause > end) throw new ReportTimeoutError(waitMs);
			await sleep(pause);
			const page = readRecords(await from.call('stats/calls/result', { key }, 'read'));
			if (page !== undefined) return page as IDataObject[];
		}
	}
}
