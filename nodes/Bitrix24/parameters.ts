import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { looksLikeReference } from '../../protocols/bitrix24/batchRequest';

/** A value that a user or an expression gave, with what an error has to say about it. */
export interface Given {
	context: IExecuteFunctions;
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
	const value = context.getNodeParameter(parameter, itemIndex, '');
	if (value !== '' && value !== null && value !== undefined)
		return { context, itemIndex, name, value };
	const ofItem = context.getInputData()[itemIndex].json[parameter];
	return { context, itemIndex, name: `The incoming item's field '${parameter}'`, value: ofItem };
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

/** The ID of something in Bitrix24. Throws NodeOperationError for what cannot be one. */
export function readId(given: Given, advice = ''): number {
	const parsed = idSchema.safeParse(given.value);
	if (parsed.success) return parsed.data;
	throw refusal(given, `It must be a positive whole number such as 12.${advice}`);
}

/**
 * A text for Bitrix24. Throws NodeOperationError for what is none, and for what Bitrix24 would not
 * take literally.
 */
export function readText(given: Given): string {
	const { value } = given;
	if (typeof value !== 'string' && typeof value !== 'number')
		throw refusal(given, 'It must be a text.');
	const text = String(value);
	if (!looksLikeReference(text)) return text;
	throw refusal(
		given,
		"It must not hold '$result' followed by '[': Bitrix24 would put the result of another request there.",
	);
}

/** The same for a text that must not be empty. */
export function readFilledText(given: Given): string {
	const text = readText(given);
	if (text.trim() !== '') return text;
	throw refusal(given, 'It must not be empty.');
}

/** The error for a value that is not allowed. */
export function refusal(
	{ context, itemIndex, name, value }: Given,
	description: string,
): NodeOperationError {
	const message = `${name} was ${JSON.stringify(value) ?? 'not there'}`;
	return new NodeOperationError(context.getNode(), message, { itemIndex, description });
}
