/** Hours of the week by local clocks; weekdays 1 (Monday) to 7. */
export interface LocalHours {
	weekdays: number[];
	/** "HH:MM"; an end of "00:00" or "24:00" is midnight at the end of the day. */
	start: string;
	end: string;
}

export interface UtcSlot {
	weekday: number;
	start: string;
	end: string;
}

/** Hours that cannot be sent; its message is fit for the user. */
class ScheduleError extends Error {
	override name = 'ScheduleError';
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
	const slots = hours.flatMap(({ weekdays, start, end }) => {
		const [from, to] = [minutesOf('Start', start), minutesOf('End', end) || DAY];
		if (to <= from)
			throw new ScheduleError(
				`The hours ${start} to ${end} end before they start. Hours past midnight need two rows.`,
			);
		if (weekdays.length === 0)
			throw new ScheduleError(`The hours ${start} to ${end} have no weekday`);
		return weekdays.flatMap((weekday) =>
			slotsOf((weekdayOf(weekday) - 1) * DAY + from - ahead, to - from),
		);
	});
	if (slots.length === 0)
		throw new ScheduleError('The schedule is empty: the campaign would never call');
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

function minutesOf(name: string, text: string): number {
	const [, hours, minutes] = /^(\d{1,2}):(\d\d)$/.exec(text.trim()) ?? [];
	const total = Number(hours) * 60 + Number(minutes);
	if (hours === undefined || Number(minutes) > 59 || total > DAY) {
		throw new ScheduleError(`'${name}' was ${JSON.stringify(text)}. Give a time such as 09:30.`);
	}
	return total;
}

function weekdayOf(weekday: number): number {
	if (Number.isInteger(weekday) && weekday >= 1 && weekday <= 7) return weekday;
	throw new ScheduleError(
		`The weekday was ${JSON.stringify(weekday)}. Allowed: 1 (Monday) to 7 (Sunday).`,
	);
}
