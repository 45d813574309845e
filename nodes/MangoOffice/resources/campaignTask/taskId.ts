import type { IExecuteFunctions } from 'n8n-workflow';

import { givenOrItems } from '../../../shared/parameters';
import { taskLocator } from '../../listSearch/locators';
import { readMangoId } from '../../parameters';

export const taskIdProperty = taskLocator({
	displayName: 'Task',
	name: 'taskId',
	description:
		"Task of the campaign, from the list or by its ID; leave it empty to take the incoming item's field 'taskId'",
});

/** The task's ID for one item. Throws NodeOperationError. */
export function readTaskId(context: IExecuteFunctions, itemIndex: number): number {
	return readMangoId(givenOrItems(context, itemIndex, 'taskId', "'Task'"));
}
