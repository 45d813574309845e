import type { IDataObject } from 'n8n-workflow';

import { attemptAsync, valueOf } from '../../../../protocols/attempt';
import { findAsked, type AskedCall } from '../../../../protocols/mangoOffice/outcome/askedCall';
import { outcomeOfRecord } from '../../../../protocols/mangoOffice/outcome/record';
import {
	LARGEST_PAGE,
	SHORTEST_SEARCH,
	spansOf,
	type CallFilters,
	type Page,
	type Span,
} from '../../../../protocols/mangoOffice/statistics';
import { NoTimeError, type MangoApi } from '../../api';
import { askForPage, fetchPage, type PageWish } from '../statistics/callReport';
import type { OutcomeBook } from './outcomeBook';
import { OutcomeLine } from './outcomeLine';
import { partsOf, type Part } from './outcomeSpans';
import type { CallTarget } from './outcomeTarget';
import type { OutcomeTurns } from './outcomeTurns';

/**
 * So many clients are asked for each by a report of their own. A report of a busy account's four
 * hours can be 13 MB long, one of a number is a few kB; but MANGO takes one request for a report in
 * two seconds. `user_ids` would narrow it as well, but no document says whether MANGO means by them
 * all employees of a call or only those who were asked first, and a call that is left out costs a
 * second report.
 */
const MOST_NUMBERS = 2;

/**
 * A report of a number that lacks its call is no proof: how MANGO searches is not documented in all
 * detail. But a call that ended just now is not in the statistics yet, most likely; whoever asks
 * again later is spared the whole report.
 */
const FRESH_MS = 30_000;

/**
 * One look at the extended statistics (docs/protocols/mango-office.md#call-statistics) for all
 * calls that are looked for.
 */
export class CallLook {
	/** Requests are sent one after another: none may follow on one that MANGO refused as wrong. */
	private readonly line = new OutcomeLine();

	constructor(
		private readonly api: MangoApi,
		private readonly book: OutcomeBook,
		/** When it has to be over, in ms. */
		private readonly end: number,
		private readonly turns: OutcomeTurns,
	) {}

	async run(targets: readonly CallTarget[], lookBackMs: number): Promise<void> {
		const parts = this.turns.sorted(
			partsOf(targets, lookBackMs),
			({ within }) => within,
			Date.now(),
		);
		await Promise.all(parts.map((part, rank) => this.lookAt(part, rank)));
		for (const [rank, { within }] of parts.entries())
			for (const target of within)
				if (this.isThrough(target) || rank === 0) this.turns.note(target, Date.now());
	}

	/** A turn that was cut short is none, but the first one's: no more can be done for it in a look. */
	private isThrough(target: CallTarget): boolean {
		const obstacle = this.book.obstacleOf(target);
		return obstacle === undefined || obstacle.is === 'refused';
	}

	/** Of two parts that want to ask, the one of the lower rank goes first. */
	private async lookAt({ span, within }: Part, rank: number): Promise<void> {
		const numbers = [...new Set(within.map(searchOf))];
		let left = within;
		if (numbers.length <= MOST_NUMBERS && !numbers.includes(undefined)) {
			await Promise.all(
				numbers.map((search) =>
					this.report(
						span,
						{ search },
						within.filter((target) => searchOf(target) === search),
						rank,
					),
				),
			);
			left = within.filter((target) => this.isWorthAll(target));
		}
		if (left.length > 0) await this.report(span, {}, left, rank);
	}

	/** Of a call that the report of its number did not hold. */
	private isWorthAll(target: CallTarget): boolean {
		if (
			!this.book.isOpen(target) ||
			this.book.lastOf(target) !== undefined ||
			this.book.obstacleOf(target) !== undefined
		)
			return false;
		return !this.book.passes || target.at === undefined || Date.now() - target.at > FRESH_MS;
	}

