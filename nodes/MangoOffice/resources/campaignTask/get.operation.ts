import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readTask } from '../../../../protocols/mangoOffice/task';
import { eachItem } from '../../operation';
import { readTaskId } from './taskId';

export const description: INodeProperties[] = [];

/** One task with what became of it (reference/mango-office-api.md, section 3, `task`). */
export const execute = eachItem(readTaskId, async (api, taskId): Promise<IDataObject> => {
	return readTask(await api.call('task', { task_id: taskId }, 'read')) as IDataObject;
});
