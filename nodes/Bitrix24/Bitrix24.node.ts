import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { operationMenu, resourceMenu } from '../shared/resources';
import { dealIdDescription } from './dealId';
import { getCreateFields, getUpdateFields } from './fields/mapper';
import { fieldsProperty } from './fields/property';
import { limitDescription } from './limit';
import { searchPipelines, searchStages, searchUsers } from './listSearch';
import { getFields, searchFieldValues } from './listSearch/fields';
import { searchCompanies, searchContacts, searchDeals, searchLeads } from './listSearch/items';
import {
	getDealStages,
	getNewDealStages,
	getRulePipelines,
	getRuleStages,
	getSmartProcesses,
	getSources,
	getUsers,
} from './listSearch/loadOptions';
import { RESOURCES } from './resources';
import { CLIENTS, clientDescription } from './resources/crm/clients';
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
			'Create, find, move and change deals, contacts, companies and leads in Bitrix24, find whom to call, log calls with their recordings, notify employees, add comments, to-dos and tasks',
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
			...limitDescription,
			fieldsProperty('create', [...CLIENTS, 'deal']),
			fieldsProperty('update', [...CLIENTS, 'deal']),
			...clientDescription,
		],
	};

	methods = {
		listSearch: {
			searchCompanies,
			searchContacts,
			searchDeals,
			searchFieldValues,
			searchLeads,
			searchPipelines,
			searchStages,
			searchUsers,
		},
		loadOptions: {
			getDealStages,
			getFields,
			getNewDealStages,
			getRulePipelines,
			getRuleStages,
			getSmartProcesses,
			getSources,
			getUsers,
		},
		resourceMapping: { getCreateFields, getUpdateFields },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
