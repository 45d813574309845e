import type { INodeProperties } from 'n8n-workflow';

import { allowedAddressesProperty } from '../shared/triggerSettings';

const SENDER = '?Source=Bitrix24&AuthData=SECRET&Product_id=PORTAL';
const FILL_IN = 'SECRET and PORTAL are Auth Data and Product ID of the credential.';
const ROBOT =
	'Append it to the webhook URL, and paste both into the robot "Outgoing webhook" (Исходящий вебхук) of a deal stage. The robot sends the deal ID itself.';

/** What to append to the URL for an action. It is there to be copied; the node does not read it. */
function queryString(
	action: string,
	displayName: string,
	query: string,
	hint: string,
): INodeProperties {
	const example = `${SENDER}${query}`;
	return {
		displayName,
		name: `${action}Query`,
		type: 'string',
		typeOptions: { rows: 3 },
		noDataExpression: true,
		default: example,
		hint: `${hint} ${FILL_IN}`,
		displayOptions: { show: { actions: [action] } },
	};
}

const WHERE =
	'Give the production URL above, with the query string of the action below, to MANGO OFFICE or to a robot of Bitrix24. <a href="https://github.com/n8n-nodes-mango-bitrix24/n8n-nodes-mango-bitrix24#mango-bitrix24-trigger">More about it</a>';

export const properties: INodeProperties[] = [
	{ displayName: WHERE, name: 'whereToSet', type: 'notice', default: '' },
	{
		displayName: 'Accepted Actions',
		name: 'actions',
		type: 'multiOptions',
		noDataExpression: true,
		options: [
			{
				name: 'Callback',
				value: 'callback',
				description: 'A robot asks for a call to the client (Action=Callback)',
			},
			{
				name: 'Campaign Task',
				value: 'campaignTask',
				description: 'A robot puts the client into a call campaign (Action=Campaign_Task)',
			},
			{
				name: 'Deal Move',
				value: 'dealMove',
				description: 'A system reports a result (Action=Deal_Move)',
			},
		],
		default: ['dealMove'],
		required: true,
		description:
			'Which webhooks are let in. Each action has an output of its own, which stays where it is.',
	},
	queryString(
		'dealMove',
		'Query String for Deal Move',
		'&Action=Deal_Move&DealID=12&Result=POSITIVE',
		'Append it to the webhook URL, and give both to the system that knows the result. It sets the deal ID, and POSITIVE, NEGATIVE or NEUTRAL, in capitals.',
	),
	queryString('callback', 'Query String for Callback', '&Action=Callback', ROBOT),
	queryString('campaignTask', 'Query String for Campaign Task', '&Action=Campaign_Task', ROBOT),
	{
		displayName: 'Respond',
		name: 'respond',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'When the Webhook Is Accepted',
				value: 'onReceived',
				description:
					'At once with an empty 200, after n8n has stored the execution. What n8n then does not finish, a template runs again, or tells.',
			},
			{
				name: 'When the Last Node Finishes',
				value: 'lastNode',
				description:
					"With the last node's first item, so that the sender learns where the deal went. It has to wait, and to send again what gets no 2xx.",
			},
		],
		default: 'onReceived',
		description: 'When and what to answer to a webhook that is let in',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Accepted HTTP Methods',
				name: 'httpMethods',
				type: 'multiOptions',
				options: [
					{ name: 'GET', value: 'GET' },
					{ name: 'POST', value: 'POST' },
				],
				default: ['GET', 'POST'],
				description: "Bitrix24's robot sends POST; a pasted link is GET",
			},
			allowedAddressesProperty,
			{
				displayName: 'Default Country',
				name: 'country',
				type: 'string',
				default: 'RU',
				description:
					"Two letters of the country whose phone numbers may come without a country code in 'TelNumbr'",
			},
			{
				displayName: 'Further Robots',
				name: 'furtherRobots',
				type: 'multiOptions',
				options: [
					{ name: 'Of Leads', value: 'lead' },
					{ name: 'Of Smart Process Items', value: 'smartProcess' },
				],
				default: [],
				description:
					'Whose "Outgoing webhook" robots are let in beside those of deals. The item then has kind, entityTypeId and ID (of a lead: leadId, too) in place of dealId, so what follows must not need a deal.',
			},
			{
				displayName: 'Further Action Values',
				name: 'actionMapping',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add Value',
				default: {},
				description: 'Further values of the parameter Action, each standing for one of the three',
				options: [
					{
						displayName: 'Value',
						name: 'mapping',
						values: [
							{
								displayName: 'Action Value',
								name: 'value',
								type: 'string',
								default: '',
								placeholder: 'e.g. Move_Deal',
								description: 'As the sender writes it, with the same capitals',
							},
							{
								displayName: 'Stands For',
								name: 'action',
								type: 'options',
								options: [
									{ name: 'Callback', value: 'callback' },
									{ name: 'Campaign Task', value: 'campaignTask' },
									{ name: 'Deal Move', value: 'dealMove' },
								],
								default: 'dealMove',
								description: 'The action that this value stands for',
							},
						],
					},
				],
			},
		],
	},
];
