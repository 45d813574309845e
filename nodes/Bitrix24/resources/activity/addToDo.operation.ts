import { updateDisplayOptions, type IDataObject, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { resultOf, type CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import { getDeal } from '../../../../protocols/bitrix24/deal';
import { Reference } from '../../../../protocols/bitrix24/formBody';
import { addToDo, readToDoId, type ToDo } from '../../../../protocols/bitrix24/toDo';
import { UnknownOutcomeError, type Bitrix24Api } from '../../api';
import { now, readDateTime } from '../../dateTime';
import { readDealId } from '../../dealId';
import type { ItemOutcome } from '../../../shared/items';
import { readId, readText, type Given } from '../../parameters';
import { writeItems, type Write } from '../../writeItems';

const properties: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		description: 'Title of the to-do; when empty, Bitrix24 gives its own',
	},
	{
		displayName: 'Description',
		name: 'toDoDescription',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		description: 'Text of the to-do',
	},
	{
		displayName: 'Deadline',
		name: 'deadline',
		type: 'dateTime',
		default: '',
		description: "When the to-do is due, in the workflow's time zone unless it names another; when empty, one hour from now",
	},
	{
		displayName: 'Responsible',
		name: 'responsible',
		type: 'options',
		options: [
			{ name: "Deal's Responsible", value: 'deal', description: 'The user who is responsible for the deal' },
			{ name: 'Set Below', value: 'parameter', description: 'The user ID is set in this node' },
			{ name: "Webhook's User", value: 'webhook', description: "The user who made the credential's webhook" },
		],
		default: 'deal',
		description: 'Who has to do it',
	},
	{
		displayName: 'Responsible ID',
		name: 'responsibleId',
		type: 'string',
		required: true,
		displayOptions: { show: { responsible: ['parameter'] } },
		default: '',
		placeholder: 'e.g. 7',
		description: 'ID of a user in Bitrix24; User: Get Many lists them',
	},
];

export const description = updateDisplayOptions({ show: { resource: ['activity'], operation: ['addToDo'] } }, properties);

/** One output item a to-do: `dealId` and `toDoId`, and the `problem` if it could not get the deal's responsible. */
export async function execute(context: IExecuteFunctions, api: Bitrix24Api, itemCount: number): Promise<ItemOutcome[]> {
	return await writeItems(context, api, itemCount, (itemIndex) => prepare(context, itemIndex));
}

function prepare(context: IExecuteFunctions, itemIndex: number): Write {
	const given = (parameter: string, name: string): Given => {
		return { context, itemIndex, name, value: context.getNodeParameter(parameter, itemIndex) };
	};
	const dealId = readDealId(context, itemIndex);
	const toDo: ToDo = {
		title: readText(given('title', "'Title'")).trim(),
		description: readText(given('toDoDescription', "'Description'")).trim(),
		deadline: readDeadline(given('deadline', "'Deadline'")),
	};
	const responsible = context.getNodeParameter('responsible', itemIndex);
	if (responsible === 'deal') return forDealsResponsible(dealId, toDo);
	if (responsible === 'parameter') toDo.responsibleId = readId(given('responsibleId', "'Responsible ID'"));
	return { commands: [addToDo(dealId, toDo)], report: ([outcome]) => report(dealId, outcome) };
}

/** The deal is read in the same request, just before the to-do that takes its responsible over. */
function forDealsResponsible(dealId: number, toDo: ToDo): Write {
	const deal = getDeal(dealId);
	const responsibleId = new Reference(deal, ['item', 'assignedById']);
	return {
		commands: [deal, addToDo(dealId, { ...toDo, responsibleId })],
		report([read, added]) {
			// The deal's own error says more than what the to-do without its responsible met with.
			if ('error' in read && 'error' in added) throw added.error instanceof UnknownOutcomeError ? added.error : read.error;
			// It is there all the same: an error would make people run this again and have it twice.
			return { ...report(dealId, added), ...('error' in read ? { problem: 'noResponsible' } : {}) };
		},
	};
}

function report(dealId: number, outcome: CommandOutcome): IDataObject {
	return { dealId, toDoId: readToDoId(resultOf(outcome)) };
}

/** As PHP writes ISO 8601: the documents show this form (crm.activity.todo.add). */
const FORMAT = "yyyy-MM-dd'T'HH:mm:ssZZ";

function readDeadline(given: Given): string {
	const deadline = given.value === '' ? now(given).plus({ hours: 1 }) : readDateTime(given, ', or empty for one hour from now');
	return deadline.toFormat(FORMAT);
}
