import type { IExecuteFunctions } from 'n8n-workflow';

import { attempt } from '../../protocols/attempt';
import { fault, readId, type Given } from '../shared/parameters';
import { parseTime } from '../shared/wallTime';

/** A number by which MANGO knows a thing. Throws NodeOperationError. */
export function readMangoId(given: Given): number {
	return readId(given, 'It must be an ID of MANGO OFFICE: a positive whole number such as 79893.');
}

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
	throw fault(
		{ context, itemIndex },
		(time.error as Error).message,
		`It stands in the parameter '${path.split('.').at(-1)}'. Without an offset it is taken as the time of the workflow's time zone.`,
	);
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
