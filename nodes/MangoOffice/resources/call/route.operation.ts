import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { commandOperation, type Command } from './command';
import { readDestination } from './destination';
import { readCallId } from './fields';

export const description: INodeProperties[] = [];

/**
 * Puts a call through that nobody has answered yet: one in the voice menu, in a queue, or still ringing
 * (reference/mango-office-api.md, section 1.3). Output: `{ commandId, callId, destination, accepted: true }`.
 */
export const execute = commandOperation(
	'route',
	(context: IExecuteFunctions, i: number): Command => {
		const callId = readCallId(context, i);
		const destination = readDestination(context, i);
		return { params: { call_id: callId, to_number: destination }, output: { callId, destination } };
	},
);
