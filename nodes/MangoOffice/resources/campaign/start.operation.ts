import type { INodeProperties } from 'n8n-workflow';

import { changeStatus } from './changeStatus';

export const description: INodeProperties[] = [];

/** Starts a campaign; a finished one cannot be started again (reference/mango-office-api.md, section 3). */
export const execute = changeStatus('campaign/start');
