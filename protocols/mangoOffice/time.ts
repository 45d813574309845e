/** A date that cannot be read; its message is fit for the user. */
export class TimeError extends Error {
	override name = 'TimeError';
}

const FORM =
	/^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?$/;
const MINUTE_MS = 60_000;

/**
 * The instant that a date and time text means; without an offset it is the wall time of `zone` (IANA name), as n8n's
 * date fields are. Throws TimeError.
 */
export function parseTime(text: string, zone: string): Date {
	const [, year, month, day, hour = '00', minute = '00', second = '00', offset] =
		FORM.exec(text.trim()) ?? [];
	const wall = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
	// Date.parse takes 31 February for 3 March.
	if (Number.isNaN(wall) || new Date(wall).getUTCDate() !== Number(day)) {
		throw new TimeError(
			`The date was ${JSON.stringify(text)}. Give one such as 2026-03-01T09:30:00.`,
		);
	}
	return new Date(wall - (offset === undefined ? zoneOffset(wall, zone) : fixedOffset(offset)));
}

function fixedOffset(offset: string): number {
	if (offset === 'Z') return 0;
	const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? [];
	return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
}

/** How far `zone` is ahead of UTC when its clocks show `wall`, given in ms as if it were UTC. */
function zoneOffset(wall: number, zone: string): number {
	// The offset an hour or so beside the clock change may be the other one: ask again at the instant that it gives.
	const first = offsetAt(wall, zone);
	return offsetAt(wall - first, zone);
}

/** How far a time zone is ahead of UTC at an instant, in ms. */
export function offsetAt(instant: number, zone: string): number {
	return wallClock(instant, zone) - Math.floor(instant / 1000) * 1000;
}

/** What the clocks of a time zone show, in ms as if they showed UTC. */
function wallClock(instant: number, zone: string): number {
	const parts = formatOf(zone).formatToParts(instant);
	const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value);
	return Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second'),
	);
}

const formats = new Map<string, Intl.DateTimeFormat>();

// Making one takes longer than a thousand uses.
function formatOf(zone: string): Intl.DateTimeFormat {
	const known = formats.get(zone);
	if (known !== undefined) return known;
	const numeric = {
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	} as const;
	const made = new Intl.DateTimeFormat('en-US', {
		...numeric,
		timeZone: zone,
		hourCycle: 'h23',
		calendar: 'gregory',
	});
	formats.set(zone, made);
	return made;
}

/** "YYYY-MM-DD HH:MM:SS" in UTC, as the Contact Center takes dates (reference/mango-office-api.md, section 3). */
export function utcText(time: Date): string {
	return time.toISOString().slice(0, 19).replace('T', ' ');
}

/** "DD.MM.YYYY HH:MM:SS" by the clocks of Moscow, as the call statistics take dates (section 1.5). */
export function moscowText(time: Date): string {
	const [date, clock] = utcText(new Date(wallClock(time.getTime(), 'Europe/Moscow'))).split(' ');
	return `${date.split('-').reverse().join('.')} ${clock}`;
}

/** A Unix time of an answer, a number or text, as ISO 8601; null for "none" (null, 0); other text as it is. */
export function isoOf(value: unknown): string | null {
	if (value === null || value === undefined || value === '' || Number(value) === 0) return null;
	return /^\d+$/.test(String(value)) ? new Date(Number(value) * 1000).toISOString() : String(value);
}
