import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/min';

const SHORT_NUMBER = /^\d{2,6}$/;
const SIP_ADDRESS = /^sip:[^\s@]+@[^\s@]+$/i;
const MAX_BYTES = 128;

/** A text that cannot be a phone number; its message is fit for the user. */
export class PhoneError extends Error {
	override name = 'PhoneError';
}

/**
 * A phone number as MANGO takes it: E.164 digits without the plus (reference/mango-office-api.md, section 1.1).
 * Numbers without a country code are read as those of `country` (ISO code). Throws PhoneError.
 */
export function parsePhone(text: string, country: string): string {
	const digits = digitsOf(text, country);
	if (digits !== undefined) return digits;
	throw new PhoneError(`The phone number was ${text.trim() === '' ? 'empty' : JSON.stringify(text)}. Give one such as +7 495 540-44-44.`);
}

/** A number of MANGO's in E.164, with the plus; undefined for what is no phone number, as a SIP address or a hidden number. */
export function e164Of(text: string): string | undefined {
	const digits = digitsOf(text, 'RU');
	return digits === undefined ? undefined : `+${digits}`;
}

/** The same digits as parsePhone gives, or undefined. Throws PhoneError for a country that is none. */
export function digitsOf(text: string, country: string): string | undefined {
	const known = country.trim().toUpperCase();
	if (!isSupportedCountry(known)) {
		throw new PhoneError(`The country ${JSON.stringify(country)} is not known. Give its two letters, for example RU.`);
	}
	return (inCountry(text, known) ?? international(text))?.number.slice(1);
}

// Nothing is picked out of a longer text: of two numbers in one field nobody knows which one is meant.
function inCountry(text: string, country: CountryCode): PhoneNumber | undefined {
	const phone = parsePhoneNumberFromString(text, { defaultCountry: country, extract: false });
	return phone?.isPossible() ? phone : undefined;
}

// Digits with the code of another country, as MANGO itself writes them. A guess, so the number has to be a valid one.
function international(text: string): PhoneNumber | undefined {
	if (!/^\s*\d/.test(text)) return undefined;
	const phone = parsePhoneNumberFromString(`+${text.trim()}`, { extract: false });
	return phone?.isValid() ? phone : undefined;
}

/** Whether a text is the ISO code of a country that phone numbers can be read for. */
export function isCountry(text: string): boolean {
	return isSupportedCountry(text.trim().toUpperCase());
}

/** Where a call may be put through to: an employee's or group's short number, a SIP address, or a phone number. */
export function parseDestination(text: string, country: string): string {
	return SHORT_NUMBER.test(text.trim()) ? text.trim() : parseDevice(text, country);
}

/** What an employee can be rung on in place of his own numbers: a SIP address or a phone number. */
export function parseDevice(text: string, country: string): string {
	const trimmed = text.trim();
	return SIP_ADDRESS.test(trimmed) && trimmed.length <= MAX_BYTES ? trimmed : parsePhone(trimmed, country);
}

/** A line of the account: digits for a phone number; a SIP line goes by its name, which may be any text (section 1.3). */
export function parseLine(text: string, country: string): string {
	const line = digitsOf(text, country) ?? text.trim();
	if (line !== '' && Buffer.byteLength(line) <= MAX_BYTES) return line;
	throw new PhoneError(`The line was ${JSON.stringify(text)}. Give its number, or of a SIP line its name.`);
}
