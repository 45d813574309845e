import { isDeepStrictEqual } from 'node:util';

import type { IDataObject } from 'n8n-workflow';

import {
	firstState,
	keptState,
	newCalls,
	nextState,
	polledCall,
	spanToRead,
} from '../../nodes/MangoOffice/polling/state';
import { parseJson } from '../../protocols/json';
import { callsRequest, readPage, spansOf } from '../../protocols/mangoOffice/statistics';
import { expectThat, type Target } from './examine';
import { CALL, LEG } from './mangoTargets';

/** Half an hour after the call of CALL. */
const NOW = 1_772_353_800_000;
const LOOK_BACK_MS = 2 * 3_600_000;
const KEPT = {
	...{ startedAt: NOW - 90_000_000, until: NOW - 60_000, openSince: NOW - 3_600_000 },
	...{ keptFrom: NOW - 90_000_000, given: { '0a1b2c3d4e5f': NOW - 3_600_000 } },
};

/** One poll, and the beginning of the next, by what the first has kept. */
function poll(kept: IDataObject, list: unknown): unknown {
	const state = keptState(kept) ?? firstState(NOW);
	const span = spanToRead(state, NOW, LOOK_BACK_MS);
	// More of them are alike.
	const requests = spansOf(span)
		.slice(0, 3)
		.map((one) => callsRequest(one, {}, 5000, 0));
	const page = readPage({ status: 'complete', data: [{ list }] });
	const calls = (page?.records ?? []).map((record) => polledCall(record as IDataObject, NOW));
	const given = newCalls(state, calls);
	const next = nextState(state, span, calls, LOOK_BACK_MS);
	const again = JSON.parse(JSON.stringify(next)) as IDataObject;
	expectThat(isDeepStrictEqual(keptState(again), next), 'Kept and read again it was another');
	const { from } = spanToRead(next, NOW + 60_000, LOOK_BACK_MS);
	expectThat(from >= span.from, `It goes back to ${from.toISOString()}`);
	const found = calls.filter(({ startedAt }) => startedAt !== null && startedAt >= +from);
	expectThat(newCalls(next, found).length === 0, 'A call is given twice');
	return [requests, given, next];
}

/** What the polling trigger has kept, and what MANGO answers to it. */
export const pollTargets: readonly Target[] = [
	{
		name: 'polled calls',
		grammar: {
			seeds: [
				JSON.stringify({ kept: KEPT, list: [CALL, { ...CALL, entry_id: 'MToy' }] }),
				JSON.stringify({ kept: {}, list: [{ ...CALL, duration: 0, context_calls: [] }] }),
			],
			words: [...Object.keys(KEPT), ...Object.keys(CALL), ...Object.keys(LEG)],
			json: { head: 0 },
		},
		limit: 64 * 1024,
		refusals: ['ZodError'],
		read: (text) => {
			const { kept, list } = Object(parseJson(text)) as IDataObject;
			return poll(Object(kept) as IDataObject, list);
		},
	},
];
