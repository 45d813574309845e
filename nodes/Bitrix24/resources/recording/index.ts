import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operation';
import * as attach from './attach.operation';

export const operations: Record<string, Operation> = { attach };

export const selector: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['recording'] } },
	options: [
		{
			name: 'Attach',
			value: 'attach',
			action: 'Attach a recording',
			description: 'Attach the recording of a logged call to it, once',
		},
	],
	default: 'attach',
};

export const { description } = attach;
