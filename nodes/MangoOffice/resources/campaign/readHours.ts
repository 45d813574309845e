import type { LocalHours } from '../../../../protocols/mangoOffice/campaignSchedule';

/** A row of the parameter 'Schedule'. */
export interface HoursRow {
	weekdays: number[];
	/** "HH:MM"; an end of "00:00" or "24:00" is midnight at the end of the day. */
	start: string;
	end: string;
}

const DAY = 24 * 60;

/** The hours of each weekday. Throws an Error whose message is fit for the user. */
export function readHours(rows: HoursRow[]): LocalHours[] {
	const hours = rows.flatMap(({ weekdays, start, end }) => {
		const [from, to] = [minutesOf('Start', start), minutesOf('End', end) || DAY];
		if (to <= from)
			throw new Error(
				`The hours ${start} to ${end} end before they start. Hours past midnight need two rows.`,
			);
		if (weekdays.length === 0) throw new Error(`The hours ${start} to ${end} have no weekday`);
		return weekdays.map((weekday) => ({ weekday: weekdayOf(weekday), from, to }));
	});
	if (hours.length === 0) throw new Error('The schedule is empty: the campaign would never call');
	return hours;
}

function minutesOf(name: string, text: string): number {
	const [, hours, minutes] = /^(\d{1,2}):(\d\d)$/.exec(text.trim()) ?? [];
	const total = Number(hours) * 60 + Number(minutes);
	if (hours === undefined || Number(minutes) > 59 || total > DAY) {
		throw new Error(`'${name}' was ${JSON.stringify(text)}. Give a time such as 09:30.`);
	}
	return total;
}

function weekdayOf(weekday: number): number {
	if (Number.isInteger(weekday) && weekday >= 1 && weekday <= 7) return weekday;
	throw new Error(`The weekday was ${JSON.stringify(weekday)}. Allowed: 1 (Monday) to 7 (Sunday).`);
}
