import { z } from 'zod';

import type { Json } from './kinds';
import { optional, phone, text, withFurther } from './values';

export type Direction = 'incoming' | 'outgoing' | 'internal' | null;

/** One side of a call: an employee has an extension. */
export interface Side extends Json {
	extension?: string;
	number?: string;
	lineNumber?: string;
	groupExtension?: string;
	takenFromCallId?: string;
}

const sideSchema = z
	.object({
		extension: optional(text),
		number: optional(phone),
		line_number: optional(phone),
		acd_group: optional(text),
		taken_from_call_id: optional(text),
	})
	.passthrough()
	.transform(
		({
			extension,
			number,
			line_number: lineNumber,
			acd_group: groupExtension,
			taken_from_call_id: takenFromCallId,
			...further
		}): Side =>
			withFurther<Side>(
				{ extension, number, lineNumber, groupExtension, takenFromCallId },
				further,
			),
	);

/** `from` or `to` of an event. It may be empty, which some writers of JSON make a list. */
export const side = z.preprocess(
	(value) =>
		value === undefined || value === null || value === '' || isEmptyList(value) ? {} : value,
	sideSchema,
);

function isEmptyList(value: unknown): boolean {
	return Array.isArray(value) && value.length === 0;
}

/**
 * The employee's extension and the client's number: the employee is the side with the extension, in
 * a callback's first leg too.
 */
export function peopleOf(
	from: Side,
	to: Side,
	direction: Direction,
): { extension: string | null; clientNumber: string | null } {
	const isFromEmployee = from.extension !== undefined;
	const isToEmployee = to.extension !== undefined;
	const isFromOurs = isFromEmployee === isToEmployee ? direction !== 'incoming' : isFromEmployee;
	const [employee, client] = isFromOurs ? [from, to] : [to, from];
	const isClientKnown = direction !== null && direction !== 'internal';
	return {
		extension: employee.extension ?? null,
		clientNumber: isClientKnown ? (client.number ?? null) : null,
	};
}
