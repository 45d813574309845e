import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operation';
import * as getCalls from './getCalls.operation';

export const operations: Record<string, Operation> = { getCalls };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['statistics'] } },
		options: [
			{
				name: 'Get Calls',
				value: 'getCalls',
				action: 'Get calls from the statistics',
				description: 'Read the calls of a time, each with its legs and recordings',
			},
		],
		default: 'getCalls',
	},
	...getCalls.description,
];
