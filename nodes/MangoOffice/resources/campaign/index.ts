import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operation';
import { campaignLocator } from './campaignLocator';
import * as create from './create.operation';
import * as remove from './delete.operation';
import * as get from './get.operation';
import * as getMany from './getMany.operation';
import * as start from './start.operation';
import * as stop from './stop.operation';

export const operations: Record<string, Operation> = {
	create,
	delete: remove,
	get,
	getMany,
	start,
	stop,
};

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['campaign'] } },
		options: [
			{
				name: 'Create',
				value: 'create',
				action: 'Create a campaign',
				description: 'Create a campaign that takes tasks and calls them',
			},
			{
				name: 'Delete',
				value: 'delete',
				action: 'Delete a campaign',
				description: 'Delete a stopped or finished campaign',
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get a campaign',
				description: 'Read one campaign with its settings',
			},
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many campaigns',
				description: "Read the account's campaigns",
			},
			{
				name: 'Start',
				value: 'start',
				action: 'Start a campaign',
				description: 'Let a campaign call its tasks',
			},
			{
				name: 'Stop',
				value: 'stop',
				action: 'Stop a campaign',
				description: 'Let a campaign call no more tasks',
			},
		],
		default: 'getMany',
	},
	campaignLocator({
		show: { resource: ['campaign'], operation: ['delete', 'get', 'start', 'stop'] },
	}),
	...create.description,
];
