import { NodeOperationError, updateDisplayOptions, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { eachItem } from '../../operation';
import { readLimit } from '../campaign/paging';
import { readTime } from '../campaign/timeParameter';
import { filtersProperty, readFilters } from './callFilters';
import { callReport, type ReportWish } from './callReport';

const properties: INodeProperties[] = [
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
	filtersProperty,
	{
		displayName: 'Time-Out (Minutes)',
		name: 'timeoutMinutes',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 60 },
		default: 5,
		description: 'How long the report of one item may take in all; MANGO OFFICE is asked every five seconds',
	},
];

export const description = updateDisplayOptions({ show: { resource: ['statistics'], operation: ['getCalls'] } }, properties);

/** One output item a call entry (reference/mango-office-api.md, section 1.5, extended statistics). */
export const execute = eachItem(prepare, callReport);

function prepare(context: IExecuteFunctions, i: number): ReportWish {
	const [from, to = new Date()] = ['dateFrom', 'dateTo'].map((name) => readTime(context, name, i));
	if (from === undefined) throw fault("'From' is empty", 'Set the start of the time to report.');
	if (from >= to) throw fault(`'From' (${from.toISOString()}) is not before 'To' (${to.toISOString()})`, 'Swap them, or choose another time.');
	const minutes = Number(context.getNodeParameter('timeoutMinutes', i)) || 5;
	return { span: { from, to }, filters: readFilters(context, i), limit: readLimit(context, i), waitMs: minutes * 60_000 };

	function fault(message: string, description: string) {
		return new NodeOperationError(context.getNode(), message, { description, itemIndex: i });
	}
}
