import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operation';
import * as getBalance from './getBalance.operation';

export const operations: Record<string, Operation> = { getBalance };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['account'] } },
		options: [
			{
				name: 'Get Balance',
				value: 'getBalance',
				action: 'Get the balance of an account',
				description: 'Read the balance',
			},
		],
		default: 'getBalance',
	},
	...getBalance.description,
];
