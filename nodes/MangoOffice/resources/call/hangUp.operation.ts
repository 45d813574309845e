import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { commandOperation, type Command } from './command';
import { readCallId } from './fields';

export const description: INodeProperties[] = [];

/** Ends a call (reference/mango-office-api.md, section 1.3). Output: `{ commandId, callId, accepted: true }`. */
export const execute = commandOperation(
	'call/hangup',
	(context: IExecuteFunctions, i: number): Command => {
		const callId = readCallId(context, i);
		return { params: { call_id: callId }, output: { callId } };
	},
);
