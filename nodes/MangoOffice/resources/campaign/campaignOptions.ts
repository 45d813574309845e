import { type IDataObject, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { readCode, readWhole } from '../../../shared/parameters';
import { readMangoId } from '../../parameters';

const ATTEMPTS = [1, 3, 5, 10];
const WAITS = [
	{ name: '1 Hour', value: 3600 },
	{ name: '12 Hours', value: 43_200 },
	{ name: '24 Hours', value: 86_400 },
	{ name: '3 Hours', value: 10_800 },
];

/**
 * The name in MANGO's request, and the parameter with the values that MANGO takes
 * (docs/protocols/mango-office.md#campaign-methods).
 */
const FIELDS: Readonly<Record<string, INodeProperties>> = {
	answer_wait: choice(
		'Answer Wait',
		'answerWait',
		counted([10, 20, 30, 60], 'Seconds'),
		30,
		'How long the phone of the client rings',
	),
	call_processing: choice(
		'After-Call Work',
		'callProcessing',
		counted([0, 5, 6, 7, 8, 9, 10, 30, 60, 120, 300, 900], 'Seconds'),
		0,
		'How long an operator gets no call after one has ended',
	),
	redial_busy: choice(
		'Attempts if Busy',
		'redialBusy',
		counted(ATTEMPTS),
		3,
		'How often a busy number is called at most',
	),
	redial_no_answer: choice(
		'Attempts if No Answer',
		'redialNoAnswer',
		counted(ATTEMPTS),
		3,
		'How often a number that is not answered is called at most',
	),
	redial_not_avail: choice(
		'Attempts if Unavailable',
		'redialNotAvailable',
		counted(ATTEMPTS),
		1,
		'How often an unavailable number is called at most',
	),
	add_calls_coef: choice(
		'Calls per Free Operator',
		'callsPerOperator',
		counted([0.1, 0.5, 0.7, 1, 1.5, 2, 3, 5]),
		1,
		'How many clients are called at the same time for each operator who is free',
	),
	dial_mode: choice(
		'Dial Mode',
		'dialMode',
		[
			{ name: 'Client and Operator at Once', value: 2 },
			{ name: 'Client First', value: 4 },
			{ name: 'Operator First', value: 3 },
			{ name: 'Predictive', value: 7 },
		],
		2,
		'Whose phone rings first',
	),
	endless: {
		displayName: 'Endless',
		name: 'endless',
		type: 'boolean',
		default: true,
		description:
			'Whether the campaign goes on when it has no tasks left. Adding single tasks needs it.',
	},
	operators: {
		displayName: 'Operator Names or IDs',
		name: 'operators',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getEmployees' },
		default: [],
		description:
			'Employees who take the calls. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	order: {
		displayName: 'Order',
		name: 'order',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 999 },
		default: 100,
		description: 'Place of the campaign among others, 1 to 999',
	},
	priority: choice(
		'Priority',
		'priority',
		[
			{ name: 'High', value: 1 },
			{ name: 'Low', value: 3 },
			{ name: 'Normal', value: 2 },
		],
		2,
	),
	redial_max: {
		displayName: 'Repetitions at Most',
		name: 'redialMax',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 3,
		description: 'How often a client is called again at most',
	},
	timezone_mode: choice(
		'Time Zone Mode',
		'timezoneMode',
		[
			{ name: "Client's Time Zone and Schedule", value: 2 },
			{ name: 'Ignore', value: 0 },
			{ name: "Operator's and Client's Time Zones and Schedule", value: 1 },
		],
		0,
		"Whether the client's region is heeded",
	),
	timer_busy: choice(
		'Wait if Busy',
		'timerBusy',
		[
			{ name: '1 Hour', value: 3600 },
			{ name: '1 Minute', value: 60 },
			{ name: '15 Minutes', value: 900 },
			{ name: '5 Minutes', value: 300 },
		],
		900,
		'How long to wait before a busy number is called again',
	),
	timer_no_answer: choice(
		'Wait if No Answer',
		'timerNoAnswer',
		WAITS,
		3600,
		'How long to wait before a number that was not answered is called again',
	),
	timer_not_avail: choice(
		'Wait if Unavailable',
		'timerNotAvailable',
		[...WAITS, { name: 'Do Not Call Again', value: 0 }],
		3600,
		'How long to wait before an unavailable number is called again',
	),
};

export const campaignOptions: INodeProperties = {
	displayName: 'Campaign Options',
	name: 'campaignOptions',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		...Object.values(FIELDS),
		{
			displayName: 'End Date',
			name: 'endDate',
			type: 'dateTime',
			default: '',
			description: "When the campaign ends, in the workflow's time zone",
		} as INodeProperties,
		{
			displayName: 'Start Date',
			name: 'startDate',
			type: 'dateTime',
			default: '',
			description: "When the campaign may begin, in the workflow's time zone",
		} as INodeProperties,
	].sort((a, b) => a.displayName.localeCompare(b.displayName)),
};

function choice(
	displayName: string,
	name: string,
	options: Array<{ name: string; value: number }>,
	value: number,
	description = '',
): INodeProperties {
	return {
		displayName,
		name,
		type: 'options',
		options,
		default: value,
		...(description !== '' && { description }),
	};
}

function counted(values: number[], unit = ''): Array<{ name: string; value: number }> {
	return values.map((value) => ({ name: `${value} ${unit}`.trim(), value }));
}

/** The options that are set, by MANGO's names; each is checked, since an expression may give anything. */
export function readCampaignOptions(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const set = context.getNodeParameter('campaignOptions', itemIndex, {}) as IDataObject;
	const fields = Object.entries(FIELDS).filter(([, { name }]) => set[name] !== undefined);
	const read = fields.map(([field, property]) => [
		field,
		valueOf(context, property, set[property.name], itemIndex),
	]);
	return { endless: true, ...Object.fromEntries(read) };
}

function valueOf(
	context: IExecuteFunctions,
	property: INodeProperties,
	value: unknown,
	itemIndex: number,
): unknown {
	const { type, displayName, typeOptions } = property;
	const given = { context, itemIndex, name: `'${displayName}'`, value };
	if (type === 'multiOptions')
		return (value as unknown[]).map((id) => readMangoId({ ...given, value: id }));
	if (type === 'boolean') return value === true || value === 'true';
	const allowed = property.options as Array<{ value: number }> | undefined;
	if (allowed)
		return readCode(
			given,
			allowed.map((option) => option.value),
		);
	const { minValue = 0, maxValue = Infinity } = typeOptions ?? {};
	return readWhole(given, minValue, maxValue);
}
