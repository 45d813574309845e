import type { INodeProperties } from 'n8n-workflow';

import { allowedAddressesProperty } from '../../shared/triggerSettings';

const WHERE =
	'Give the production URL above to Bitrix24: Developer resources → Other → Outgoing webhook (Разработчикам → Другое → Исходящий вебхук), as URL of your handler. Choose the same events there as here, save, and copy the Application token into the credential. <a href="https://github.com/n8n-nodes-mango-bitrix24/n8n-nodes-mango-bitrix24#bitrix24-trigger">More about it</a>';

const ofStages = { show: { getRecord: [true], onlyStageChanges: [true] } };

export const properties: INodeProperties[] = [
	{ displayName: WHERE, name: 'whereToSet', type: 'notice', default: '' },
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		noDataExpression: true,
		options: [
			{ name: 'Activity Created', value: 'ONCRMACTIVITYADD' },
			{ name: 'Activity Deleted', value: 'ONCRMACTIVITYDELETE' },
			{ name: 'Activity Updated', value: 'ONCRMACTIVITYUPDATE' },
			{
				name: 'Call Ended',
				value: 'ONVOXIMPLANTCALLEND',
				description: "A call of the portal's telephony has ended and is in the history",
			},
			{
				name: 'Call Initiated',
				value: 'ONVOXIMPLANTCALLINIT',
				description: 'A call comes in or is begun',
			},
			{ name: 'Call Started', value: 'ONVOXIMPLANTCALLSTART', description: 'Somebody answered' },
			{
				name: 'Callback Requested',
				value: 'ONEXTERNALCALLBACKSTART',
				description: 'A visitor has filled in the CRM callback form',
			},
			{ name: 'Company Created', value: 'ONCRMCOMPANYADD' },
			{ name: 'Company Deleted', value: 'ONCRMCOMPANYDELETE' },
			{ name: 'Company Updated', value: 'ONCRMCOMPANYUPDATE' },
			{ name: 'Contact Created', value: 'ONCRMCONTACTADD' },
			{ name: 'Contact Deleted', value: 'ONCRMCONTACTDELETE' },
			{ name: 'Contact Updated', value: 'ONCRMCONTACTUPDATE' },
			{ name: 'Deal Created', value: 'ONCRMDEALADD' },
			{ name: 'Deal Deleted', value: 'ONCRMDEALDELETE' },
			{
				name: 'Deal Updated',
				value: 'ONCRMDEALUPDATE',
				description: 'Any change of a deal, and its move to another stage of its pipeline',
			},
			{ name: 'Lead Created', value: 'ONCRMLEADADD' },
			{ name: 'Lead Deleted', value: 'ONCRMLEADDELETE' },
			{ name: 'Lead Updated', value: 'ONCRMLEADUPDATE' },
			{ name: 'Other', value: 'other', description: 'What is none of the others' },
			{ name: 'Smart Process Item Created', value: 'ONCRMDYNAMICITEMADD' },
			{ name: 'Smart Process Item Deleted', value: 'ONCRMDYNAMICITEMDELETE' },
			{ name: 'Smart Process Item Updated', value: 'ONCRMDYNAMICITEMUPDATE' },
			{ name: 'Task Created', value: 'ONTASKADD' },
			{ name: 'Task Deleted', value: 'ONTASKDELETE' },
			{ name: 'Task Updated', value: 'ONTASKUPDATE' },
		],
		default: ['ONCRMDEALUPDATE'],
		required: true,
		description:
			'Which events start the workflow. The outputs stay as they are, whatever is chosen. Bitrix24 sends only what is chosen in its outgoing webhook too.',
	},
	{
		displayName: 'Get the Record',
		name: 'getRecord',
		type: 'boolean',
		noDataExpression: true,
		default: true,
		description:
			'Whether to read what the event is about, since the event has nothing but its ID. It takes the URL of an incoming webhook. If Bitrix24 cannot be read, the execution fails and can be retried.',
	},
	{
		displayName: 'Only When the Stage Changed',
		name: 'onlyStageChanges',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		displayOptions: { show: { getRecord: [true] } },
		description:
			'Whether to let only those events of deals, leads and smart process items through that came of a new stage, each change once. A deal that was created counts as having come to its stage, when Deal Created is among the events. Events of other kinds pass.',
	},
	{
		displayName: 'From Stage Names or IDs',
		name: 'fromStages',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getChangeStages' },
		default: [],
		displayOptions: ofStages,
		description:
			'The stages that it may have left, none for all; those of leads begin with LEAD:. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'To Stage Names or IDs',
		name: 'toStages',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getChangeStages' },
		default: [],
		displayOptions: ofStages,
		description:
			'The stages that it may have come to, none for all; those of leads begin with LEAD:. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Leave Out My Own Changes',
		name: 'leaveOutOwn',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		displayOptions: { show: { getRecord: [true] } },
		description:
			"Whether to leave out what the employee of the incoming webhook did, as the Bitrix24 node does with it. What that employee does by hand is left out too: use a webhook of an employee who does nothing else. Bitrix24 tells only who made the record's last change.",
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [allowedAddressesProperty],
	},
];
