/** As Bitrix24's documents show times: ISO 8601 with an offset and without fractions of a second. */
export function formatTime(time: Date): string {
	return `${time.toISOString().slice(0, 19)}+00:00`;
}
