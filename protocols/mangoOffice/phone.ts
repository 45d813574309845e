import {
	isSupportedCountry,
	parsePhoneNumberFromString,
	type CountryCode,
	type PhoneNumber,
} from 'libphonenumber-js/max';

import { isExtension } from './extension';
import { bareNumber, problemOf } from './phoneText';

const SIP_ADDRESS = /^sip:[^\s@]+@[^\s@]+$/i;
/** The library would cut a text with a semicolon. */
const PUNCTUATED = /^[\d+\s().\-/~\p{Pd}−]+$/u;
/** A whole number of Russia or Kazakhstan: most of MANGO's are, and reports have thousands. */
const NUMBER_OF_7 = /^7\d{10}$/;
/** What a country must be, for the user. */
export const COUNTRY_RULE = 'Give its two letters, for example RU.';
const MAX_BYTES = 128;
/** With the plus; some plans have longer numbers, which nobody can dial from abroad. */
const LONGEST_E164 = 16;

/** A text that cannot be a phone number; its message is fit for the user. */
export class PhoneError extends Error {
	override name = 'PhoneError';
}

/**
 * A phone number as MANGO takes it: E.164 digits without the plus
 * (docs/protocols/mango-office.md#phone-numbers). An extension after it is left out. Numbers
 * without a country code are read as those of `country` (ISO code). Throws PhoneError for what is
 * no number, or none of any country's plan.
 */
export function parsePhone(text: string, country: string): string {
	const digits = digitsOf(text, country);
	if (digits !== undefined) return digits;
	const was = text.trim() === '' ? 'empty' : `${JSON.stringify(text)}: ${problemOf(text)}`;
	throw new PhoneError(`The phone number was ${was}. Give one such as +7 495 540-44-44.`);
}

/** A number that somebody typed in E.164, with the plus; undefined for what is no phone number, as a line's name. */
export function typedE164(text: string): string | undefined {
	const digits = digitsOf(text, 'RU');
	return digits === undefined ? undefined : `+${digits}`;
}

/**
 * A number of MANGO's in E.164, with the plus; undefined for what is no phone number, as a SIP
 * address or a hidden number. MANGO writes the digits of E.164, so ten digits are a whole number of
 * another country if there is such a one. A number that is in no plan is one all the same if it is
 * long enough: somebody has called from it.
 */
export function e164Of(text: string): string | undefined {
	const number = bareNumber(text);
	if (NUMBER_OF_7.test(number)) return `+${number}`;
	const national = () => parse(number, 'RU');
	const whole = () => (number.startsWith('+') ? undefined : parse(`+${number}`));
	const isTen = /^\d{10}$/.test(number);
	const read = [];
	for (const reading of isTen ? [whole, national] : [national, whole]) {
		const phone = reading();
		if (phone?.isValid()) return phone.number;
		read.push(phone);
	}
	return isTen ? undefined : read.find((phone) => phone?.isPossible())?.number;
}

/** Whether there is a country of these two letters. */
export function isCountry(text: string): boolean {
	return isSupportedCountry(text.trim().toUpperCase());
}

/**
 * The ways in which a number of E.164 may be written on a card: whole, without the country's code,
 * as it is dialled within the country, and from Russia.
 */
export function writtenForms(e164: string): string[] {
	const phone = parse(e164);
	if (phone === undefined) return [e164];
	const abroad = phone.countryCallingCode === '7' ? [] : [`810${phone.number.slice(1)}`];
	return [
		...new Set([
			phone.number,
			phone.nationalNumber,
			phone.formatNational().replace(/\D/g, ''),
			...abroad,
		]),
	];
}

/** The same digits as parsePhone gives, or undefined. Throws PhoneError for a country that is none. */
export function digitsOf(text: string, country: string): string | undefined {
	const known = country.trim().toUpperCase();
	if (!isSupportedCountry(known))
		throw new PhoneError(`The country ${JSON.stringify(country)} is not known. ${COUNTRY_RULE}`);
	const number = bareNumber(text);
	return (inCountry(number, known) ?? international(number, known))?.number.slice(1);
}

// Nothing is picked out of a longer text: of two numbers in one field nobody knows which one is meant.
function parse(number: string, defaultCountry?: CountryCode): PhoneNumber | undefined {
	if (!PUNCTUATED.test(number)) return undefined;
	const phone = parsePhoneNumberFromString(number, { defaultCountry, extract: false });
	return phone && phone.number.length <= LONGEST_E164 ? phone : undefined;
}

function inCountry(number: string, country: CountryCode): PhoneNumber | undefined {
	const phone = parse(number, country);
	return phone?.isValid() && !lacksDigit(number, phone) ? phone : undefined;
}

/**
 * "8 (343) 123-45-6" has ten digits as "(834) 312-34-56" has, but what stands before them is too
 * short for an area: it is none of the ten. "49 30 123456" likewise.
 */
function lacksDigit(number: string, phone: PhoneNumber): boolean {
	return (
		phone.countryCallingCode === '7' &&
		number.replace(/\D/g, '').length === 10 &&
		/^\D*\d{1,2}(?!\d)/.test(number)
	);
}

/** A number with the code of another country and no plus, as MANGO itself and many people write them. */
function international(number: string, country: CountryCode): PhoneNumber | undefined {
	const [firstDigits = ''] = /^\d+/.exec(number) ?? [];
	const phone = firstDigits === '' ? undefined : parse(`+${number}`);
	if (!phone?.isValid()) return undefined;
	// Somebody who sets the country's code apart means it; digits in a row may be one that lacks some.
	const isMeant =
		firstDigits === phone.countryCallingCode ||
		(firstDigits === number && isLongEnough(number, country));
	return isMeant ? phone : undefined;
}

/**
 * Ten digits and more; where numbers have ten and an 8 or 7 goes before them, what begins so must
 * have more than both.
 */
function isLongEnough(digits: string, country: CountryCode): boolean {
	const has8 = ['RU', 'KZ'].includes(country) && /^[78]/.test(digits);
	return digits.length >= (has8 ? 12 : 10);
}

/**
 * Where a call may be put through to: an employee's or group's short number, a SIP address, or a
 * phone number. A single digit is sooner a slip than a short number, and the client would be lost
 * by it.
 */
export function parseDestination(text: string, country: string): string {
	const trimmed = text.trim();
	return isExtension(trimmed) && trimmed.length > 1 ? trimmed : parseDevice(trimmed, country);
}

/** What an employee can be rung on in place of his own numbers: a SIP address or a phone number. */
export function parseDevice(text: string, country: string): string {
	const trimmed = text.trim();
	return SIP_ADDRESS.test(trimmed) && trimmed.length <= MAX_BYTES
		? trimmed
		: parsePhone(trimmed, country);
}

/**
 * A line of the account: digits for a phone number; a SIP line goes by its name, which may be any
 * text (mango-office.md#callback).
 */
export function parseLine(text: string, country: string): string {
	const line = digitsOf(text, country) ?? text.trim();
	if (line !== '' && Buffer.byteLength(line) <= MAX_BYTES) return line;
	throw new PhoneError(
		`The line was ${JSON.stringify(text)}. Give its number, or of a SIP line its name.`,
	);
}
