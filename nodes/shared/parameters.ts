import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { attempt } from '../../protocols/attempt';
import { parseJsonObject } from '../../protocols/json';

/** A value that a user or an expression gave, with what an error has to say about it. */
export interface Given {
	context: Pick<IExecuteFunctions, 'getNode' | 'getTimezone'>;
	itemIndex: number;
	/** As the user knows it: `'Deal ID'`, or `The incoming item's field 'dealId'`. */
	name: string;
	value: unknown;
}

/** A parameter, or the incoming item's field of the same name where it is empty. */
export function givenOrItems(
	context: IExecuteFunctions,
	itemIndex: number,
	parameter: string,
	name: string,
): Given {
	const value = chosenIn(context.getNodeParameter(parameter, itemIndex, ''));
	if (!isEmpty(value)) return { context, itemIndex, name, value };
	const ofItem = context.getInputData()[itemIndex].json[parameter];
	return { context, itemIndex, name: `The incoming item's field '${parameter}'`, value: ofItem };
}

/** Of a resource locator, what is chosen: one that was never touched is there with nothing. */
export function chosenIn(value: unknown): unknown {
	return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

/** What n8n gives for a parameter that is not set. */
export function isEmpty(value: unknown): value is undefined | null | '' {
	return value === undefined || value === null || value === '';
}

/** A value as text; of an object whose `toString` came with it, and is none, its JSON. */
export function textIn(value: unknown): string {
	const text = attempt(() => String(value ?? ''));
	return 'value' in text ? text.value : JSON.stringify(value);
}

const idSchema = z
	.union([
		z
			.string()
			.trim()
			.regex(/^[0-9]{1,16}$/),
		z.number(),
	])
	.pipe(z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER));

/** The number by which a service knows a thing. Throws NodeOperationError, with `rule` for what is allowed. */
export function readId(given: Given, rule: string): number {
	const parsed = idSchema.safeParse(given.value);
	if (parsed.success) return parsed.data;
	throw refusal(given, rule);
}

/** A whole number. Throws NodeOperationError. */
export function readWhole(given: Given, least: number, most: number): number {
	const number = Number(textIn(given.value));
	if (!isEmpty(given.value) && Number.isInteger(number) && number >= least && number <= most)
		return number;
	throw refusal(given, `It must be a whole number from ${least} to ${most}.`);
}

/** One of the numbers that stand for a choice. Throws NodeOperationError. */
export function readCode(given: Given, allowed: readonly number[]): number {
	const number = Number(textIn(given.value));
	if (!isEmpty(given.value) && allowed.includes(number)) return number;
	throw refusal(given, `It must be one of: ${allowed.join(', ')}.`);
}

/** A text of at most `longest` characters, trimmed; undefined for an empty one. Throws NodeOperationError. */
export function readTextUpTo(given: Given, longest: number): string | undefined {
	const { value, name } = given;
	if (typeof value === 'object' && value !== null) throw refusal(given, 'It must be a text.');
	const text = textIn(value).trim();
	if (text.length <= longest) return text || undefined;
	throw fault(given, `${name} has ${text.length} characters`, `Up to ${longest} are allowed.`);
}

/**
 * A JSON object, as text or out of an expression; empty for an empty text. Of what an expression
 * gives, times become texts, as in JSON. Throws NodeOperationError.
 */
export function readJsonObject(given: Given, example: string): Record<string, unknown> {
	const { value } = given;
	const read = attempt((): Record<string, unknown> | undefined => {
		if (typeof value === 'string' && value.trim() === '') return {};
		return parseJsonObject(typeof value === 'string' ? value : JSON.stringify(value));
	});
	const object = 'value' in read ? read.value : undefined;
	if (object !== undefined) return object;
	const shown = typeof value === 'string' ? shortened(value) : value;
	throw refusal({ ...given, value: shown }, `It must be a JSON object such as ${example}.`);
}

const MOST_SHOWN = 100;

function shortened(text: string): string {
	return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/**
 * The name of a method or its path, as `parse` takes it. Throws NodeOperationError, with `rule` for
 * what is allowed. A URL is not in the error, since it may hold a secret.
 */
export function readMethodName(
	given: Given,
	parse: (text: string) => string | undefined,
	rule: string,
): string {
	const { value, name } = given;
	const method = typeof value === 'string' ? parse(value) : undefined;
	if (method !== undefined) return method;
	if (typeof value !== 'string' || !value.includes('://')) throw refusal(given, rule);
	throw fault(given, `${name} was a URL`, rule);
}

/** The error for a value that is not allowed. */
export function refusal(given: Given, description: string): NodeOperationError {
	const message = `${given.name} was ${JSON.stringify(given.value) ?? 'not there'}`;
	return fault(given, message, description);
}

/** The error of an item: what is wrong, and what the user can do. */
export function fault(
	{ context, itemIndex }: Pick<Given, 'context' | 'itemIndex'>,
	message: string,
	description?: string,
): NodeOperationError {
	return new NodeOperationError(context.getNode(), message, { itemIndex, description });
}
