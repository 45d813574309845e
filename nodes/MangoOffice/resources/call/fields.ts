import type { IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

import { EXTENSION_RULE, isExtension } from '../../../../protocols/mangoOffice/extension';
import { textOf } from '../../../../protocols/mangoOffice/values';
import { fault, isEmpty, refusal } from '../../../shared/parameters';

const DEAL_ID = /^[1-9]\d{0,14}$/;
const MAX_ID_BYTES = 128;

/** Numbers without a country code are taken for numbers of this country. */
export function readCountry(context: IExecuteFunctions, itemIndex: number): string {
	return String(context.getNodeParameter('options.country', itemIndex, 'RU'));
}

/** A parameter as text: expressions may give numbers, and lists give objects. */
export function readText(context: IExecuteFunctions, name: string, itemIndex: number): string {
	const value: unknown = context.getNodeParameter(name, itemIndex, '', { extractValue: true });
	return textOf(value) ?? '';
}

/** The extension of an employee or a group. Throws NodeOperationError, with `label` for the name of the parameter. */
export function readExtension(
	context: IExecuteFunctions,
	name: string,
	label: string,
	itemIndex: number,
): string {
	return checkExtension(context, readText(context, name, itemIndex), `'${label}'`, itemIndex);
}

export function checkExtension(
	context: IExecuteFunctions,
	text: string,
	label: string,
	itemIndex: number,
): string {
	if (isExtension(text)) return text;
	throw wrong(context, label, text, `It must be an extension: ${EXTENSION_RULE}.`, itemIndex);
}

/** The call_id of a call that is going on. */
export function readCallId(context: IExecuteFunctions, itemIndex: number): string {
	const callId = readText(context, 'callId', itemIndex);
	if (callId !== '' && Buffer.byteLength(callId) <= MAX_ID_BYTES) return callId;
	throw wrong(
		context,
		"'Call ID'",
		callId,
		"It must be the call_id of a call that is going on, as MANGO OFFICE's call events have it.",
		itemIndex,
	);
}

/** A deal's ID; undefined for an empty value. Throws NodeOperationError for what cannot be one. */
export function checkDealId(
	context: IExecuteFunctions,
	value: unknown,
	label: string,
	itemIndex: number,
): number | undefined {
	if (isEmpty(value)) return undefined;
	const text = textOf(value);
	if (text !== null && DEAL_ID.test(text)) return Number(text);
	throw wrong(
		context,
		label,
		value,
		'It must be a positive whole number such as 12, or be left out.',
		itemIndex,
	);
}

/** The incoming item's `dealId`, if it has one that can be a deal's ID. */
export function dealIdOfItem(context: IExecuteFunctions, itemIndex: number): number | undefined {
	const text = textOf(context.getInputData()[itemIndex].json.dealId);
	return text !== null && DEAL_ID.test(text) ? Number(text) : undefined;
}

/** An error for a value that MANGO would not take; nothing was sent. */
export function wrong(
	context: IExecuteFunctions,
	label: string,
	value: unknown,
	description: string,
	itemIndex: number,
): NodeOperationError {
	const given = { context, itemIndex, name: label, value };
	return isEmpty(value)
		? fault(given, `${label} was empty`, description)
		: refusal(given, description);
}
