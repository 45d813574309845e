import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { valueOf } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../../../protocols/bitrix24/batchRequest';
import { Reference } from '../../../../protocols/bitrix24/formBody';
import { withMark, type Made } from '../../../../protocols/bitrix24/once';
import { getSubject, nameOf, ownerOf, type Subject } from '../../../../protocols/bitrix24/subject';
import {
	addToDo,
	deleteToDo,
	listToDos,
	readToDoId,
	readToDosFor,
	type ToDo,
} from '../../../../protocols/bitrix24/toDo';
import type { ItemOutcome } from '../../../shared/items';
import { type Given } from '../../../shared/parameters';
import { UnknownOutcomeError, type Bitrix24Api } from '../../api';
import { now, readDateTime, toBitrixTime } from '../../dateTime';
import { makerOf, onceOptions, readOnceFor, type OnceJob, type Settled } from '../../once';
import { readBitrixId, readText } from '../../parameters';
import { readSubject, subjectJson } from '../../subject';
import { writeItems, type Write, type WriteOnce } from '../../writeItems';

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
		description:
			"When the to-do is due, in the workflow's time zone unless it names another; when empty, one hour from now",
	},
	{
		displayName: 'Responsible',
		name: 'responsible',
		type: 'options',
		options: [
			{
				name: "Deal's Responsible",
				value: 'deal',
				description: 'The user who is responsible for the deal, the lead or the item',
			},
			{ name: 'Set Below', value: 'parameter', description: 'The user is chosen in this node' },
			{
				name: "Webhook's User",
				value: 'webhook',
				description: "The user who made the credential's webhook",
			},
		],
		default: 'deal',
		description: 'Who has to do it',
	},
	{
		displayName: 'Responsible Name or ID',
		name: 'responsibleId',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getUsers' },
		required: true,
		displayOptions: { show: { responsible: ['parameter'] } },
		default: '',
		description:
			'User who has to do it. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	onceOptions,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['activity'], operation: ['addToDo'] } },
	properties,
);

/**
 * One output item a to-do: `dealId`, `toDoId`, whether this step of this execution `created` it,
 * and the `problem` if it could not get the deal's responsible.
 */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const prepareOne = (itemIndex: number) => prepare(context, itemIndex);
	return await writeItems(context, api, itemCount, prepareOne);
}

function prepare(context: IExecuteFunctions, itemIndex: number): Write | WriteOnce {
	const subject = readSubject(context, itemIndex);
	const toDo = readToDo(context, itemIndex);
	const ofDeal = context.getNodeParameter('responsible', itemIndex) === 'deal';
	const onceFor = readOnceFor(context, itemIndex);
	const describe = ({ toDoId }: IDataObject) => `to-do ${String(toDoId)} in ${nameOf(subject)}`;
	if (onceFor === '') {
		const commandsFor = (responsibleId: number) => [
			addToDo(ownerOf(subject), { ...toDo, responsibleId }),
		];
		return {
			commands: writingOf(subject, toDo, ofDeal, false),
			forResponsible: ofDeal ? { record: subject, commandsFor } : undefined,
			report: (outcomes: CommandOutcome[]) => ({
				...subjectJson(subject),
				toDoId: readToDosId(outcomes),
				created: true,
				...problemOf(outcomes),
			}),
			describe,
		};
	}
	const maker = makerOf(context, itemIndex);
	const marked = { ...toDo, description: withMark(toDo.description, onceFor, maker) };
	const job: OnceJob<Made> = {
		maker,
		name: `the to-do for '${onceFor}'`,
		look: (start) => listToDos(ownerOf(subject), start),
		read: (result) => readToDosFor(result, onceFor),
		write: writingOf(subject, marked, ofDeal, true),
		readId: readToDosId,
		remove: deleteToDo,
	};
	const report = ({ stays, created, outcomes = [] }: Settled<Made>) => ({
		...subjectJson(subject),
		toDoId: stays.id,
		created,
		...problemOf(outcomes),
	});
	return { job, report, describe };
}

function readToDo(context: IExecuteFunctions, itemIndex: number): ToDo {
	const given = (parameter: string, name: string): Given => {
		return { context, itemIndex, name, value: context.getNodeParameter(parameter, itemIndex) };
	};
	const toDo: ToDo = {
		title: readText(given('title', "'Title'")).trim(),
		description: readText(given('toDoDescription', "'Description'")).trim(),
		deadline: readDeadline(given('deadline', "'Deadline'")),
	};
	const isGiven = context.getNodeParameter('responsible', itemIndex) === 'parameter';
	return isGiven
		? { ...toDo, responsibleId: readBitrixId(given('responsibleId', "'Responsible Name or ID'")) }
		: toDo;
}

/** With the deal's responsible, the deal is read in the same request, just before the to-do that takes him over. */
function writingOf(subject: Subject, toDo: ToDo, ofDeal: boolean, repeatable: boolean): Command[] {
	if (!ofDeal) return [{ ...addToDo(ownerOf(subject), toDo), repeatable }];
	const record = getSubject(subject);
	const responsibleId = new Reference(record, ['item', 'assignedById']);
	return [record, { ...addToDo(ownerOf(subject), { ...toDo, responsibleId }), repeatable }];
}

/** `outcomes`: of the to-do alone, or of its deal before it. */
function readToDosId(outcomes: readonly CommandOutcome[]): number {
	if (outcomes.length === 1) return readToDoId(valueOf(outcomes[0]));
	const [read, added] = outcomes;
	// The deal's own error says more than what the to-do without its responsible met with.
	if ('error' in read && 'error' in added)
		throw added.error instanceof UnknownOutcomeError ? added.error : read.error;
	return readToDoId(valueOf(added));
}

/** It is there all the same: an error would make people run this again and have it twice. */
function problemOf(outcomes: readonly CommandOutcome[]): IDataObject {
	return outcomes.length === 2 && 'error' in outcomes[0] && 'value' in outcomes[1]
		? { problem: 'noResponsible' }
		: {};
}

function readDeadline(given: Given): string {
	const deadline =
		given.value === ''
			? now(given).plus({ hours: 1 })
			: readDateTime(given, ', or empty for one hour from now');
	return toBitrixTime(deadline);
}
