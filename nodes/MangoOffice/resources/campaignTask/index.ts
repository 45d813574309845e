import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operation';
import { campaignLocator } from '../campaign/campaignLocator';
import * as add from './add.operation';
import * as addMany from './addMany.operation';
import * as remove from './delete.operation';
import * as get from './get.operation';
import * as getMany from './getMany.operation';
import * as start from './start.operation';
import * as stop from './stop.operation';
import { taskIdProperty } from './taskId';
import { additionalFields, sourceProperties } from './taskParameters';
import * as update from './update.operation';

export const operations: Record<string, Operation> = {
	add,
	addMany,
	delete: remove,
	get,
	getMany,
	start,
	stop,
	update,
};

const SHOW_ONE = {
	show: { resource: ['campaignTask'], operation: ['delete', 'get', 'start', 'stop', 'update'] },
};
const SHOW_NEW = { show: { resource: ['campaignTask'], operation: ['add', 'addMany'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['campaignTask'] } },
		options: [
			{
				name: 'Add',
				value: 'add',
				action: 'Add a campaign task',
				description: 'Add one task to an endless campaign for each item, and get its ID',
			},
			{
				name: 'Add Many',
				value: 'addMany',
				action: 'Add many campaign tasks',
				description:
					'Add the tasks of all items with one request for each campaign; MANGO OFFICE tells no task IDs',
			},
			{
				name: 'Delete',
				value: 'delete',
				action: 'Delete a campaign task',
				description: 'Delete a task',
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get a campaign task',
				description: 'Read one task and what became of it',
			},
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many campaign tasks',
				description: "Read a campaign's tasks",
			},
			{
				name: 'Start',
				value: 'start',
				action: 'Start a campaign task',
				description: 'Queue a stopped task again',
			},
			{
				name: 'Stop',
				value: 'stop',
				action: 'Stop a campaign task',
				description: 'Take a task out of the queue',
			},
			{
				name: 'Update',
				value: 'update',
				action: 'Update a campaign task',
				description: 'Change name, priority or fields of a task',
			},
		],
		default: 'add',
	},
	campaignLocator({
		show: {
			resource: ['campaignTask'],
			operation: ['add', 'addMany', 'delete', 'getMany', 'start', 'stop', 'update'],
		},
	}),
	...updateDisplayOptions(SHOW_NEW, [...sourceProperties, additionalFields]),
	...updateDisplayOptions(SHOW_ONE, [taskIdProperty]),
	...update.description,
];
