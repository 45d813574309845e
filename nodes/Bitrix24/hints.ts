import { counted, type Hint } from '../shared/hints';

function when(field: string, value: string, words: Hint['words']): Hint {
	return { isOf: (json) => json[field] === value, words };
}

/** Of Call: Log, the deal moves, Get Call Target and Add To-Do. */
export const HINTS: readonly Hint[] = [
	when(
		'why',
		'client not in the CRM',
		(n) => `${counted(n, 'call')} of nobody in the CRM: not logged.`,
	),
	when(
		'why',
		"client's number unknown",
		(n) => `${counted(n, 'call')} without the client's number: not logged.`,
	),
	when('why', 'call not finished', (n) => `${counted(n, 'call')} still going on: not logged.`),
	when(
		'reason',
		'noRule',
		(n) => `${counted(n, 'deal')} not moved: the table 'Rules' has no row for the pipeline.`,
	),
	when(
		'problem',
		'noPhone',
		(n) => `${counted(n, 'deal')} whose client has no phone number in Bitrix24.`,
	),
	when(
		'problem',
		'badPhone',
		(n) => `${counted(n, 'deal')} whose client has no phone number that can be dialled.`,
	),
	when(
		'problem',
		'noExtension',
		(n) => `${counted(n, 'deal')} whose responsible has no extension in Bitrix24.`,
	),
	when(
		'problem',
		'noResponsible',
		(n) => `${counted(n, 'to-do')} that did not get the deal's responsible.`,
	),
];
