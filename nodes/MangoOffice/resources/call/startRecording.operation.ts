import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { employeeLocator } from '../../listSearch/locators';
import { commandOperation, type Command } from './command';
import { readCallId, readExtension } from './fields';

export const description: INodeProperties[] = [
	employeeLocator({
		displayName: 'Employee',
		name: 'employee',
		required: true,
		displayOptions: { show: { resource: ['call'], operation: ['startRecording'] } },
		description: 'Employee whose side of the call is recorded',
	}),
];

/**
 * Starts to record a connected call (docs/protocols/mango-office.md#start-recording).
 * Output: `{ commandId, callId, employee, accepted: true }`.
 */
export const execute = commandOperation(
	'recording/start',
	(context: IExecuteFunctions, i: number): Command => {
		const callId = readCallId(context, i);
		const employee = readExtension(context, 'employee', 'Employee', i);
		return {
			params: { call_id: callId, call_party_number: employee },
			output: { callId, employee },
		};
	},
);