	private async report(
		span: Span,
		filters: CallFilters,
		targets: readonly CallTarget[],
		rank: number,
	): Promise<void> {
		const records: IDataObject[] = [];
		for (const part of spansOf(span)) {
			for (let offset = 0; ; offset += LARGEST_PAGE) {
				const wish = { span: part, filters, size: LARGEST_PAGE, offset };
				const page = await attemptAsync(this.page(wish, targets, rank));
				if ('error' in page) return this.book.fail(targets, page.error, 'calls');
				if (page.value === undefined) return;
				records.push(...(page.value.records as IDataObject[]));
				this.takeEntries(targets, page.value.records as IDataObject[]);
				if (page.value.count < LARGEST_PAGE || !targets.some((target) => this.book.isOpen(target)))
					break;
			}
		}
		this.takeAsked(targets, records);
		const open = targets.filter(
			(target) => this.book.isOpen(target) && this.book.lastOf(target) === undefined,
		);
		for (const target of open) this.book.miss(target);
	}

	/** Undefined when there was no time for it. */
	private async page(
		wish: PageWish,
		targets: readonly CallTarget[],
		rank: number,
	): Promise<Page | undefined> {
		const key = await this.line.run(rank, async () => await this.ask(wish));
		const page =
			key === undefined
				? undefined
				: await unlessLate(fetchPage(this.api, key, this.end, wantedBy(targets)));
		const open = page === undefined ? targets.filter((target) => this.book.isOpen(target)) : [];
		const isBegun = key !== undefined || wish.offset > 0;
		for (const target of open) this.book.hinder(target, { is: isBegun ? 'notTold' : 'notAsked' });
		return page;
	}

	/** Undefined when it is too late. */
	private async ask(wish: PageWish): Promise<string | undefined> {
		if (this.book.isOver || Date.now() >= this.end) return undefined;
		const key = await attemptAsync(unlessLate(askForPage(this.api, wish, this.end)));
		if ('error' in key) this.book.stopAfter(key.error, 'calls');
		return valueOf(key);
	}

	private takeEntries(targets: readonly CallTarget[], records: readonly IDataObject[]): void {
		const byEntry = new Map(records.map((record) => [String(record.entryId), record]));
		for (const target of targets) {
			const record = 'entryId' in target ? byEntry.get(target.entryId) : undefined;
			if (record !== undefined) this.take(target, record);
		}
	}

	private takeAsked(targets: readonly CallTarget[], records: readonly IDataObject[]): void {
		const asked = targets.flatMap((target): Array<AskedCall & { target: CallTarget }> =>
			'asked' in target
				? [
						{
							...target.asked,
							...(target.extension !== undefined && { extension: target.extension }),
							target,
						},
					]
				: [],
		);
		if (asked.length === 0) return;
		const taken = new Set(
			targets.flatMap((target) => ('entryId' in target ? [target.entryId] : [])),
		);
		for (const [{ target }, record] of findAsked(asked, records, taken)) this.take(target, record);
	}

	private take(target: CallTarget, record: IDataObject): void {
		this.book.take(target, record, outcomeOfRecord(record, [], undefined, Date.now()).final);
	}
}

/** By the record as MANGO has it; what a call is that was asked for is seen later. */
function wantedBy(targets: readonly CallTarget[]): (raw: Page['records'][number]) => boolean {
	const entries = new Set(
		targets.flatMap((target) => ('entryId' in target ? [target.entryId] : [])),
	);
	const isAnyAsked = targets.some((target) => 'asked' in target);
	return ({ entry_id: entryId }) => isAnyAsked || entries.has(String(entryId));
}

async function unlessLate<T>(step: Promise<T>): Promise<T | undefined> {
	const done = await attemptAsync(step);
	return 'error' in done && done.error instanceof NoTimeError ? undefined : valueOf(done);
}

/** What MANGO is to search for: the digits, as it writes numbers itself. Undefined where no number is known. */
function searchOf({ clientNumber }: CallTarget): string | undefined {
	const digits = clientNumber?.startsWith('+') ? clientNumber.slice(1) : undefined;
	return digits !== undefined && digits.length >= SHORTEST_SEARCH ? digits : undefined;
}
