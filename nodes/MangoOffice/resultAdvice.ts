import { classesOf } from '../../protocols/mangoOffice/resultCodes';

const ACCOUNT = "Check the account in MANGO OFFICE's personal account (balance, limits, services).";
const VALUES =
	'Compare the values of this node with the account: extensions, lines, numbers, dates, IDs.';
const GONE = 'Check the ID: the object may have been deleted, or belong to another account.';
const ENDED = 'Only a call that is going on can be changed. It may have ended in the meantime.';
const LATER = 'Try again later.';
const CAMPAIGN = "Look at the campaign in MANGO OFFICE's Contact Center.";
const OUTCOME = 'This is how the call ended; there is nothing to repair.';
const RIGHTS = "MANGO OFFICE's security settings forbid it. Ask the administrator of the account.";

const ADVICE: Readonly<Record<number, string>> = {
	1000: 'Nothing is to be done.',
	1100: OUTCOME,
	1133: 'Check the number in the CRM.',
	1134: "Check the forwarding of the employee's numbers.",
	1135: "Check the forwarding of the employee's numbers.",
	1140: RIGHTS,
	1150: 'Check the lists in the personal account.',
	1151: 'Check the black list in the personal account.',
	1152: 'Check the white list in the personal account.',
	1170: 'Check the call scheme in the personal account.',
	1191: "Switch the number on in the employee's card in the personal account.",
	1192: 'Check the schedule of the employee.',
	1200: OUTCOME,
	1300: OUTCOME,
	2000: ACCOUNT,
	2220: 'Wait until calls have ended, or raise the limit in the personal account.',
	2240: 'Top up the account, then run this again.',
	2300: RIGHTS,
	2400: LATER,
	3000: VALUES,
	3101: "Check 'Base URL' in the credential: a redirect may change the request.",
	3102: "Copy 'Ключ для создания подписи' anew from the personal account, Integrations, API connector.",
	3105: "Copy 'Уникальный код вашей АТС' anew from the personal account, Integrations, API connector.",
	3111: 'The span must be shorter than 30 days, and its end after its start.',
	3124: 'Choose another line, or leave the line empty.',
	3136: 'Check the number in the CRM.',
	3200: 'Check the number, and the extension.',
	3300: GONE,
	3310: ENDED,
	3320: 'A recording is stored some minutes after the call; it needs the Cloud Storage service.',
	3400: 'Report this to the makers of this node.',
	3503: 'Narrow the filters.',
	4000: LATER,
	4001: VALUES,
	4002: OUTCOME,
	4100: ENDED,
	4102: 'Nothing is to be done.',
	4290: 'Run fewer executions at once, or send the calls as items of one execution.',
	4300: 'Check the number, the text and the SMS service of the account.',
	4500: RIGHTS,
	4501: 'Wait some minutes, or have the limit raised in the personal account.',
	5000: LATER,
	5100: CAMPAIGN,
	5101: "Campaigns need the Contact Center and its service 'Open API'.",
	5103: 'Delete campaigns that are no longer needed.',
	5104: VALUES,
	5105: "Check 'Created By': it is the ID of an employee.",
	5106: 'A finished campaign takes no more tasks, and tasks can be added one by one to an endless campaign only.',
	5107: 'Use another campaign.',
	5109: 'Nothing was added. Remove the duplicates, or delete the older task.',
	5200: VALUES,
	5300: ACCOUNT,
	6000: LATER,
};

const UNKNOWN = 'Look the code up in the API documentation of MANGO OFFICE.';

/** What to do about a result code; a code that the table does not have is taken as its class. */
export function adviceFor(code: number): string {
	return ADVICE[classesOf(code).find((known) => known in ADVICE) ?? code] ?? UNKNOWN;
}
