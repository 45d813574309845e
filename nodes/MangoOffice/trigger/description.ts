import type { INodeProperties } from 'n8n-workflow';

import { allowedAddressesProperty } from '../../shared/triggerSettings';
import { EVENT_NAMES } from './outputs';

const WHERE =
	'Give the production URL above to MANGO OFFICE: personal account → Integrations → API connector → address of the external system (Личный кабинет → Интеграции → API коннектор → адрес внешней системы). MANGO appends <code>/events/call</code> and so on itself. It knows one address for the whole account, so let one workflow receive the events. <a href="https://github.com/n8n-nodes-mango-bitrix24/n8n-nodes-mango-bitrix24#mango-office-trigger">More about it</a>';

/**
 * The text that was there before the list, which workflows hold. The list has another name, since the editor takes no
 * text for choices; and the text is not hidden where it is empty, since the engine drops what is hidden in a collection
 * by its own value.
 */
function typed(displayName: string, name: string, placeholder: string): INodeProperties {
	return {
		displayName: `${displayName} (Typed)`,
		name,
		type: 'string',
		default: '',
		placeholder,
		description:
			'As the list of the same name, for numbers that are not in it, separated by commas; both count',
	};
}

export const properties: INodeProperties[] = [
	{ displayName: WHERE, name: 'whereToSet', type: 'notice', default: '' },
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		noDataExpression: true,
		options: [
			{
				name: EVENT_NAMES.call,
				value: 'call',
				description: 'A phone rings, is answered, put on hold, or hung up',
			},
			{
				name: EVENT_NAMES.summary,
				value: 'summary',
				description: 'How a whole call went, once after its end',
			},
			{
				name: EVENT_NAMES.missedCall,
				value: 'missedCall',
				description: 'A client called and nobody talked to him; once, after the end of the call',
			},
			{
				name: EVENT_NAMES.commandResult,
				value: 'commandResult',
				description: 'The outcome of a callback, SMS, transfer or other command',
			},
			{ name: EVENT_NAMES.dtmf, value: 'dtmf', description: 'Somebody pressed keys during a call' },
			{
				name: EVENT_NAMES.userStatus,
				value: 'userStatus',
				description: 'An employee changed the status in the Contact Center',
			},
			{ name: EVENT_NAMES.other, value: 'other', description: 'What is none of the others' },
			{
				name: EVENT_NAMES.recording,
				value: 'recording',
				description: 'The recording of a talk started or is complete',
			},
			{
				name: EVENT_NAMES.recordAdded,
				value: 'recordAdded',
				description: 'A recording can be downloaded',
			},
			{
				name: EVENT_NAMES.recordTagged,
				value: 'recordTagged',
				description: 'Speech analytics has found the topics of a recording',
			},
			{ name: EVENT_NAMES.sms, value: 'sms', description: 'An SMS was delivered, or was not' },
			{
				name: EVENT_NAMES.statistics,
				value: 'statistics',
				description: 'A report that was asked for is ready',
			},
		],
		default: ['call'],
		required: true,
		description:
			'Which events start the workflow. The outputs stay as they are: Calls, Recordings, Command Results (and SMS), and Others. The field "event" of the item tells the kind.',
	},
	{
		displayName: 'Final Only',
		name: 'finalOnly',
		type: 'boolean',
		noDataExpression: true,
		default: true,
		description:
			'Whether to leave out what is not the end yet: of calls every state but the last, and the first leg of a callback; of recordings every state but Completed',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Calls Of',
				name: 'callsOf',
				type: 'multiOptions',
				options: [
					{
						name: 'Call Campaigns',
						value: 'campaigns',
						description: 'Calls for a task of a campaign',
					},
					{
						name: 'Others',
						value: 'others',
						description: 'Calls of clients and employees, and of other programs',
					},
					{
						name: 'This Package',
						value: 'ours',
						description: 'Calls, SMS and other commands of the MANGO OFFICE node',
					},
				],
				default: [],
				description:
					'Who had the call made. Concerns calls, command results and SMS. Events of other kinds pass.',
			},
			{
				displayName: 'Directions',
				name: 'directions',
				type: 'multiOptions',
				options: [
					{ name: 'Incoming', value: 'incoming' },
					{ name: 'Internal', value: 'internal' },
					{ name: 'Outgoing', value: 'outgoing' },
				],
				default: [],
				description:
					'Concerns calls, call summaries and missed calls; callbacks are outgoing. Events of other kinds pass.',
			},
			{
				displayName: 'Employee Names or IDs',
				name: 'employeeList',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getExtensions' },
				default: [],
				description:
					'By their extensions. Concerns calls, call summaries, missed calls and recordings. Events of other kinds pass. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			{
				displayName: 'Group Names or IDs',
				name: 'groupList',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getGroupExtensions' },
				default: [],
				description:
					'By their extensions. Concerns calls and missed calls. Events of other kinds pass. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			{
				displayName: 'Line Names or IDs',
				name: 'lineList',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getLineNumbers' },
				default: [],
				description:
					'By their numbers. Concerns calls, call summaries, missed calls and DTMF; of outgoing calls only the summary names the line. Events of other kinds pass. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			typed('Employees', 'extensions', 'e.g. 101, 102'),
			typed('Groups', 'groups', 'e.g. 200, 201'),
			typed('Lines', 'lines', 'e.g. +7 495 123-45-67'),
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			allowedAddressesProperty,
			{
				displayName: 'MANGO OFFICE Addresses Only',
				name: 'mangoAddressesOnly',
				type: 'boolean',
				default: false,
				description:
					"Whether only the five addresses that MANGO OFFICE's documentation names may send, and those of 'Allowed Source Addresses'. Behind a proxy, n8n must be told of it (N8N_PROXY_HOPS).",
			},
			{
				displayName: 'Refuse Events Older Than (Minutes)',
				name: 'refuseOlderThan',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 60,
				description:
					"By the event's own signed time, so that who has seen an event cannot send it again later. What comes late is lost, so allow for clocks that differ, and for MANGO OFFICE's own delays. Command results, statistics and others have no time and are let in.",
			},
		],
	},
];
