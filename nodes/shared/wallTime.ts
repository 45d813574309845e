import { tryToParseDateTime } from 'n8n-workflow';

import { attempt } from '../../protocols/attempt';

const FORM = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * The instant that a date and time text means; without an offset it is the wall time of `zone` (IANA name), as n8n's
 * date fields are. Throws an Error whose message is fit for the user.
 */
export function parseTime(text: string, zone: string): Date {
	const written = text.trim().replace(' ', 'T');
	const parsed = attempt(() => tryToParseDateTime(written, zone));
	// n8n's parser sees a date in a lone number, too, and takes 31 February for 3 March.
	const isMeant = (day: string) => FORM.test(written) && written.startsWith(day);
	if ('value' in parsed && isMeant(parsed.value.toFormat('yyyy-MM-dd')))
		return parsed.value.toJSDate();
	throw new Error(`The date was ${JSON.stringify(text)}. Give one such as 2026-03-01T09:30:00.`);
}

/** How far the clocks of a time zone are ahead of UTC at an instant. */
export function minutesAhead(zone: string, at: Date): number {
	return tryToParseDateTime(at, zone).offset;
}

/** The time of day in UTC, for the user: `14:05:09`. */
export function utcClock(time: number): string {
	return new Date(time).toISOString().slice(11, 19);
}
