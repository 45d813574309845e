import { NodeOperationError, updateDisplayOptions, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import type { Span } from '../../../../protocols/mangoOffice/statistics';
import { offsetAt, parseTime } from '../../../../protocols/mangoOffice/time';
import { readTime } from '../campaign/timeParameter';

const DAY_MS = 86_400_000;

const custom: INodeProperties[] = [
	{
		displayName: 'From',
		name: 'dateFrom',
		type: 'dateTime',
		required: true,
		default: '',
		description: "Start of the time to report, in the workflow's time zone",
	},
	{
		displayName: 'To',
		name: 'dateTo',
		type: 'dateTime',
		default: '',
		description: "End of the time to report, in the workflow's time zone; leave it empty for now",
	},
];

export const periodProperties: INodeProperties[] = [
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		options: [
			{ name: 'Custom', value: 'custom', description: 'A start and an end that are set below' },
			{ name: 'Last 24 Hours', value: 'last24Hours' },
			{ name: 'Today', value: 'today', description: 'Since midnight' },
			{ name: 'Yesterday', value: 'yesterday', description: 'The whole day before today' },
		],
		default: 'custom',
		description: "Time to report; days are those of the workflow's time zone",
	},
	...updateDisplayOptions({ show: { period: ['custom'] } }, custom),
];

/** The time to report for one item. Throws NodeOperationError. */
export function readPeriod(context: IExecuteFunctions, i: number): Span {
	const period = context.getNodeParameter('period', i, 'custom');
	const now = new Date();
	if (period === 'custom') return readCustom(context, now, i);
	if (period === 'last24Hours') return { from: new Date(now.getTime() - DAY_MS), to: now };
	const [yesterday, today] = midnights(now, context.getTimezone());
	if (period === 'today') return { from: today, to: now };
	// Both ends belong to the time, to the second.
	if (period === 'yesterday') return { from: yesterday, to: new Date(today.getTime() - 1000) };
	throw fault(context, `'Period' was ${JSON.stringify(period)}`, 'It must be one of: custom, last24Hours, today, yesterday.', i);
}

/** Of yesterday and today, by the clocks of the time zone. */
function midnights(now: Date, zone: string): [Date, Date] {
	const wall = now.getTime() + offsetAt(now.getTime(), zone);
	const midnight = (time: number) => parseTime(new Date(time).toISOString().slice(0, 10), zone);
	return [midnight(wall - DAY_MS), midnight(wall)];
}

function readCustom(context: IExecuteFunctions, now: Date, i: number): Span {
	const [from, to = now] = ['dateFrom', 'dateTo'].map((name) => readTime(context, name, i));
	if (from === undefined) throw fault(context, "'From' is empty", 'Set the start of the time to report.', i);
	if (from < to) return { from, to };
	throw fault(context, `'From' (${from.toISOString()}) is not before 'To' (${to.toISOString()})`, 'Swap them, or choose another time.', i);
}

function fault(context: IExecuteFunctions, message: string, description: string, itemIndex: number) {
	return new NodeOperationError(context.getNode(), message, { description, itemIndex });
}
