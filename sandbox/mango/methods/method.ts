import type { Answer } from '../../core/answers';
import type { Json } from '../../core/json';
import type { Timers } from '../../core/timers';
import type { Exchange } from '../calls/exchange';
import type { Campaigns } from '../campaigns/campaigns';
import type { Teller } from '../calls/eventStyle';
import type { Fields } from '../fields';
import type { Recordings } from '../recordings';
import type { Reports } from '../reports';
import type { AddressBook } from '../addressBook';
import type { StatisticsNumbers } from './callContext';

/**
 * What tells that the basic statistics are ready, in the newer document and in the older
 * (mango-office.md#event-paths).
 */
export type StatisticsEvent = 'result/stat' | 'result/stats';

/** What a method may look at and change. */
export interface Pbx {
	exchange: Exchange;
	campaigns: Campaigns;
	recordings: Recordings;
	reports: Reports;
	addressBook: AddressBook;
	teller: Teller;
	timers: Timers;
	/** What the statistics write as `call_abonent_number` of an employee. */
	statisticsNumbers: StatisticsNumbers;
	statisticsEvent: StatisticsEvent;
	/** Milliseconds, as Date.now. */
	now: () => number;
}

/** An answer that is not JSON with HTTP 200. */
export class RawAnswer implements Answer {
	constructor(
		readonly status: number,
		readonly headers: Record<string, string> = {},
		readonly body?: unknown,
	) {}
}

export type Method = (fields: Fields, pbx: Pbx) => Json | RawAnswer;

export function ok(more: Json = {}): Json {
	return { result: 1000, ...more };
}

/** `2025.09.26 08:28:12` or with other separators, in the time zone that is `hours` ahead of UTC. */
export function clockTime(time: Date, separator: '.' | '-', hours: number): string {
	const shifted = new Date(time.getTime() + hours * 3600_000);
	return shifted.toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', separator);
}
