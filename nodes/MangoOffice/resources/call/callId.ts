import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { commandOperation, type Command } from './command';
import { readDestination } from './destination';
import { readCallId } from './fields';

/** The side of a call that a command is about. */
export const callIdProperty: INodeProperties = {
	displayName: 'Call ID',
	name: 'callId',
	type: 'string',
	required: true,
	displayOptions: {
		show: { resource: ['call'], operation: ['hangUp', 'route', 'startRecording', 'transfer'] },
	},
	default: '',
	description:
		"Identifier of one side of the call, as MANGO OFFICE's call events have it (call_id)",
};

/**
 * Ends a call (docs/protocols/mango-office.md#hang-up). Output:
 * `{ commandId, callId, accepted: true }`.
 */
export const hangUp = commandOperation(
	'call/hangup',
	(context: IExecuteFunctions, i: number): Command => {
		const callId = readCallId(context, i);
		return { params: { call_id: callId }, output: { callId } };
	},
);

/**
 * Puts a call through that nobody has answered yet: one in the voice menu, in a queue, or still
 * ringing (docs/protocols/mango-office.md#route-and-transfer). Output:
 * `{ commandId, callId, destination, accepted: true }`.
 */
export const route = commandOperation('route', (context: IExecuteFunctions, i: number): Command => {
	const callId = readCallId(context, i);
	const destination = readDestination(context, i);
	return { params: { call_id: callId, to_number: destination }, output: { callId, destination } };
});
