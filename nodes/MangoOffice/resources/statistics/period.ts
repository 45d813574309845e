import { updateDisplayOptions, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import type { Span } from '../../../../protocols/mangoOffice/statistics';
import { fault, refusal } from '../../../shared/parameters';
import { namedSpan, PERIODS, periodProperty } from '../../../shared/period';
import { readTime } from '../../parameters';

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
	{ ...periodProperty, description: 'Time to report' },
	...updateDisplayOptions({ show: { period: ['custom'] } }, custom),
];

/** The time to report for one item. Throws NodeOperationError. */
export function readPeriod(context: IExecuteFunctions, i: number): Span {
	const period = context.getNodeParameter('period', i, 'custom');
	if (period === 'custom') return readCustom(context, i);
	const span = namedSpan(period, context.getTimezone());
	if (span === undefined)
		throw refusal({ context, itemIndex: i, name: "'Period'", value: period }, PERIODS);
	// Both ends belong to the time, to the second.
	return period === 'yesterday'
		? { from: span.from, to: new Date(span.to.getTime() - 1000) }
		: span;
}

function readCustom(context: IExecuteFunctions, i: number): Span {
	const [from, to = new Date()] = ['dateFrom', 'dateTo'].map((name) => readTime(context, name, i));
	if (from === undefined)
		throw fault(
			{ context, itemIndex: i },
			"'From' is empty",
			'Set the start of the time to report.',
		);
	if (from < to) return { from, to };
	throw fault(
		{ context, itemIndex: i },
		`'From' (${from.toISOString()}) is not before 'To' (${to.toISOString()})`,
		'Swap them, or choose another time.',
	);
}
