const LATIN = /^[\x20-\x7e\r\n\t]*$/;
const MAX_LATIN = 612;
const MAX_OTHER = 268;

/**
 * Why MANGO would refuse this text of an SMS, in words; undefined when it takes it
 * (docs/protocols/mango-office.md#sms).
 */
export function whyNotSendable(text: string): string | undefined {
	if (text.trim() === '') return 'The text of the SMS was empty';
	const isLatin = LATIN.test(text);
	const most = isLatin ? MAX_LATIN : MAX_OTHER;
	if (text.length <= most) return undefined;
	const kind = isLatin ? 'Latin letters only' : 'Cyrillic letters or other signs beyond Latin ones';
	return `The text of the SMS has ${text.length} characters; with ${kind} it may have ${most}`;
}
