import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { attempt } from '../../../shared/attempt';
import { parseTime } from '../../../shared/wallTime';

/**
 * A date parameter; undefined if it is empty. n8n's date fields give text without an offset, which
 * is the wall time of the workflow's time zone; expressions give Date and Luxon objects too. Throws
 * NodeOperationError.
 */
export function readTime(
	context: IExecuteFunctions,
	path: string,
	itemIndex: number,
): Date | undefined {
	const value = context.getNodeParameter(path, itemIndex, '');
	if (value === '' || value === null || value === undefined) return undefined;
	const time = attempt(() => parseTime(dateTextOf(value), context.getTimezone()));
	if ('value' in time) return time.value;
	throw new NodeOperationError(context.getNode(), (time.error as Error).message, {
		itemIndex,
		description: `It stands in the parameter '${path.split('.').at(-1)}'. Without an offset it is taken as the time of the workflow's time zone.`,
	});
}

function dateTextOf(value: unknown): string {
	if (value instanceof Date)
		return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
	if (
		typeof value === 'object' &&
		value !== null &&
		'toISO' in value &&
		typeof value.toISO === 'function'
	)
		return String(value.toISO());
	return String(value);
}
