import { NodeOperationError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { LONGEST, parseTaskNumber, type TaskDraft } from '../../../../protocols/mangoOffice/task';
import { withDeal } from '../../../../protocols/mangoOffice/taskDeal';
import { readId } from '../campaign/campaignLocator';
import { readText } from '../campaign/textParameter';
import { readTime } from '../campaign/timeParameter';

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
		name: readText(context, 'Name', source.name, LONGEST.name, i),
		...readDetails(context, more, i),
		comment: readText(context, 'Comment', more.comment, LONGEST.comment, i),
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
		organization: readText(context, 'Organization', set.organization, LONGEST.organization, i),
		position: readText(context, 'Position', set.position, LONGEST.position, i),
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
	if (context.getNodeParameter('taskFrom', i) !== 'item') {
		const [phone, name, dealId] = ['phone', 'name', 'dealId'].map((parameter) =>
			context.getNodeParameter(parameter, i, ''),
		);
		return { phone: phoneText(context, "'Phone'", phone, i), name, dealId };
	}
	const { phone, client, title, dealId, problem } = context.getInputData()[i].json;
	if (isEmpty(phone) && (problem === 'noPhone' || problem === 'badPhone')) {
		const whose = isEmpty(dealId) ? 'this item' : `deal ${dealId}`;
		const what = problem === 'badPhone' ? 'phone number that can be dialled' : 'phone number';
		throw new NodeOperationError(context.getNode(), `The client of ${whose} has no ${what}`, {
			itemIndex: i,
			description:
				'Add one to the contact or company in the CRM, or filter such items out before this node.',
		});
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
	throw new NodeOperationError(
		context.getNode(),
		`${name} was ${JSON.stringify(value) ?? 'not there'}`,
		{
			itemIndex: i,
			description:
				"A task needs a phone number. If it stands elsewhere in the item, set 'Task From' to 'Set Below'.",
		},
	);
}

/** Without those that repeat the task's own number or each other, as CRM data often does. */
function readAlternatives(value: unknown, number: string, country: string): string[] {
	const texts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	const numbers = texts
		.filter((text) => text.trim() !== '')
		.map((text) => parseTaskNumber(text, country));
	return [...new Set(numbers)].filter((alternative) => alternative !== number);
}

function readPriority(context: IExecuteFunctions, value: unknown, i: number): number | undefined {
	if (isEmpty(value)) return undefined;
	const priority = Number(value);
	if (Number.isInteger(priority) && priority >= 1 && priority <= 1000) return priority;
	throw new NodeOperationError(context.getNode(), `'Priority' was ${JSON.stringify(value)}`, {
		itemIndex: i,
		description: 'It must be a whole number from 1 to 1000.',
	});
}

function readCustomFields(
	context: IExecuteFunctions,
	set: IDataObject | undefined,
	i: number,
): Record<string, string> | undefined {
	const rows = (set?.field ?? []) as Array<{ id: unknown; value: unknown }>;
	if (rows.length === 0) return undefined;
	return Object.fromEntries(
		rows.map(({ id, value }) => [readId(context, "'Field'", id, i), String(value ?? '')]),
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
		throw new NodeOperationError(
			context.getNode(),
			`'Due Date' has passed: ${dueDate.toISOString()}`,
			{
				itemIndex,
				description: 'The task would end without a call. Choose a later time.',
			},
		);
	}
	if (blockedUntil === undefined || blockedUntil < dueDate) return;
	throw new NodeOperationError(context.getNode(), "'Due Date' must come after 'Blocked Until'", {
		itemIndex,
		description: 'Between the two there is no time to call the client.',
	});
}

function withDealId(
	context: IExecuteFunctions,
	draft: TaskDraft,
	value: unknown,
	more: IDataObject,
	i: number,
): PreparedTask {
	if (isEmpty(value)) return { draft, dealId: undefined };
	const dealId = readId(context, "The deal ID ('dealId')", value, i);
	const { dealIn = 'comment', dealField } = more;
	if (dealIn === 'comment') {
		const comment = readText(
			context,
			'Comment',
			withDeal(draft.comment ?? '', dealId),
			LONGEST.comment,
			i,
		);
		return { draft: { ...draft, comment }, dealId };
	}
	if (dealIn === 'customField') {
		const field = readId(context, "'Deal Field'", dealField, i);
		return {
			draft: { ...draft, customFields: { ...draft.customFields, [field]: String(dealId) } },
			dealId,
		};
	}
	return { draft, dealId };
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}
