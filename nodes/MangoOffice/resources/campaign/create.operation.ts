import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { readCreatedId } from '../../../../protocols/mangoOffice/campaign';
import { utcSchedule } from '../../../../protocols/mangoOffice/campaignSchedule';
import { utcText } from '../../../../protocols/mangoOffice/time';
import { fault, readTextUpTo } from '../../../shared/parameters';
import { minutesAhead } from '../../../shared/wallTime';
import { eachItem } from '../../operation';
import { readMangoId, readTime } from '../../parameters';
import { campaignOptions, readCampaignOptions } from './campaignOptions';
import { readHours } from './readHours';

/** The longest name, in characters. */
const LONGEST_NAME = 70;

const properties: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		required: true,
		default: '',
		description: 'Name of the campaign, up to 70 characters',
	},
	{
		displayName: 'Line Name or ID',
		name: 'line',
		type: 'options',
		required: true,
		typeOptions: { loadOptionsMethod: 'getLines' },
		default: '',
		description:
			'Line that clients are called from. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Schedule',
		name: 'schedule',
		type: 'fixedCollection',
		required: true,
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Hours' },
		placeholder: 'Add Hours',
		default: { hours: [{ weekdays: [1, 2, 3, 4, 5], start: '09:00', end: '18:00' }] },
		description:
			"When the campaign calls, by the clocks of the workflow's time zone. MANGO OFFICE keeps the hours in UTC: where clocks are changed they shift by an hour.",
		options: [
			{
				displayName: 'Hours',
				name: 'hours',
				values: [
					{
						displayName: 'Weekdays',
						name: 'weekdays',
						type: 'multiOptions',
						options: [
							{ name: 'Friday', value: 5 },
							{ name: 'Monday', value: 1 },
							{ name: 'Saturday', value: 6 },
							{ name: 'Sunday', value: 7 },
							{ name: 'Thursday', value: 4 },
							{ name: 'Tuesday', value: 2 },
							{ name: 'Wednesday', value: 3 },
						],
						default: [1, 2, 3, 4, 5],
					},
					{
						displayName: 'Start',
						name: 'start',
						type: 'string',
						default: '09:00',
						placeholder: 'e.g. 09:00',
					},
					{
						displayName: 'End',
						name: 'end',
						type: 'string',
						default: '18:00',
						placeholder: 'e.g. 18:00',
					},
				],
			},
		],
	},
	campaignOptions,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['campaign'], operation: ['create'] } },
	properties,
);

/**
 * Creates a stopped campaign (docs/protocols/mango-office.md#campaign-methods, `campaign/add`):
 * `{ campaignId, name, endless }`.
 */
export const execute = eachItem(prepare, async (api, fields): Promise<IDataObject> => {
	const campaignId = await api.make('campaign/add', fields, readCreatedId);
	return { campaignId, name: fields.name, endless: fields.endless };
});

function prepare(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const given = (name: string, parameter: string) => ({
		context,
		itemIndex,
		name,
		value: context.getNodeParameter(parameter, itemIndex),
	});
	const [start, end] = ['startDate', 'endDate'].map((name) =>
		readTime(context, `campaignOptions.${name}`, itemIndex),
	);
	if (start && end && end <= start) throw new Error("'End Date' must come after 'Start Date'");
	const name = readTextUpTo(given("'Name'", 'name'), LONGEST_NAME);
	if (name === undefined)
		throw fault({ context, itemIndex }, "'Name' is empty", 'MANGO OFFICE requires it.');
	const hours = context.getNodeParameter('schedule.hours', itemIndex, []);
	return {
		line_id: readMangoId(given("'Line'", 'line')),
		name,
		schedule: utcSchedule(
			readHours(hours),
			minutesAhead(context.getTimezone(), start ?? new Date()),
		) as unknown as IDataObject[],
		...(start && { start_date: utcText(start) }),
		...(end && { end_date: utcText(end) }),
		...readCampaignOptions(context, itemIndex),
	};
}
