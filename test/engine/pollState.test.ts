import type { IDataObject } from 'n8n-workflow';

import {
	firstState,
	keptState,
	newCalls,
	nextState,
	spanToRead,
	type PolledCall,
} from '../../nodes/MangoOffice/polling/state';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-25T09:00:00Z');
const call = (
	id: string,
	startedAt: number | null,
	more: Partial<PolledCall> = {},
): PolledCall => ({
	id,
	startedAt,
	endedAt: startedAt === null ? null : startedAt + 60_000,
	isOver: true,
	...more,
});

test('a call that goes on is read again from its beginning, until it is over', () => {
	const state = firstState(START);
	const long = call('long', START - HOUR, { isOver: false, endedAt: null });
	let now = START;
	let kept = state;
	for (let i = 0; i < 10; i += 1) {
		now += HOUR;
		const span = spanToRead(kept, now, HOUR);
		expect(span.from.getTime()).toBeLessThanOrEqual(START - HOUR);
		expect(newCalls(kept, [long])).toEqual([]);
		kept = nextState(kept, span, [long], HOUR);
	}
	const over = call('long', START - HOUR, { endedAt: now });
	expect(newCalls(kept, [over])).toEqual([over]);
	const after = nextState(kept, spanToRead(kept, now + HOUR, HOUR), [over], HOUR);
	expect(newCalls(after, [over])).toEqual([]);
	expect(spanToRead(after, now + HOUR, HOUR).from.getTime()).toBe(now);
});

test.each<[string, PolledCall, boolean]>([
	['that tells no time at all', call('x', null), true],
	['that tells no end, and began after the start', call('x', START + 1, { endedAt: null }), true],
	['that tells no end, and began before', call('x', START - 1, { endedAt: null }), false],
	['that ended in the second of the start', call('x', START - 60_000), true],
	['whose ID is a word of every object', call('constructor', START + 1), true],
])('a call %s: %#', (_name, one, isNew) => {
	expect(newCalls(firstState(START), [one])).toEqual(isNew ? [one] : []);
});

test('a call that tells no time is given once all the same', () => {
	const state = firstState(START);
	const span = spanToRead(state, START + HOUR, HOUR);
	const kept = nextState(state, span, [call('x', null)], HOUR);
	expect(newCalls(kept, [call('x', null)])).toEqual([]);
});

test.each<[string, Partial<PolledCall>]>([
	['told in another time zone', { endedAt: START - 3 * HOUR }],
	['long ago', { endedAt: 1000 }],
	['in the second before', { endedAt: START + HOUR / 2 - 1000 }],
])('a call whose end is before its beginning, %s, is given once', (_name, more) => {
	const state = { ...firstState(START), startedAt: 0 };
	const odd = call('odd', START + HOUR / 2, more);
	const kept = nextState(state, spanToRead(state, START + HOUR, HOUR), [odd], HOUR);
	expect(newCalls(state, [odd])).toEqual([odd]);
	expect(newCalls(kept, [odd])).toEqual([]);
});

test('a clock that was put back reads nothing of the future', () => {
	const span = spanToRead(firstState(START), START - 5 * HOUR, HOUR);
	expect([span.from.getTime(), span.to.getTime()]).toEqual([START - 6 * HOUR, START - 5 * HOUR]);
});

test.each([1, START - 365 * 24 * HOUR, START - 2 * HOUR - 1])(
	'a call that goes on since %d, before the time asked for, has no earlier time asked for',
	(startedAt) => {
		const state = firstState(START);
		const span = spanToRead(state, START + HOUR, 2 * HOUR);
		const kept = nextState(state, span, [call('x', startedAt, { isOver: false })], 2 * HOUR);
		expect(spanToRead(kept, START + HOUR, 2 * HOUR).from).toEqual(span.from);
	},
);

const KEPT = firstState(START);

test('what is kept is read as it was', () => {
	const kept = { ...KEPT, openSince: START, given: { '0a1b2c3d4e5f': START } };
	expect(keptState(kept)).toEqual(kept);
});

test.each([
	...[{}, { until: '2026' }, { lastTimeChecked: 'x' }, { until: START }, { ...KEPT, given: null }],
	...[
		{ ...KEPT, given: { a: '1' } },
		{ ...KEPT, keptFrom: null },
		{ ...KEPT, startedAt: '1' },
	],
	...[
		{ ...KEPT, openSince: {} },
		{ ...KEPT, until: 1e300 },
		{ ...KEPT, until: -1 },
	],
])('%j is no state of this node', (data: IDataObject) => {
	expect(keptState(data)).toBeUndefined();
});
