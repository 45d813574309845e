import type { PhoneNumber } from 'libphonenumber-js/min';

/**
 * The areas and the mobile networks of Russia and Kazakhstan, by the first three digits after +7. Those that share one
 * country code need it: in a number without its 7 or 8, as in one that lacks a digit, any digit may stand first. Of
 * other countries the plan in the library's small metadata is enough; its full one weighs as much as two nodes.
 *
 * Source: Google's libphonenumber, the types of RU and KZ. A test compares the two.
 */
const AFTER_7 = [
	'3(?:0[12]|36|4[1-35-79]|5[1-3]|65|8[1-58]|9[0145])',
	'4(?:01|1[1356]|2[13467]|7[1-5]|8[1-7]|9[1-689])',
	'7(?:0[0-25-8]|1[0-8]|2[1-9]|47|51|6[0-4]|7[15-8]|85)',
	'8(?:0[03489]|1[1-8]|2[01]|3[13-6]|4[0-8]|5[15-7]|6[0-35-79]|7[1-37-9])',
	'9\\d\\d',
];

const NUMBER_OF_7 = new RegExp(`^(?:${AFTER_7.join('|')})\\d{7}$`);

/** Whether digits of E.164 are a number of Russia or Kazakhstan: most of MANGO's are, and reports have thousands. */
export function isNumberOf7(digits: string): boolean {
	return digits.startsWith('7') && NUMBER_OF_7.test(digits.slice(1));
}

/** Whether the plan of the number's country has such numbers: MANGO refuses others, and counts that against the account. */
export function isInPlan(phone: PhoneNumber): boolean {
	return phone.isValid() && (phone.countryCallingCode !== '7' || NUMBER_OF_7.test(phone.nationalNumber));
}
