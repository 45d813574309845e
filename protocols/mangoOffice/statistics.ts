import { z } from 'zod';

import { camelCased } from './camelCase';
import { outcomeOfRecord, type ExtensionOf } from './outcome/record';
import type { OutcomeRule } from './outcome/rules';
import { moscowText } from './time';
import { numberOrNull } from './values';

type Json = Record<string, unknown>;

/** What calls to find; all optional (docs/protocols/mango-office.md#call-statistics). */
export interface CallFilters {
	employeeIds?: number[];
	groupIds?: number[];
	/** 1 incoming, 2 outgoing, 3 internal. */
	direction?: number;
	/** 1 successful, 0 not. */
	status?: number;
	/** 1 called back successfully, 0 in vain, 2 not at all. */
	recallStatus?: number;
	search?: string;
	contactCenter?: boolean;
	costs?: boolean;
}

/** The kind of calls that alone have a `recall_status`: incoming ones that nobody answered. */
const MISSED = { direction: 1, status: 0 } as const;

/**
 * The filters as MANGO takes them together: `recall_status` is set for missed calls only
 * (docs/protocols/mango-office.md#call-statistics). Undefined where they exclude each other.
 */
export function fittingFilters(filters: CallFilters): CallFilters | undefined {
	if (filters.recallStatus === undefined) return filters;
	const { direction = MISSED.direction, status = MISSED.status } = filters;
	const fits = direction === MISSED.direction && status === MISSED.status;
	return fits ? { ...filters, ...MISSED } : undefined;
}

export interface Span {
	from: Date;
	to: Date;
}

/** 30 days minus one second: MANGO refuses exactly 30 days. */
const LONGEST_SPAN_S = 30 * 86_400 - 1;
const PAGE_SIZES = [1, 5, 10, 20, 50, 100, 500, 1000, 2000, 5000];
export const LARGEST_PAGE = 5000;
export const SHORTEST_SEARCH = 3;

/** How long to wait before asking for the result first, and then again: not more often than every 5 seconds. */
export const FIRST_POLL_MS = 1000;
export const POLL_MS = 5000;

/** A time split into spans that MANGO takes, the oldest first; both ends belong to a span, to the second. */
export function spansOf({ from, to }: Span): Span[] {
	const [first, last] = [from, to].map((time) => Math.floor(time.getTime() / 1000));
	const spans: Span[] = [];
	for (let start = first; start <= last; start += LONGEST_SPAN_S + 1) {
		spans.push({
			from: new Date(start * 1000),
			to: new Date(Math.min(start + LONGEST_SPAN_S, last) * 1000),
		});
	}
	return spans;
}

/** The smallest page that holds as many calls, of the sizes that MANGO takes. */
export function pageSize(wanted: number): number {
	return PAGE_SIZES.find((size) => size >= wanted) ?? LARGEST_PAGE;
}

/** The parameters of `stats/calls/request`. */
export function callsRequest(
	{ from, to }: Span,
	filters: CallFilters,
	limit: number,
	offset: number,
): Json {
	const fields: Json = {
		start_date: moscowText(from),
		end_date: moscowText(to),
		limit,
		offset,
		user_ids: filters.employeeIds,
		group_ids: filters.groupIds,
		context_type: filters.direction,
		context_status: filters.status,
		recall_status: filters.recallStatus,
		search_string: filters.search,
		ext_params: filters.contactCenter ? 1 : undefined,
		ext_fields: filters.costs ? ['context_cost_full', 'context_cost_tariff'] : undefined,
	};
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const keySchema = z.object({ key: z.string().min(1) });
const recordSchema = z.record(z.unknown());
/** What is one of a list may stand alone (mango-office.md#call-statistics). */
const oneOrMore = <T extends z.ZodTypeAny>(schema: T) =>
	z.union([z.array(schema), schema.transform((one: z.output<T>) => [one])]).nullish();
const chunkSchema = z.object({ list: oneOrMore(recordSchema) });
const resultSchema = z.object({ status: z.string().nullish(), data: z.unknown() });
const dataSchema = oneOrMore(chunkSchema);

/** The key that the answer of `stats/calls/request` gives for asking for the result. */
export function readKey(answer: Json): string {
	return keySchema.parse(answer).key;
}

/** MANGO gave up, or no longer knows the report. */
export class ReportError extends Error {
	override name = 'ReportError';

	constructor(status: string) {
		super(`MANGO OFFICE did not make the report of calls: its status is '${status}'`);
	}
}

/**
 * The records of calls in the answer of `stats/calls/result`, with camelCase keys; undefined as
 * long as the report is not complete: what an unfinished one holds already is a part, and comes
 * again. MANGO says so by a status, by none, or by an empty answer (HTTP 204;
 * mango-office.md#call-statistics). Throws ReportError.
 */
export function readRecords(answer: Json): Json[] | undefined {
	return readPage(answer)?.records;
}

/** A page of a report: how many calls it holds, and of them those that are wanted. */
export interface Page {
	count: number;
	records: Json[];
}

/**
 * As `readRecords`. Rewriting the keys of 5,000 calls keeps n8n busy for half a second, ten times as long as reading
 * them: so it is done for the wanted ones only, which are told by the record as MANGO has it.
 */
export function readPage(
	answer: Json,
	isWanted: (raw: Json) => boolean = () => true,
): Page | undefined {
	const { status, data } = resultSchema.parse(answer);
	if (!status || status === 'request' || status === 'work') return undefined;
	if (status !== 'complete') throw new ReportError(status);
	const list = (dataSchema.parse(data) ?? []).flatMap((chunk) => chunk.list ?? []);
	return { count: list.length, records: list.filter(isWanted).map(camelCased) };
}

/** A call entry: what the call was first, then all as MANGO has it. */
export function callOf(
	record: Json,
	rules: readonly OutcomeRule[] = [],
	extensionOf?: ExtensionOf,
	now?: number,
): Json {
	const { contextType, contextStatus, duration, talkDuration, ...rest } = record;
	const facts = outcomeOfRecord(record, rules, extensionOf, now);
	return {
		...facts,
		successful: numberOrNull(contextStatus) === 1,
		duration: numberOrNull(duration),
		talkDuration: numberOrNull(talkDuration),
		contextType: numberOrNull(contextType),
		contextStatus: numberOrNull(contextStatus),
		...rest,
		// Whatever MANGO adds under these names one day.
		...facts,
	};
}
