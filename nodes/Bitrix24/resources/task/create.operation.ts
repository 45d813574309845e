import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { valueOf } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import type { CrmType } from '../../../../protocols/bitrix24/crmTypes';
import { addTask, readTask, type Task } from '../../../../protocols/bitrix24/tasks';
import type { ItemOutcome } from '../../../shared/items';
import { isEmpty } from '../../../shared/parameters';
import type { Bitrix24Api } from '../../api';
import { readDateTime, toBitrixTime } from '../../dateTime';
import { readBitrixId, readFilledText, readText } from '../../parameters';
import { readUserId, userLocator } from '../../userLocator';
import { writeItems } from '../../writeItems';

const CARDS: Array<{ type: CrmType; name: string; label: string }> = [
	{ type: 'company', name: 'companyId', label: 'Company ID' },
	{ type: 'contact', name: 'contactId', label: 'Contact ID' },
	{ type: 'deal', name: 'dealId', label: 'Deal ID' },
	{ type: 'lead', name: 'leadId', label: 'Lead ID' },
];

const properties: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'taskTitle',
		type: 'string',
		required: true,
		default: '',
		description: 'Title of the task',
	},
	userLocator('Responsible', 'Who has to do it'),
	{
		displayName: 'Additional Fields',
		name: 'taskFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [
			...CARDS.map(({ type, name, label }): INodeProperties => ({
				displayName: label,
				name,
				type: 'string',
				default: '',
				placeholder: 'e.g. 12',
				description: `The ${type} that the task is linked to; it stands in its timeline then`,
			})),
			{
				displayName: 'Deadline',
				name: 'deadline',
				type: 'dateTime',
				default: '',
				description: "When it is due, in the workflow's time zone unless it names another",
			},
			{
				displayName: 'Description',
				name: 'description',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
			},
			{
				displayName: 'High Priority',
				name: 'isUrgent',
				type: 'boolean',
				default: false,
				description: 'Whether the task is marked as important',
			},
			{
				displayName: 'Project ID',
				name: 'groupId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 5',
				description: 'The workgroup or project that the task belongs to',
			},
		].sort((a, b) => a.displayName.localeCompare(b.displayName)) as INodeProperties[],
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['task'], operation: ['create'] } },
	properties,
);

const COPIED = ['title', 'responsibleId', 'deadline', 'status', 'groupId', 'createdDate'];

/** One output item a task: `taskId`, and its main fields as Bitrix24 gives them. */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	return await writeItems(context, api, itemCount, (itemIndex) => ({
		commands: [addTask(prepare(context, itemIndex))],
		report([added]: CommandOutcome[]) {
			const task = readTask(valueOf(added)) as IDataObject;
			return {
				taskId: task.id,
				...Object.fromEntries(COPIED.map((name) => [name, task[name] ?? null])),
			};
		},
		describe: ({ taskId }) => `task ${String(taskId)} created`,
	}));
}

function prepare(context: IExecuteFunctions, itemIndex: number): Task {
	const title = context.getNodeParameter('taskTitle', itemIndex);
	const fields = context.getNodeParameter('taskFields', itemIndex, {}) as IDataObject;
	const given = (name: string, label: string) => {
		return { context, itemIndex, name: `'${label}'`, value: fields[name] };
	};
	const optional = <T>(name: string, label: string, read: (one: ReturnType<typeof given>) => T) =>
		isEmpty(fields[name]) ? undefined : read(given(name, label));
	return {
		title: readFilledText({ context, itemIndex, name: "'Title'", value: title }),
		responsibleId: readUserId(context, itemIndex, 'Responsible'),
		description: optional('description', 'Description', readText),
		deadline: optional('deadline', 'Deadline', (one) => toBitrixTime(readDateTime(one))),
		isUrgent: fields.isUrgent === true,
		groupId: optional('groupId', 'Project ID', readBitrixId),
		cards: CARDS.flatMap(({ type, name, label }) => {
			const id = optional(name, label, readBitrixId);
			return id === undefined ? [] : [{ type, id }];
		}),
	};
}
