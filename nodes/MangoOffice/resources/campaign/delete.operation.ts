import type { INodeProperties } from 'n8n-workflow';

import { changeStatus } from './changeStatus';

export const description: INodeProperties[] = [];

/** Deletes a campaign that is stopped or finished (reference/mango-office-api.md, section 3). */
export const execute = changeStatus('campaign/delete');
