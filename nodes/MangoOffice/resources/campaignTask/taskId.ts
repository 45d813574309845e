import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { givenOrItems } from '../../../shared/parameters';
import { readMangoId } from '../../parameters';

export const taskIdProperty: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 11227830',
	description: "Task of the campaign; leave it empty to take the incoming item's field 'taskId'",
};

/** The task's ID for one item. Throws NodeOperationError. */
export function readTaskId(context: IExecuteFunctions, itemIndex: number): number {
	return readMangoId(givenOrItems(context, itemIndex, 'taskId', "'Task ID'"));
}
