/**
 * What a result code means, as the items of events tell it too, and whether the request may be sent
 * again: `always` – it was refused before it ran; `reads` – it may have run; `never` – it would fail
 * again. Source: docs/protocols/mango-office.md#result-codes.
 */
export interface ResultMeaning {
	message: string;
	repeat: 'always' | 'reads' | 'never';
}

function meaning(message: string, repeat: ResultMeaning['repeat'] = 'never'): ResultMeaning {
	return { message, repeat };
}

const MEANINGS: Readonly<Record<number, ResultMeaning>> = {
	1000: meaning('Done'),
	1001: meaning('Done, with remarks'),
	1100: meaning('The call ended'),
	1110: meaning('The caller hung up'),
	1111: meaning('Nobody answered in time'),
	1120: meaning('The called party hung up'),
	1121: meaning('The called party was busy'),
	1122: meaning('The called party rejected the call'),
	1123: meaning('The employee does not want to be disturbed'),
	1124: meaning("The employee's status in the Contact Center forbids calls"),
	1125: meaning('The operator stopped the task'),
	1130: meaning('The called party cannot be reached'),
	1131: meaning('The called party is unreachable'),
	1132: meaning("The called party's number is not served"),
	1133: meaning('The number does not exist'),
	1134: meaning('The call was forwarded too often'),
	1135: meaning('Forwarding is forbidden'),
	1140: meaning('Calls to this region are forbidden'),
	1150: meaning('The number is on a black list, or not on the white list'),
	1151: meaning('The number is on the black list'),
	1152: meaning('The number is not on the white list'),
	1160: meaning('The group or queue did not take the call'),
	1161: meaning('The settings forbid to hold calls'),
	1162: meaning('The queue is full'),
	1163: meaning('The wait in the queue was too long'),
	1164: meaning('All operators are unavailable'),
	1170: meaning('The call scheme ended the call'),
	1171: meaning('The call scheme is set up wrongly'),
	1180: meaning("Ended by the user's command"),
	1181: meaning('Ended by an external system'),
	1182: meaning('The call was intercepted'),
	1183: meaning('Another operator took the call'),
	1190: meaning('The called party is inactive'),
	1191: meaning('The called number is switched off in the personal account'),
	1192: meaning('The employee is outside of the working hours'),
	1193: meaning('The employee was busy and the call was rejected'),
	1200: meaning('The Contact Center session ended'),
	1300: meaning('The call ended'),
	1310: meaning('An answering machine or a robot answered'),
	1311: meaning('The number is unavailable'),
	1312: meaning('The number is busy'),
	1313: meaning('A voicemail answered'),
	1314: meaning('The antirobot did not answer in time'),
	2000: meaning('MANGO OFFICE refuses for reasons of billing'),
	2110: meaning('The account is blocked'),
	2120: meaning('The account is closed'),
	2130: meaning('The account is frozen'),
	2211: meaning('The limit of the day is used up'),
	2212: meaning('The limit of the month is used up'),
	2220: meaning('Too many calls at the same time'),
	2230: meaning('The service is not available on this account'),
	2240: meaning('There is not enough money on the account'),
	2250: meaning('The quota is used up'),
	2300: meaning('Calls in this direction are blocked'),
	2400: meaning("MANGO OFFICE's billing failed"),
	3000: meaning('MANGO OFFICE could not read the request'),
	3100: meaning('MANGO OFFICE did not take the parameters'),
	3101: meaning('MANGO OFFICE takes POST requests only'),
	3102: meaning('The signature is wrong: the API salt of the credential does not fit'),
	3103: meaning('A parameter is missing'),
	3104: meaning('A parameter has a wrong format'),
	3105: meaning('MANGO OFFICE does not know the API key of the credential'),
	3111: meaning('MANGO OFFICE did not take the dates'),
	3124: meaning('The line may not be used for this'),
	3136: meaning('MANGO OFFICE did not take the phone number'),
	3200: meaning("The subscriber's number is wrong"),
	3300: meaning('MANGO OFFICE has no such object'),
	3310: meaning('MANGO OFFICE has no such call'),
	3320: meaning('MANGO OFFICE has no such recording'),
	3330: meaning('MANGO OFFICE has no such number'),
	3340: meaning('MANGO OFFICE has no such file'),
	3400: meaning('MANGO OFFICE could not read the JSON'),
	3503: meaning('The search finds too much'),
	4000: meaning('MANGO OFFICE cannot do this now'),
	4001: meaning('MANGO OFFICE does not support this command here'),
	4002: meaning('The recording is too short'),
	4100: meaning('The state of the call does not allow this'),
	4101: meaning('The call has ended or is unknown'),
	4102: meaning('The call is being recorded already'),
	4200: meaning('The called party cannot be reached now'),
	4290: meaning('MANGO OFFICE receives too many requests', 'always'),
	4300: meaning('The SMS could not be sent'),
	4400: meaning('The conference command failed'),
	4500: meaning("MANGO OFFICE's security settings refuse it"),
	4501: meaning('Too many calls within a short time'),
	4507: meaning('The subscriber is blocked'),
	5000: meaning('MANGO OFFICE has an internal fault', 'reads'),
	5008: meaning('MANGO OFFICE is overloaded or unavailable', 'always'),
	5011: meaning('MANGO OFFICE did not finish in time', 'reads'),
	5100: meaning('The campaign could not be handled'),
	5101: meaning('The account has no Contact Center'),
	5102: meaning('Too many campaigns are running'),
	5103: meaning('There are too many campaigns'),
	5104: meaning('MANGO OFFICE did not take the parameters of the campaign'),
	5105: meaning('The creator of the campaign is unknown'),
	5106: meaning("The campaign's status forbids this"),
	5107: meaning('The campaign has 10,000 tasks already'),
	5108: meaning('Too many tasks are active'),
	5109: meaning('The campaign holds this number already'),
	5110: meaning('The task could not be started'),
	5111: meaning("The task's status forbids this"),
	5112: meaning('The limit of campaigns without operators is reached'),
	5113: meaning('The limit of active tasks is reached'),
	5114: meaning('The limit of campaigns with operators is reached'),
	5200: meaning('MANGO OFFICE could not handle the user or group'),
	5300: meaning('The account has no address book API'),
	6000: meaning('The fax failed'),
};

const UNKNOWN = meaning('MANGO OFFICE answered with an unknown result code');

/** 1000 and its class: accepted, some with remarks. The other 1xxx say how a call ended. */
export function isSuccess(code: number): boolean {
	return code >= 1000 && code < 1100;
}

/**
 * 3xxx: a wrong request. A second one within two minutes locks the whole account out
 * (mango-office.md#lock-out).
 */
export function isWrongRequest(code: number): boolean {
	return code >= 3000 && code < 4000;
}

/** A code and its classes, the nearest first: a table's line for 2200 is also that of 2219. */
export function classesOf(code: number): number[] {
	return [1, 10, 100, 1000].map((size) => Math.floor(code / size) * size);
}

/** What a code means; one that is not in the table is taken as its class. */
export function meaningOf(code: number): ResultMeaning {
	const known = classesOf(code).find((candidate) => candidate in MEANINGS);
	if (known === undefined) return UNKNOWN;
	const { message, repeat } = MEANINGS[known];
	// 4290 itself is known to be refused before it ran; a neighbour of it is not.
	return { message, repeat: repeat === 'always' && known !== code ? 'reads' : repeat };
}
