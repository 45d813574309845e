import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operation';
import * as getAll from './getAll.operation';

export const operations: Record<string, Operation> = { getAll };

export const selector: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['user'] } },
	options: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many users',
			description: 'List the active users with their extensions',
		},
	],
	default: 'getAll',
};

export const { description } = getAll;
