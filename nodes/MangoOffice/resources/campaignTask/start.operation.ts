import type { INodeProperties } from 'n8n-workflow';

import { changeTask } from './changeTask';

export const description: INodeProperties[] = [];

/** Queues a stopped task again (API document, section 4.6.14). */
export const execute = changeTask('task/start', 'started');
