import { attempt, valueOf, type Attempt } from '../../../../protocols/attempt';
import { findCall, readCall, type LoggedCall } from '../../../../protocols/bitrix24/callActivity';
import { pollUntil } from '../../../shared/guard/repeat';
import type { Bitrix24Api } from '../../api';

/** The last one stays. */
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000];

type Found = Attempt<LoggedCall | undefined>;

/**
 * The logged calls of these entries, or undefined for those that are not there by the time `until`:
 * a recording may be ready before its call is logged. Asks for all of them in one request, again
 * and again with growing pauses.
 */
export async function findCalls(
	api: Bitrix24Api,
	wishes: ReadonlyArray<{ entryId: string; until: number }>,
): Promise<Map<string, Found>> {
	const calls = new Map<string, Found>();
	let waiting = [...wishes];
	const look = async () => {
		const entryIds = [...new Set(waiting.map(({ entryId }) => entryId))];
		const outcomes = await api.run(entryIds.map(findCall));
		entryIds.forEach((entryId, i) =>
			calls.set(
				entryId,
				attempt(() => readCall(valueOf(outcomes[i]), entryId)),
			),
		);
		const now = Date.now();
		waiting = waiting.filter(({ entryId, until }) => until > now && isMissing(calls.get(entryId)));
		return waiting.length === 0 ? calls : undefined;
	};
	if (waiting.length > 0)
		await pollUntil(look, {
			context: api.context,
			pauses: PAUSES_MS,
			leftMs: () => Math.max(...waiting.map(({ until }) => until)) - Date.now(),
		});
	return calls;
}

function isMissing(call: Found | undefined): boolean {
	return call !== undefined && 'value' in call && call.value === undefined;
}
