import type { LocalHours } from '../../../../protocols/mangoOffice/campaignSchedule';

/** A row of the parameter 'Schedule', of which an expression may make anything. */
export interface HoursRow {
	/** A list of numbers. */
	weekdays?: unknown;
	/** "HH:MM"; an end of "00:00" or "24:00" is midnight at the end of the day. */
	start?: unknown;
	end?: unknown;
}

const DAY = 24 * 60;
const WEEKDAYS: readonly unknown[] = [1, 2, 3, 4, 5, 6, 7];

/** The hours of each weekday. Throws an Error whose message is fit for the user. */
export function readHours(rows: unknown): LocalHours[] {
	const hours = listOf(rows).flatMap((row) => {
		const { weekdays, start, end }: HoursRow = row ?? {};
		const [from, to] = [minutesOf('Start', start), minutesOf('End', end) || DAY];
		if (to <= from)
			throw new Error(
				`The hours ${String(start)} to ${String(end)} end before they start. Hours past midnight need two rows.`,
			);
		if (!Array.isArray(weekdays) || weekdays.length === 0)
			throw new Error(`The hours ${String(start)} to ${String(end)} have no weekday`);
		return weekdays.map((weekday) => ({ weekday: weekdayOf(weekday), from, to }));
	});
	if (hours.length === 0) throw new Error('The schedule is empty: the campaign would never call');
	return hours;
}

function listOf(rows: unknown): Array<HoursRow | null> {
	return Array.isArray(rows) ? (rows as Array<HoursRow | null>) : [];
}

function minutesOf(name: string, text: unknown): number {
	const [, hours, minutes] =
		/^(\d{1,2}):(\d\d)$/.exec(typeof text === 'string' ? text.trim() : '') ?? [];
	const total = Number(hours) * 60 + Number(minutes);
	if (hours === undefined || Number(minutes) > 59 || total > DAY) {
		throw new Error(`'${name}' was ${JSON.stringify(text)}. Give a time such as 09:30.`);
	}
	return total;
}

function weekdayOf(weekday: unknown): number {
	if (WEEKDAYS.includes(weekday)) return weekday as number;
	throw new Error(`The weekday was ${JSON.stringify(weekday)}. Allowed: 1 (Monday) to 7 (Sunday).`);
}
