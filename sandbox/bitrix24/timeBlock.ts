/** `2026-11-22T14:05:09+03:00`: ISO 8601 in the portal's time zone. Russian portals are on Moscow time. */
export function portalTime(time: Date): string {
	const moscow = new Date(time.getTime() + 3 * 3600_000);
	return `${moscow.toISOString().slice(0, 19)}+03:00`;
}

/** Milliseconds, or NaN. A time without an offset is one of the portal's time zone. */
export function readPortalTime(text: string): number {
	const isDate = /^\d{4}-\d\d-\d\d/.test(text);
	const hasOffset = /(Z|[+-]\d\d:?\d\d)$/i.test(text.slice(10));
	const whole = text.length === 10 ? `${text}T00:00:00` : text.replace(' ', 'T');
	return isDate ? Date.parse(hasOffset ? whole : `${whole}+03:00`) : NaN;
}

/**
 * The `time` of every good answer (bitrix24.md#operating-time [H]). What a method has used is told
 * for the whole request alone (operatingTime.ts).
 */
export function timeBlock(started: Date, finished: Date) {
	const start = started.getTime() / 1000;
	const finish = finished.getTime() / 1000;
	return {
		start,
		finish,
		duration: finish - start,
		processing: finish - start,
		date_start: portalTime(started),
		date_finish: portalTime(finished),
		operating_reset_at: Math.floor(start) + 600,
		operating: 0,
	};
}
