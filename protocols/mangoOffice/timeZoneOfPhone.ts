import { digitsOf } from './phone';

/**
 * How numbers of a zone begin, without the plus; of several the longest counts.
 *
 * Sources: the areas of Russia's numbering plan and their zones after Google's libphonenumber
 * (resources/timezones/map_data.txt), brought up to date by the IANA time zone database: Saratov has Samara's time
 * since 2016, Kazakhstan has one time since 2024. Of the zones that share their time in Russia, one stands for all.
 */
const PREFIXES: Readonly<Record<string, string>> = {
	'Europe/Kaliningrad': '7401',
	'Europe/Moscow': '7365 747 748 749 781 782 783 784 7855 786 787',
	'Europe/Samara': '7341 7842 7845 7846 7848 7851',
	'Asia/Yekaterinburg': '734 735',
	'Asia/Omsk': '7381',
	'Asia/Krasnoyarsk': '7382 7383 7384 7385 7388 7390 7391 7394',
	'Asia/Irkutsk': '7301 7395',
	'Asia/Yakutsk': '7302 7411 7416',
	'Asia/Vladivostok': '7421 7423 7426',
	'Asia/Magadan': '7413 7424',
	'Asia/Kamchatka': '7415 7427',
	// Kazakhstan's mobile numbers too.
	'Asia/Almaty': '76 77',
	'Asia/Ashgabat': '993',
	'Asia/Baku': '994',
	'Asia/Bishkek': '996',
	'Asia/Dubai': '971',
	'Asia/Dushanbe': '992',
	'Asia/Jerusalem': '972',
	'Asia/Tashkent': '998',
	'Asia/Tbilisi': '995',
	'Asia/Yerevan': '374',
	'Europe/Berlin': '49',
	'Europe/Chisinau': '373',
	'Europe/Istanbul': '90',
	'Europe/Kiev': '380',
	'Europe/Minsk': '375',
	'Europe/Riga': '371',
	'Europe/Tallinn': '372',
	'Europe/Vilnius': '370',
};

const ZONES = new Map(
	Object.entries(PREFIXES).flatMap(([zone, prefixes]) =>
		prefixes.split(' ').map((prefix) => [prefix, zone]),
	),
);
const LONGEST_FIRST = [4, 3, 2];

/**
 * The IANA time zone where a phone is, as far as its number tells: Russia's mobile (+7 9xx) and
 * toll-free (+7 80x) numbers say nothing, and neither does what cannot be dialled. A number without
 * a country code is read as one of `country`.
 */
export function timeZoneOfPhone(text: string, country = 'RU'): string | undefined {
	const digits = digitsOf(text, country) ?? '';
	return LONGEST_FIRST.map((length) => ZONES.get(digits.slice(0, length))).find(
		(zone) => zone !== undefined,
	);
}
