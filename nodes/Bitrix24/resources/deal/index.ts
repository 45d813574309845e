import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operation';
import * as get from './get.operation';
import * as getCallTarget from './getCallTarget.operation';
import * as getWithoutCall from './getWithoutCall.operation';
import * as moveByResult from './moveByResult.operation';
import * as moveToStage from './moveToStage.operation';
import * as update from './update.operation';

export const operations: Record<string, Operation> = {
	get,
	getCallTarget,
	getWithoutCall,
	moveByResult,
	moveToStage,
	update,
};

export const selector: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['deal'] } },
	options: [
		{ name: 'Get', value: 'get', action: 'Get a deal', description: 'Read one deal' },
		{
			name: 'Get Call Target',
			value: 'getCallTarget',
			action: 'Get the call target of a deal',
			description:
				"Read the client's phone and the responsible's extension, for a callback or a campaign",
		},
		{
			name: 'Get Without Call',
			value: 'getWithoutCall',
			action: 'Get deals without a call',
			description: 'List the deals that came to a stage and have no call logged since',
		},
		{
			name: 'Move by Result',
			value: 'moveByResult',
			action: 'Move a deal by result',
			description: 'Move a deal to the stage that a rule table gives for its pipeline and a result',
		},
		{
			name: 'Move to Stage',
			value: 'moveToStage',
			action: 'Move a deal to a stage',
			description: 'Move a deal to one stage, within its pipeline or into another',
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a deal',
			description: "Change a deal's title, amount, currency, responsible or comments",
		},
	],
	default: 'moveByResult',
};

export const description: INodeProperties[] = [
	...moveByResult.description,
	...moveToStage.description,
	...get.description,
	...getCallTarget.description,
	...getWithoutCall.description,
	...update.description,
];
