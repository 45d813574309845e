import type { INodeProperties } from 'n8n-workflow';

import { beginsInTool } from '../../../shared/toolForm';

/** What the task is made from; the first choice needs no expression. */
export const sourceProperties: INodeProperties[] = [
	...beginsInTool(
		{
			displayName: 'Task From',
			name: 'taskFrom',
			type: 'options',
			options: [
				{
					name: 'Incoming Item',
					value: 'item',
					description:
						"The item's fields 'phone', 'client.name' or else 'title', and 'dealId', as the Bitrix24 node gives them",
				},
				{
					name: 'Set Below',
					value: 'parameter',
					description: 'Phone, name and deal ID are set in this node',
				},
			],
			default: 'item',
			description: 'Where phone, name and deal ID are taken from',
		},
		'parameter',
	),
	{
		displayName: 'Phone',
		name: 'phone',
		type: 'string',
		required: true,
		displayOptions: { show: { taskFrom: ['parameter'] } },
		default: '',
		placeholder: 'e.g. +7 495 540-44-44',
		description: 'Number of the client, or a SIP address',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		displayOptions: { show: { taskFrom: ['parameter'] } },
		default: '',
		description: 'Name of the client, up to 255 characters',
	},
	{
		displayName: 'Deal ID',
		name: 'dealId',
		type: 'string',
		displayOptions: { show: { taskFrom: ['parameter'] } },
		default: '',
		placeholder: 'e.g. 12',
		description: 'Deal that the task is for, so that the task leads back to it',
	},
];

const customFields: INodeProperties = {
	displayName: 'Custom Fields',
	name: 'customFields',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Custom Field' },
	placeholder: 'Add Custom Field',
	default: {},
	description: 'Values of the custom fields of campaigns; some may be mandatory in your account',
	options: [
		{
			displayName: 'Field',
			name: 'field',
			values: [
				{
					displayName: 'Field Name or ID',
					name: 'id',
					type: 'options',
					typeOptions: { loadOptionsMethod: 'getCustomFields' },
					default: '',
					description:
						'Custom field. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				},
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
};

const organization: INodeProperties = {
	displayName: 'Organization',
	name: 'organization',
	type: 'string',
	default: '',
	description: 'Company of the client, up to 255 characters',
};
const position: INodeProperties = {
	displayName: 'Position',
	name: 'position',
	type: 'string',
	default: '',
	description: 'Job of the client, up to 255 characters',
};
const priority: INodeProperties = {
	displayName: 'Priority',
	name: 'priority',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1000 },
	default: 1000,
	description: 'Priority of the task, 1 to 1000',
};

export const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		{
			displayName: 'Alternative Numbers',
			name: 'alternativeNumbers',
			type: 'string',
			default: '',
			placeholder: 'e.g. +7 495 540-44-44, +7 916 111-00-01',
			description:
				'Further numbers of the client, separated by commas; they are called in this order until somebody talks',
		},
		{
			displayName: 'Blocked Until',
			name: 'blockedUntil',
			type: 'dateTime',
			default: '',
			description: "Time before which the client is not called, in the workflow's time zone",
		},
		{
			displayName: 'Comment',
			name: 'comment',
			type: 'string',
			default: '',
			description: 'Text that the operator sees, up to 1,024 characters',
		},
		customFields,
		{
			displayName: 'Deal Field Name or ID',
			name: 'dealField',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getCustomFields' },
			default: '',
			description:
				'Custom field that takes the deal ID. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Deal Goes Into',
			name: 'dealIn',
			type: 'options',
			options: [
				{
					name: 'Comment',
					value: 'comment',
					description: "As '[deal 12]' at its end, which the operations Get and Get Many read back",
				},
				{
					name: 'Custom Field',
					value: 'customField',
					description: "The deal's number in the field set as 'Deal Field'",
				},
				{
					name: 'Nowhere',
					value: 'nowhere',
					description: 'The task does not lead back to the deal',
				},
			],
			default: 'comment',
			description: 'Where the task holds the deal ID',
		},
		{
			displayName: 'Due Date',
			name: 'dueDate',
			type: 'dateTime',
			default: '',
			description:
				"Time after which the client is not called any more, in the workflow's time zone",
		},
		organization,
		position,
		priority,
	],
};

export const updateFields: INodeProperties = {
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		customFields,
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			description: 'Name of the client, up to 255 characters',
		},
		organization,
		position,
		priority,
	],
};
