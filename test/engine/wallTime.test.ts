import { parseTime } from '../../nodes/shared/wallTime';
import { utcText } from '../../protocols/mangoOffice/time';

test.each([
	['2026-03-01T09:30:00', 'Europe/Moscow', '2026-03-01 06:30:00'],
	['2026-03-01 09:30', 'Asia/Vladivostok', '2026-02-28 23:30:00'],
	['2026-03-01', 'Asia/Kolkata', '2026-02-28 18:30:00'],
	['2026-03-01T09:30:00.000+03:00', 'America/New_York', '2026-03-01 06:30:00'],
	['2026-03-01T09:30:00-0530', 'Europe/Moscow', '2026-03-01 15:00:00'],
	['2026-03-01T09:30:00Z', 'Europe/Moscow', '2026-03-01 09:30:00'],
	// The clocks of New York go on at 07:00 UTC of 8 March 2026 and back at 06:00 UTC of 1 November.
	['2026-03-08T01:59:00', 'America/New_York', '2026-03-08 06:59:00'],
	['2026-03-08T03:00:00', 'America/New_York', '2026-03-08 07:00:00'],
	['2026-11-01T00:30:00', 'America/New_York', '2026-11-01 04:30:00'],
	['2026-11-01T02:30:00', 'America/New_York', '2026-11-01 07:30:00'],
	['2024-02-29T00:00:00', 'UTC', '2024-02-29 00:00:00'],
])('%s in %s is %s UTC', (text, zone, expected) => {
	expect(utcText(parseTime(text, zone))).toBe(expected);
});

test.each([
	'',
	'tomorrow',
	'01.03.2026',
	'2026-02-30',
	'2026-13-01',
	'2026-03-01T25:00:00',
	'1772352000',
	'Invalid Date',
])('%j is refused', (text) => {
	expect(() => parseTime(text, 'UTC')).toThrow(
		`The date was ${JSON.stringify(text)}. Give one such as 2026-03-01T09:30:00.`,
	);
});
