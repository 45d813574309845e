import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operation';
import * as add from './add.operation';

export const operations: Record<string, Operation> = { add };

export const selector: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['timelineComment'] } },
	options: [
		{
			name: 'Add',
			value: 'add',
			action: 'Add a timeline comment',
			description: "Add a comment to a deal's timeline",
		},
	],
	default: 'add',
};

export const { description } = add;
