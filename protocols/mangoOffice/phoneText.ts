import { EXTENSION } from './extension';

/** Before a number: `tel:`, `тел.`, `моб.:`. */
const LABEL = new RegExp(
	'^(?:tel|callto|phone|mobile|mob|whatsapp|viber|telegram' +
		'|т|тел|телефон|м|моб|мобильный|раб|рабочий|дом|домашний)[.:\\s/]+(?=[\\d+(])',
	'i',
);

/**
 * After a number: `(доб. 12)`, `вн. 12`, `ext. 12`, `x12`, `#12`, `*12`, `,,12`, `;ext=12`. A
 * single comma is MANGO's own way to write it.
 */
const EXTENSION_AFTER = new RegExp(
	'[\\s,;(]*(?:(?:д|доб|добав|добавочный|вн|внутр|внутренний|ext|extension|extn|int|x|х|p|w)' +
		`[.:=\\s]*(?:no\\.?\\s*)?|[#*,;]\\s*)${EXTENSION}\\s*\\)?\\s*$`,
	'i',
);

/** A number that a spreadsheet took for an amount. */
const AMOUNT = /^(\+?\d{7,15})[.,]0+$/;

/** What is longer is no number, and takes long to look through. */
const LONGEST = 250;

/** What a list or a spreadsheet leaves around a number. */
const AROUND = /^['"«[{\s]+|['"»\]};,.\s]+$/g;

/**
 * The number in a text as people write and copy it, without what stands around it: invisible
 * characters, a label before it, an extension after it. Full-width digits are plain ones then, and
 * "00" is "+".
 */
export function bareNumber(text: string): string {
	// As MANGO writes them, by the thousand.
	if (/^\+?[1-9]\d*$/.test(text)) return text;
	const seen = visible(text);
	if (seen.length > LONGEST) return seen;
	return withPlus(
		seen
			.replace(AROUND, '')
			.replace(LABEL, '')
			.replace(AMOUNT, '$1')
			.replace(EXTENSION_AFTER, '')
			.trim(),
	);
}

/** What is wrong with a text that is no number, in the user's words. */
export function problemOf(text: string): string {
	const number = bareNumber(text);
	const digits = number.replace(/\D/g, '').length;
	if (splitNumbers(text).length > 1) return 'several numbers in one field';
	if (/_|[#XxХх]{2}/.test(number)) return 'a mask that is not filled in';
	if (digits === 0 || /\p{L}/u.test(number)) return 'not a phone number';
	return digits < 10 ? 'digits are missing' : 'no country has such a number';
}

/** Direction marks, zero-width characters and telephone signs come along when a number is copied from a page. */
function visible(text: string): string {
	return text
		.normalize('NFKC')
		.replace(/[\p{Cf}\p{So}\uFE0F]/gu, '')
		.replace(/[\s·•]+/g, ' ')
		.trim();
}

/** No country has the code 8: in "+8 (495)" it is the 8 that is dialled within the country. */
function withPlus(number: string): string {
	return number.replace(/^\+?00(?=\s?-?[1-9])/, '+').replace(/^\+\s*8(?=[^\d])/, '8');
}

/**
 * Of a number with its area; what has fewer digits may be an extension, or the end of another
 * number: `540-44-44/45`.
 */
const SHORTEST = 7;

/**
 * The numbers in a field of a card: people write several into one, with commas, semicolons, slashes
 * or lines between.
 */
export function splitNumbers(text: string): string[] {
	const parts = text.split(/[,;/|\r\n]|\s(?:или|и|or)\s/i).map((part) => part.trim());
	const whole = parts.filter((part) => part.replace(/\D/g, '').length >= SHORTEST);
	return whole.length > 1 ? whole : [text];
}
