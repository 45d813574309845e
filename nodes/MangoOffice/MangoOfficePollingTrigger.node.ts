import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { testAccount } from './credentialTest';
import { getEmployees, getGroups } from './listSearch/loadOptions';
import { poll } from './polling/poll';
import { filtersProperty } from './resources/statistics/callFilters';

export class MangoOfficePollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'MANGO OFFICE Polling Trigger',
		name: 'mangoOfficePollingTrigger',
		icon: { light: 'file:mangoOffice.svg', dark: 'file:mangoOffice.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'ended calls',
		description: 'Asks MANGO OFFICE for ended calls, where its events cannot reach this n8n',
		eventTriggerDescription: 'Waiting for a call to end',
		defaults: { name: 'MANGO OFFICE Polling Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'mangoOfficeApi', required: true, testedBy: 'testAccount' }],
		properties: [
			{
				displayName:
					'Each ended call comes once, some minutes after its end, from the statistics of MANGO OFFICE. Where MANGO OFFICE can reach this n8n, MANGO OFFICE Trigger tells of it at once.',
				name: 'whatComes',
				type: 'notice',
				default: '',
			},
			filtersProperty,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Look Back (Minutes)',
						name: 'lookBack',
						type: 'number',
						typeOptions: { minValue: 5, maxValue: 720 },
						default: 120,
						description:
							'How much of the time before the last poll is read again. MANGO OFFICE finds a call by its beginning, and its statistics come late: a call that lasts longer than this may be missed, and a long time makes reports large.',
					},
				],
			},
		],
	};

	methods = { credentialTest: { testAccount }, loadOptions: { getEmployees, getGroups } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
