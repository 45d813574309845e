import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { dealIdDescription } from './dealId';
import { getPipelines as searchPipelines, getStages as searchStages } from './methods/listSearch';
import { getDealStages, getRulePipelines, getRuleStages } from './methods/loadOptions';
import * as activity from './resources/activity';
import * as call from './resources/call';
import * as deal from './resources/deal';
import * as recording from './resources/recording';
import * as timelineComment from './resources/timelineComment';
import * as user from './resources/user';
import { router } from './router';

export class Bitrix24 implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bitrix24',
		name: 'bitrix24',
		icon: { light: 'file:bitrix24.svg', dark: 'file:bitrix24.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description:
			'Move, read and change deals in Bitrix24, find whom to call, log calls with their recordings, add comments and to-dos',
		defaults: { name: 'Bitrix24' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bitrix24WebhookApi', required: true }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Activity', value: 'activity' },
					{ name: 'Call', value: 'call' },
					{ name: 'Deal', value: 'deal' },
					{ name: 'Recording', value: 'recording' },
					{ name: 'Timeline Comment', value: 'timelineComment' },
					{ name: 'User', value: 'user' },
				],
				default: 'deal',
			},
			activity.selector,
			call.selector,
			deal.selector,
			recording.selector,
			timelineComment.selector,
			user.selector,
			// Shared by the resources that are about a deal, since every property costs time in every execution.
			...dealIdDescription,
			...activity.description,
			...call.description,
			...deal.description,
			...recording.description,
			...timelineComment.description,
			...user.description,
		],
	};

	methods = {
		loadOptions: { getDealStages, getRulePipelines, getRuleStages },
		listSearch: { searchPipelines, searchStages },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
