import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operation';
import * as addToDo from './addToDo.operation';

export const operations: Record<string, Operation> = { addToDo };

export const selector: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['activity'] } },
	options: [
		{
			name: 'Add To-Do',
			value: 'addToDo',
			action: 'Add a to do',
			description: 'Add a to-do with a deadline to a deal',
		},
	],
	default: 'addToDo',
};

export const { description } = addToDo;
