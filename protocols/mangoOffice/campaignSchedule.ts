/** Hours of a weekday, 1 (Monday) to 7, by local clocks: minutes of the day, up to 24 hours. */
export interface LocalHours {
	weekday: number;
	from: number;
	to: number;
}

export interface UtcSlot {
	weekday: number;
	start: string;
	end: string;
}

const DAY = 24 * 60;
const WEEK = 7 * DAY;
const LAST_MINUTE = '23:59';

/**
 * The schedule of `campaign/add`: hours in UTC (docs/protocols/mango-office.md#campaign-methods).
 * Hours that cross midnight there become two slots, the first up to 23:59, since MANGO documents no
 * "24:00". `ahead` says by how many minutes the local clocks are ahead of UTC: MANGO keeps the
 * hours in UTC, so that they shift where clocks change.
 */
export function utcSchedule(hours: LocalHours[], ahead: number): UtcSlot[] {
	const slots = hours.flatMap(({ weekday, from, to }) =>
		slotsOf((weekday - 1) * DAY + from - ahead, to - from),
	);
	return slots.sort((a, b) => a.weekday - b.weekday || a.start.localeCompare(b.start));
}

/** One slot, or two if midnight lies between; `start` in minutes of the week. */
function slotsOf(start: number, length: number): UtcSlot[] {
	const from = ((start % WEEK) + WEEK) % WEEK;
	const left = DAY - (from % DAY);
	if (length < left) return [slot(from, clock(from + length))];
	const first = slot(from, LAST_MINUTE);
	return length === left ? [first] : [first, ...slotsOf(from + left, length - left)];
}

function slot(from: number, end: string): UtcSlot {
	return { weekday: Math.floor(from / DAY) + 1, start: clock(from), end };
}

function clock(minutes: number): string {
	const ofDay = minutes % DAY;
	return [Math.floor(ofDay / 60), ofDay % 60]
		.map((part) => String(part).padStart(2, '0'))
		.join(':');
}
