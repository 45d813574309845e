import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operation';
import * as get from './get.operation';
import * as moveByResult from './moveByResult.operation';
import * as moveToStage from './moveToStage.operation';

export const operations: Record<string, Operation> = { get, moveByResult, moveToStage };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['deal'] } },
		options: [
			{ name: 'Get', value: 'get', action: 'Get a deal', description: 'Read one deal' },
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
		],
		default: 'moveByResult',
	},
	...moveByResult.description,
	...moveToStage.description,
	...get.description,
];
