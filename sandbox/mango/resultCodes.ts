/** MANGO's result codes in words (mango-office.md#result-codes [H]). */
const words: Record<number, string> = {
	1000: 'done',
	1001: 'done, with remarks',
	1100: 'ended normally',
	1110: 'caller hung up',
	1111: 'no answer in time',
	1120: 'callee hung up',
	1121: 'busy',
	1122: 'call declined',
	1123: 'do not disturb',
	1125: 'operator stopped the task',
	1131: 'callee unreachable',
	1133: 'number does not exist',
	1164: 'all operators unavailable',
	1170: 'ended in the voice menu',
	1180: 'ended by a user command',
	1181: 'ended by an external system',
	1182: 'taken over by another',
	1191: 'employee off schedule',
	1313: 'answering machine: voicemail',
	2240: 'no money on the account',
	3000: 'bad request',
	3100: 'wrong parameters',
	3101: 'not a POST request',
	3102: 'sign does not match',
	3103: 'a parameter is missing',
	3104: 'wrong parameter format',
	3105: 'wrong access key',
	3111: 'wrong dates',
	3124: 'line not allowed',
	3200: 'wrong number',
	3300: 'no such object',
	3310: 'no such call',
	3320: 'no such recording',
	3400: 'invalid JSON',
	4100: 'not by the PBX logic',
	4101: 'call ended or unknown',
	4102: 'already recording',
	4300: 'SMS not sent',
	5008: 'service unavailable',
	5106: 'campaign status forbids this',
	5109: 'duplicate numbers',
	5111: 'task status forbids this',
};

/** An unknown code counts as its class: 2219 as 2210, 1090 as 1000. */
export function inWords(code: number): string {
	return (
		words[code] ??
		words[code - (code % 10)] ??
		words[code - (code % 100)] ??
		words[code - (code % 1000)] ??
		'unknown code'
	);
}
