/**
 * What a result code means to the user, and whether the request may be sent again: `always` – it
 * was refused before it ran; `reads` – it may have run; `never` – it would fail again. Source:
 * docs/protocols/mango-office.md#result-codes.
 */
export interface ResultMeaning {
	message: string;
	advice: string;
	repeat: 'always' | 'reads' | 'never';
}

function meaning(
	message: string,
	advice: string,
	repeat: ResultMeaning['repeat'] = 'never',
): ResultMeaning {
	return { message, advice, repeat };
}

const ACCOUNT = "Check the account in MANGO OFFICE's personal account (balance, limits, services).";
const VALUES =
	'Compare the values of this node with the account: extensions, lines, numbers, dates, IDs.';
const KEYS = 'Copy key and salt anew from the personal account, Integrations, API connector.';
const GONE = 'Check the ID: the object may have been deleted, or belong to another account.';
const ENDED = 'Only a call that is going on can be changed. It may have ended in the meantime.';
const LATER = 'Try again later.';
const CAMPAIGN = "Look at the campaign in MANGO OFFICE's Contact Center.";
const OUTCOME = 'This is how the call ended; there is nothing to repair.';
const RIGHTS = "MANGO OFFICE's security settings forbid it. Ask the administrator of the account.";

const MEANINGS: Readonly<Record<number, ResultMeaning>> = {
	1000: meaning('Done', 'Nothing is to be done.'),
	1001: meaning('Done, with remarks', 'Nothing is to be done.'),
	1100: meaning('The call ended', OUTCOME),
	1110: meaning('The caller hung up', OUTCOME),
	1111: meaning('Nobody answered in time', OUTCOME),
	1120: meaning('The called party hung up', OUTCOME),
	1121: meaning('The called party was busy', OUTCOME),
	1122: meaning('The called party rejected the call', OUTCOME),
	1123: meaning('The employee does not want to be disturbed', OUTCOME),
	1124: meaning("The employee's status in the Contact Center forbids calls", OUTCOME),
	1125: meaning('The operator stopped the task', OUTCOME),
	1130: meaning('The called party cannot be reached', OUTCOME),
	1131: meaning('The called party is unreachable', OUTCOME),
	1132: meaning("The called party's number is not served", OUTCOME),
	1133: meaning('The number does not exist', 'Check the number in the CRM.'),
	1134: meaning(
		'The call was forwarded too often',
		"Check the forwarding of the employee's numbers.",
	),
	1135: meaning('Forwarding is forbidden', "Check the forwarding of the employee's numbers."),
	1140: meaning('Calls to this region are forbidden', RIGHTS),
	1150: meaning(
		'The number is on a black list, or not on the white list',
		'Check the lists in the personal account.',
	),
	1151: meaning('The number is on the black list', 'Check the black list in the personal account.'),
	1152: meaning(
		'The number is not on the white list',
		'Check the white list in the personal account.',
	),
	1160: meaning('The group or queue did not take the call', OUTCOME),
	1161: meaning('The group did not take the call', OUTCOME),
	1162: meaning('The queue did not take the call', OUTCOME),
	1163: meaning('The call left the queue', OUTCOME),
	1164: meaning('All operators are unavailable', OUTCOME),
	1170: meaning('The call scheme ended the call', 'Check the call scheme in the personal account.'),
	1171: meaning('The call scheme ended the call', 'Check the call scheme in the personal account.'),
	1180: meaning("Ended by the user's command", OUTCOME),
	1181: meaning('Ended by an external system', OUTCOME),
	1182: meaning('The call was intercepted', OUTCOME),
	1183: meaning('Another operator took the call', OUTCOME),
	1190: meaning('The called party is inactive', OUTCOME),
	1191: meaning(
		'The employee is outside of the working hours',
		'Check the schedule of the employee.',
	),
	1192: meaning(
		'The employee is outside of the working hours',
		'Check the schedule of the employee.',
	),
	1193: meaning('The employee was busy and the call was rejected', OUTCOME),
	1200: meaning('The Contact Center session ended', OUTCOME),
	1300: meaning('An answering machine or a robot answered', OUTCOME),
	1311: meaning('The number is unavailable', OUTCOME),
	1312: meaning('The number is busy', OUTCOME),
	1313: meaning('A voicemail answered', OUTCOME),
	1314: meaning('Nobody answered in time', OUTCOME),
	2000: meaning('MANGO OFFICE refuses for reasons of billing', ACCOUNT),
	2110: meaning('The account is blocked', ACCOUNT),
	2120: meaning('The account is closed', ACCOUNT),
	2130: meaning('The account is frozen', ACCOUNT),
	2211: meaning('The limit of the day is used up', ACCOUNT),
	2212: meaning('The limit of the month is used up', ACCOUNT),
	2220: meaning(
		'Too many calls at the same time',
		'Wait until calls have ended, or raise the limit in the personal account.',
	),
	2230: meaning('The service is not available on this account', ACCOUNT),
	2240: meaning(
		'There is not enough money on the account',
		'Top up the account, then run this again.',
	),
	2250: meaning('The quota is used up', ACCOUNT),
	2300: meaning('Calls in this direction are blocked', RIGHTS),
	2400: meaning("MANGO OFFICE's billing failed", LATER),
	3000: meaning('MANGO OFFICE could not read the request', VALUES),
	3100: meaning('MANGO OFFICE did not take the parameters', VALUES),
	3101: meaning(
		'MANGO OFFICE takes POST requests only',
		"Check 'Base URL' in the credential: a redirect may change the request.",
	),
	3102: meaning('The signature is wrong: the API salt of the credential does not fit', KEYS),
	3103: meaning('A parameter is missing', VALUES),
	3104: meaning('A parameter has a wrong format', VALUES),
	3105: meaning('MANGO OFFICE does not know the API key of the credential', KEYS),
	3111: meaning(
		'MANGO OFFICE did not take the dates',
		'The span must be shorter than 30 days, and its end after its start.',
	),
	3124: meaning(
		'The line may not be used for this',
		'Choose another line, or leave the line empty.',
	),
	3136: meaning('MANGO OFFICE did not take the phone number', 'Check the number in the CRM.'),
	3200: meaning("The subscriber's number is wrong", 'Check the number, and the extension.'),
	3300: meaning('MANGO OFFICE has no such object', GONE),
	3310: meaning('MANGO OFFICE has no such call', ENDED),
	3320: meaning(
		'MANGO OFFICE has no such recording',
		'A recording is stored some minutes after the call; it needs the Cloud Storage service.',
	),
	3330: meaning('MANGO OFFICE has no such number', GONE),
	3340: meaning('MANGO OFFICE has no such file', GONE),
	3400: meaning('MANGO OFFICE could not read the JSON', 'Report this to the makers of this node.'),
	3503: meaning('The search finds too much', 'Narrow the filters.'),
	4000: meaning('MANGO OFFICE cannot do this now', LATER),
	4001: meaning('MANGO OFFICE does not support this command here', VALUES),
	4002: meaning('The recording is too short', OUTCOME),
	4100: meaning('The state of the call does not allow this', ENDED),
	4101: meaning('The call has ended or is unknown', ENDED),
	4102: meaning('The call is being recorded already', 'Nothing is to be done.'),
	4200: meaning('The called party cannot be reached now', LATER),
	4290: meaning(
		'MANGO OFFICE receives too many requests',
		'Run fewer executions at once, or send the calls as items of one execution.',
		'always',
	),
	4300: meaning(
		'The SMS could not be sent',
		'Check the number, the text and the SMS service of the account.',
	),
	4400: meaning('The conference command failed', LATER),
	4500: meaning("MANGO OFFICE's security settings refuse it", RIGHTS),
	4501: meaning(
		'Too many calls within a short time',
		'Wait some minutes, or have the limit raised in the personal account.',
	),
	4507: meaning('The subscriber is blocked', RIGHTS),
	5000: meaning('MANGO OFFICE has an internal fault', LATER, 'reads'),
	5008: meaning('MANGO OFFICE is overloaded or unavailable', LATER, 'always'),
	5011: meaning('MANGO OFFICE did not finish in time', LATER, 'reads'),
	5100: meaning('The campaign could not be handled', CAMPAIGN),
	5101: meaning(
		'The account has no Contact Center',
		"Campaigns need the Contact Center and its service 'Open API'.",
	),
	5102: meaning('Too many campaigns are running', CAMPAIGN),
	5103: meaning('There are too many campaigns', 'Delete campaigns that are no longer needed.'),
	5104: meaning('MANGO OFFICE did not take the parameters of the campaign', VALUES),
	5105: meaning(
		'The creator of the campaign is unknown',
		"Check 'Created By': it is the ID of an employee.",
	),
	5106: meaning(
		"The campaign's status forbids this",
		'A finished campaign takes no more tasks, and tasks can be added one by one to an endless campaign only.',
	),
	5107: meaning('The campaign has 10,000 tasks already', 'Use another campaign.'),
	5108: meaning('Too many tasks are active', CAMPAIGN),
	5109: meaning(
		'The campaign holds this number already',
		'Nothing was added. Remove the duplicates, or delete the older task.',
	),
	5110: meaning('The task could not be started', CAMPAIGN),
	5111: meaning("The task's status forbids this", CAMPAIGN),
	5112: meaning('The limit of campaigns without operators is reached', CAMPAIGN),
	5113: meaning('The limit of active tasks is reached', CAMPAIGN),
	5114: meaning('The limit of campaigns with operators is reached', CAMPAIGN),
	5200: meaning('MANGO OFFICE could not handle the user or group', VALUES),
	5300: meaning('The account has no address book API', ACCOUNT),
	6000: meaning('The fax failed', LATER),
};

const UNKNOWN = meaning(
	'MANGO OFFICE answered with an unknown result code',
	'Look the code up in the API documentation of MANGO OFFICE.',
);

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

/** What a code means; one that is not in the table is taken as its class: 2219 as 2210, then 2200, then 2000. */
export function meaningOf(code: number): ResultMeaning {
	const classes = [1, 10, 100, 1000].map((size) => Math.floor(code / size) * size);
	const known = classes.find((candidate) => candidate in MEANINGS);
	if (known === undefined) return UNKNOWN;
	const { repeat, ...words } = MEANINGS[known];
	// 4290 itself is known to be refused before it ran; a neighbour of it is not.
	return { ...words, repeat: repeat === 'always' && known !== code ? 'reads' : repeat };
}
