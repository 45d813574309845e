import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { LONGEST, parseTaskNumber, type TaskDraft } from '../../../../protocols/mangoOffice/task';
import { withDeal } from '../../../../protocols/mangoOffice/taskDeal';
import {
	fault,
	isEmpty,
	readTextUpTo,
	readWhole,
	refusal,
	textIn,
} from '../../../shared/parameters';
import { isFromItem } from '../../../shared/toolForm';
import { readMangoId, readTime } from '../../parameters';

export interface PreparedTask {
	draft: TaskDraft;
	dealId: number | undefined;
}

/** The task for one item, all of it checked: MANGO locks the account out after wrong requests. */
export function readTaskDraft(context: IExecuteFunctions, i: number): PreparedTask {
	const source = readSource(context, i);
	const country = context.getNodeParameter('options.country', i, 'RU') as string;
	const number = parseTaskNumber(source.phone, country);
	const more = context.getNodeParameter('additionalFields', i, {}) as IDataObject;
	const [dueDate, blockedUntil] = ['dueDate', 'blockedUntil'].map((name) =>
		readTime(context, `additionalFields.${name}`, i),
	);
	checkTimes(context, i, dueDate, blockedUntil);
	const draft: TaskDraft = {
		number,
		name: readTextUpTo({ context, itemIndex: i, name: "'Name'", value: source.name }, LONGEST.name),
		...readDetails(context, more, i),
		comment: readTextUpTo(
			{ context, itemIndex: i, name: "'Comment'", value: more.comment },
			LONGEST.comment,
		),
		dueDate,
		blockedUntil,
		alternativeNumbers: readAlternatives(more.alternativeNumbers, number, country),
	};
	return withDealId(context, draft, source.dealId, more, i);
}

/** The fields that `task/update` takes, too. */
export function readDetails(
	context: IExecuteFunctions,
	set: IDataObject,
	i: number,
): Partial<TaskDraft> {
	return {
		organization: readTextUpTo(
			{ context, itemIndex: i, name: "'Organization'", value: set.organization },
			LONGEST.organization,
		),
		position: readTextUpTo(
			{ context, itemIndex: i, name: "'Position'", value: set.position },
			LONGEST.position,
		),
		priority: readPriority(context, set.priority, i),
		customFields: readCustomFields(context, set.customFields as IDataObject | undefined, i),
	};
}

interface Source {
	phone: string;
	name: unknown;
	dealId: unknown;
}

function readSource(context: IExecuteFunctions, i: number): Source {
	if (!isFromItem(context, i, ['taskFrom', 'phone', 'phone'])) {
		const [phone, name, dealId] = ['phone', 'name', 'dealId'].map((parameter) =>
			context.getNodeParameter(parameter, i, ''),
		);
		return { phone: phoneText(context, "'Phone'", phone, i), name, dealId };
	}
	const { phone, client, title, dealId, problem } = context.getInputData()[i].json;
	if (isEmpty(phone) && (problem === 'noPhone' || problem === 'badPhone')) {
		const whose = isEmpty(dealId) ? 'this item' : `deal ${textIn(dealId)}`;
		const what = problem === 'badPhone' ? 'phone number that can be dialled' : 'phone number';
		throw fault(
			{ context, itemIndex: i },
			`The client of ${whose} has no ${what}`,
			'Add one to the contact or company in the CRM, or filter such items out before this node.',
		);
	}
	const name = (client as IDataObject | undefined)?.name;
	return {
		phone: phoneText(context, "The incoming item's field 'phone'", phone, i),
		name: isEmpty(name) ? title : name,
		dealId,
	};
}

function phoneText(context: IExecuteFunctions, name: string, value: unknown, i: number): string {
	if ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number')
		return String(value);
	throw refusal(
		{ context, itemIndex: i, name, value },
		"A task needs a phone number. If it stands elsewhere in the item, set 'Task From' to 'Set Below'.",
	);
}

/** Without those that repeat the task's own number or each other, as CRM data often does. */
function readAlternatives(value: unknown, number: string, country: string): string[] {
	const texts = Array.isArray(value) ? value.map(textIn) : textIn(value).split(',');
	const numbers = texts
		.filter((text) => text.trim() !== '')
		.map((text) => parseTaskNumber(text, country));
	return [...new Set(numbers)].filter((alternative) => alternative !== number);
}

function readPriority(
	context: IExecuteFunctions,
	value: unknown,
	itemIndex: number,
): number | undefined {
	if (isEmpty(value)) return undefined;
	return readWhole({ context, itemIndex, name: "'Priority'", value }, 1, 1000);
}

function readCustomFields(
	context: IExecuteFunctions,
	set: IDataObject | undefined,
	i: number,
): Record<string, string> | undefined {
	const rows = (set?.field ?? []) as Array<{ id: unknown; value: unknown }>;
	if (rows.length === 0) return undefined;
	return Object.fromEntries(
		rows.map(({ id, value }) => [
			readMangoId({ context, itemIndex: i, name: "'Field'", value: id }),
			textIn(value),
		]),
	);
}

function checkTimes(
	context: IExecuteFunctions,
	itemIndex: number,
	dueDate?: Date,
	blockedUntil?: Date,
): void {
	if (dueDate === undefined) return;
	if (dueDate.getTime() <= Date.now()) {
		throw fault(
			{ context, itemIndex },
			`'Due Date' has passed: ${dueDate.toISOString()}`,
			'The task would end without a call. Choose a later time.',
		);
	}
	if (blockedUntil === undefined || blockedUntil < dueDate) return;
	throw fault(
		{ context, itemIndex },
		"'Due Date' must come after 'Blocked Until'",
		'Between the two there is no time to call the client.',
	);
}

function withDealId(
	context: IExecuteFunctions,
	draft: TaskDraft,
	value: unknown,
	more: IDataObject,
	i: number,
): PreparedTask {
	if (isEmpty(value)) return { draft, dealId: undefined };
	const dealId = readMangoId({ context, itemIndex: i, name: "The deal ID ('dealId')", value });
	const { dealIn = 'comment', dealField } = more;
	if (dealIn === 'comment') {
		const comment = readTextUpTo(
			{ context, itemIndex: i, name: "'Comment'", value: withDeal(draft.comment ?? '', dealId) },
			LONGEST.comment,
		);
		return { draft: { ...draft, comment }, dealId };
	}
	if (dealIn === 'customField') {
		const field = readMangoId({ context, itemIndex: i, name: "'Deal Field'", value: dealField });
		return {
			draft: { ...draft, customFields: { ...draft.customFields, [field]: String(dealId) } },
			dealId,
		};
	}
	return { draft, dealId };
}
