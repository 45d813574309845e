import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operation';
import * as get from './get.operation';
import * as log from './log.operation';

export const operations: Record<string, Operation> = { get, log };

export const selector: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['call'] } },
	options: [
		{
			name: 'Get',
			value: 'get',
			action: 'Get logged calls',
			description:
				'Tell for each incoming call whether it is logged, where, and which recordings it has',
		},
		{
			name: 'Log',
			value: 'log',
			action: 'Log a call',
			description: 'Put a finished call of MANGO OFFICE into the timeline of its deal, once',
		},
	],
	default: 'log',
};

export const description: INodeProperties[] = [...get.description, ...log.description];
