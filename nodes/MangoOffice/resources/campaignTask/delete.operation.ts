import type { INodeProperties } from 'n8n-workflow';

import { changeTask } from './changeTask';

export const description: INodeProperties[] = [];

/** Deletes a task (API document, section 4.6.16). */
export const execute = changeTask('task/delete', 'deleted');
