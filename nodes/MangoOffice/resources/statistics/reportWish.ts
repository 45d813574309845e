import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { readLimit } from '../../paging';
import { filtersProperty, readFilters } from './callFilters';
import type { ReportWish } from './callReport';
import { periodProperties, readPeriod } from './period';

const properties: INodeProperties[] = [
	...periodProperties,
	filtersProperty,
	{
		displayName: 'Time-Out (Minutes)',
		name: 'timeoutMinutes',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 60 },
		default: 5,
		description:
			'How long the report of one item may take in all; MANGO OFFICE is asked every five seconds',
	},
];

/** What every operation asks that reads the statistics of a time. */
export const reportDescription = updateDisplayOptions(
	{ show: { resource: ['recording', 'statistics'], operation: ['getCalls', 'getMany'] } },
	properties,
);

/** The report that one item wants. Throws NodeOperationError. */
export function readReportWish(context: IExecuteFunctions, i: number): ReportWish {
	const minutes = Number(context.getNodeParameter('timeoutMinutes', i)) || 5;
	return {
		span: readPeriod(context, i),
		filters: readFilters(context, i, context.getNodeParameter('filters', i, {}) as IDataObject),
		limit: readLimit(context, i),
		waitMs: minutes * 60_000,
		advice: "Ask for a shorter time or narrow the filters, or raise 'Time-Out'.",
	};
}
