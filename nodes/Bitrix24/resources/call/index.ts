import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operation';
import * as log from './log.operation';

export const operations: Record<string, Operation> = { log };

export const selector: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['call'] } },
	options: [
		{
			name: 'Log',
			value: 'log',
			action: 'Log a call',
			description: 'Put a finished call of MANGO OFFICE into the timeline of its deal, once',
		},
	],
	default: 'log',
};

export const { description } = log;
