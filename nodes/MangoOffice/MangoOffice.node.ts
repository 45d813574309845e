import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { operationMenu, resourceMenu } from '../shared/resources';
import { testAccount } from './credentialTest';
import {
	searchCampaigns,
	searchDestinations,
	searchEmployees,
	searchGroups,
	searchLines,
	searchTasks,
} from './listSearch';
import { getCustomFields, getEmployees, getGroups, getLines } from './listSearch/loadOptions';
import { pagingDescription } from './paging';
import { RESOURCES } from './resources';
import { callOptions } from './resources/call/callOptions';
import { outcomeOptions } from './resources/call/outcomeOptions';
import { smsOptions } from './resources/sms/send.operation';
import { reportDescription } from './resources/statistics/reportWish';
import { router } from './router';

export class MangoOffice implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'MANGO OFFICE',
		name: 'mangoOffice',
		icon: { light: 'file:mangoOffice.svg', dark: 'file:mangoOffice.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Call clients and fill call campaigns with MANGO OFFICE',
		defaults: { name: 'MANGO OFFICE' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'mangoOfficeApi', required: true, testedBy: 'testAccount' }],
		properties: [
			resourceMenu(RESOURCES, 'call'),
			...RESOURCES.flatMap((one) => [operationMenu(one), ...one.properties]),
			// Behind all, since several resources share them and each begins with its operation.
			...reportDescription,
			...pagingDescription,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					...callOptions,
					{
						displayName: 'Default Country',
						name: 'country',
						type: 'string',
						displayOptions: { show: { '/resource': ['call', 'campaignTask', 'contact', 'sms'] } },
						default: 'RU',
						description:
							'Two letters of the country whose phone numbers may come without a country code',
					},
					{
						displayName: 'Retry For (Seconds)',
						name: 'retryFor',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 600 },
						default: 30,
						description:
							'For how long a request is sent again that MANGO OFFICE refused for its rate or load',
					},
					...outcomeOptions,
					...smsOptions,
				],
			},
		],
	};

	methods = {
		credentialTest: { testAccount },
		listSearch: {
			searchCampaigns,
			searchDestinations,
			searchEmployees,
			searchGroups,
			searchLines,
			searchTasks,
		},
		loadOptions: { getCustomFields, getEmployees, getGroups, getLines },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
