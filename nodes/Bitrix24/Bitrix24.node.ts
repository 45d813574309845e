import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { operationMenu, resourceMenu } from '../shared/resources';
import { dealIdDescription } from './dealId';
import { searchPipelines, searchStages } from './listSearch';
import {
	getDealStages,
	getRulePipelines,
	getRuleStages,
	getSmartProcesses,
	getSources,
} from './listSearch/loadOptions';
import { RESOURCES } from './resources';
import { router } from './router';
import { kindDescription } from './subject';

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
			resourceMenu(RESOURCES, 'deal'),
			...RESOURCES.map(operationMenu),
			// Shared by the resources that are about a deal, since every property costs time in every execution.
			...kindDescription,
			...dealIdDescription,
			...RESOURCES.flatMap(({ properties }) => properties),
		],
	};

	methods = {
		listSearch: { searchPipelines, searchStages },
		loadOptions: { getDealStages, getRulePipelines, getRuleStages, getSmartProcesses, getSources },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
