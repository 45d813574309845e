import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operation';
import * as callback from './callback.operation';
import * as callbackGroup from './callbackGroup.operation';
import { callTargetDescription } from './callTarget';
import { destinationDescription } from './destination';
import * as getOutcome from './getOutcome.operation';
import * as hangUp from './hangUp.operation';
import * as route from './route.operation';
import * as startRecording from './startRecording.operation';
import * as transfer from './transfer.operation';

export const operations: Record<string, Operation> = {
	callback,
	callbackGroup,
	getOutcome,
	hangUp,
	route,
	startRecording,
	transfer,
};

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['call'] } },
		options: [
			{
				name: 'Callback',
				value: 'callback',
				action: 'Call back',
				description: 'Ring an employee and, once he has answered, the client',
			},
			{
				name: 'Callback by Group',
				value: 'callbackGroup',
				action: 'Call back by a group',
				description: 'Ring a group and, once a member has answered, the client',
			},
			{
				name: 'Get Outcome',
				value: 'getOutcome',
				action: 'Get the outcome of a call',
				description:
					'Wait until a call or campaign task is finished, and tell whether client and employee talked',
			},
			{ name: 'Hang Up', value: 'hangUp', action: 'Hang up a call', description: 'End a call' },
			{
				name: 'Route',
				value: 'route',
				action: 'Route a call',
				description: 'Put a call through that nobody has answered yet',
			},
			{
				name: 'Start Recording',
				value: 'startRecording',
				action: 'Start recording a call',
				description: 'Record a call from now on',
			},
			{
				name: 'Transfer',
				value: 'transfer',
				action: 'Transfer a call',
				description: 'Hand a connected call over to somebody else',
			},
		],
		default: 'callback',
	},
	...callTargetDescription,
	{
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
	},
	...callback.description,
	...callbackGroup.description,
	destinationDescription,
	...getOutcome.description,
	...startRecording.description,
	...transfer.description,
];
