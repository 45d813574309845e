import type { INodeProperties } from 'n8n-workflow';

import { changeStatus } from './changeStatus';

export const description: INodeProperties[] = [];

/** Stops a campaign; calls that are going on end first (reference/mango-office-api.md, section 3). */
export const execute = changeStatus('campaign/stop');
