import { hostOf } from '../../protocols/httpAnswer';
import { fileUrl } from '../../protocols/mangoOffice/recording';
import { urlOfOwnHost } from '../../protocols/ownHost';
import { parseSecureUrl } from '../../protocols/secureUrl';
import { urlOf } from '../../protocols/url';

const OWN = 'https://portal.bitrix24.ru/rest/1/x/';

test.each([
	['https://a.example/b?c=%D0%B9#d', undefined, 'https://a.example/b?c=%D0%B9#d'],
	['../2', OWN, 'https://portal.bitrix24.ru/rest/1/2'],
	[
		`https://a.example/?q=${'x'.repeat(16_000)}`,
		undefined,
		`https://a.example/?q=${'x'.repeat(16_000)}`,
	],
	['../2', undefined, undefined],
	['https://', undefined, undefined],
	['', undefined, undefined],
])('%j below %j', (text, base, expected) => {
	expect(urlOf(text, base)?.href).toBe(expected);
});

/** Marks that have to be sorted, which takes the square of their number. */
const MARKS = `https://portal.bitrix${'\u0323'.repeat(130_000)}${'\u0315'.repeat(130_000)}24.ru/`;

test('a text that is longer than any head of a request is no URL, wherever one comes from', () => {
	expect(urlOf(MARKS)).toBeUndefined();
	expect(hostOf(MARKS)).toBeUndefined();
	expect(() => urlOfOwnHost(MARKS, OWN, 'Allowed: …')).toThrow("'URL' is not a URL. Allowed: …");
	expect(() => parseSecureUrl(MARKS, 'Webhook URL', 'It begins with …')).toThrow(
		"'Webhook URL' is not a URL. It begins with …",
	);
	expect(() => fileUrl(MARKS, OWN)).toThrow('unsafe link');
});
