import type { INodeProperties } from 'n8n-workflow';

import { changeTask } from './changeTask';

export const description: INodeProperties[] = [];

/** Takes a task out of the queue (API document, section 4.6.15). */
export const execute = changeTask('task/stop', 'stopped');
