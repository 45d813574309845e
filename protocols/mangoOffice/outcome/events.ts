import { fieldsOf, readCallEvent, readSummary, type Summary } from './callEvent';
import { legsOf, type EventLeg } from './eventLegs';
import type { CallFacts } from './facts';
import { judge } from './judge';
import { isHandedOver, lastExtension } from './leg';
import { isoTime, numberOrNull, textOf } from './values';
import type { OutcomeRule } from './rules';

/**
 * What a call was, from the items that the MANGO OFFICE Trigger gave for its entry, in any order, with duplicates and
 * gaps (reference/mango-office-api.md, section 2.3). It never throws: what is no event of a call is passed over.
 *
 * The legs decide by themselves when all events of the client's leg are there; without the summary,
 * they do in any case. Otherwise a talk that either the legs or the summary tell of has been: an
 * event can get lost, but none is made up.
 */
export function outcomeOfEvents(
	items: readonly unknown[],
	rules: readonly OutcomeRule[] = [],
): CallFacts {
	const all = items.map(fieldsOf);
	const summary = lastSummary(all.flatMap((item) => readSummary(item) ?? []));
	const { legs, direction } = legsOf(
		all.flatMap((item) => readCallEvent(item) ?? []),
		summary,
	);
	const ended = summary !== undefined || haveEnded(legs);
	const judgement = judge(
		{
			direction,
			legs,
			legsSuffice: direction !== 'incoming' && suffice(legs),
			total: summary,
			ended,
		},
		rules,
	);
	const times = legs.flatMap(({ rungAt, endedAt }) => [rungAt ?? [], endedAt ?? []].flat());
	return {
		...identityOf(all),
		...judgement,
		direction,
		clientNumber: firstText(all, 'clientNumber'),
		extension: judgement.answeredBy ?? lastExtension(legs) ?? summary?.extension ?? null,
		startTime: isoTime(summary?.startTime ?? (times.length > 0 ? Math.min(...times) : null)),
		endTime: ended
			? isoTime(summary?.endTime ?? (times.length > 0 ? Math.max(...times) : null))
			: null,
		recordingIds: [...new Set(all.flatMap(({ recordingId }) => textOf(recordingId) ?? []))].sort(),
	};
}

/** One for an entry; of contradicting ones always the same. */
function lastSummary(summaries: Summary[]): Summary | undefined {
	const keyed = summaries.map((summary) => ({ summary, text: JSON.stringify(summary) }));
	return keyed
		.sort(
			(a, b) => (a.summary.endTime ?? 0) - (b.summary.endTime ?? 0) || (a.text < b.text ? -1 : 1),
		)
		.at(-1)?.summary;
}

/** The client's leg, or an employee's that did not lead to the client, is there from its first event to its end. */
function suffice(legs: readonly EventLeg[]): boolean {
	const clients = legs.filter(({ side }) => side === 'client');
	const deciding = clients.length > 0 ? clients : legs.filter(({ side }) => side === 'employee');
	return (
		deciding.length > 0 &&
		deciding.every(({ isWhole }) => isWhole) &&
		!(clients.length === 0 && deciding.some(isHandedOver))
	);
}

/** Every leg has ended, or was taken over by another one, and none of them goes on in one that is not there yet. */
function haveEnded(legs: readonly EventLeg[]): boolean {
	// The leg that an employee consults on leaves the client's to itself.
	const takenOver = new Set(
		legs.flatMap(({ side, from }) =>
			side === 'menu' && from.extension !== null ? [] : [from.takenFromCallId],
		),
	);
	const last = legs.filter(({ id }) => !takenOver.has(id));
	if (last.some(({ ended }) => !ended)) return false;
	const handedOver = last.filter(isHandedOver).map(({ endedAt }) => endedAt ?? 0);
	return last.some((leg) => !isHandedOver(leg) && (leg.endedAt ?? 0) >= Math.max(0, ...handedOver));
}

type Identity = Pick<CallFacts, 'entryId' | 'taskId' | 'campaignId' | 'dealId' | 'commandId'>;

function identityOf(items: ReadonlyArray<Readonly<Record<string, unknown>>>): Identity {
	const commandId = firstText(items, 'commandId');
	const ids = Object.fromEntries(
		['taskId', 'campaignId', 'dealId'].flatMap((name) => {
			const id = numberOrNull(firstText(items, name));
			return id === null ? [] : [[name, id]];
		}),
	);
	return { entryId: firstText(items, 'entryId'), ...ids, ...(commandId !== null && { commandId }) };
}

/** Always the same one, should the items contradict each other. */
function firstText(
	items: ReadonlyArray<Readonly<Record<string, unknown>>>,
	name: string,
): string | null {
	return items.flatMap((item) => textOf(item[name]) ?? []).sort()[0] ?? null;
}
