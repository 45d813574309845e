import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readId } from '../campaign/campaignLocator';

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
	const value = context.getNodeParameter('taskId', itemIndex, '');
	if (value !== '') return readId(context, "'Task ID'", value, itemIndex);
	return readId(
		context,
		"The incoming item's field 'taskId'",
		context.getInputData()[itemIndex].json.taskId,
		itemIndex,
	);
}
