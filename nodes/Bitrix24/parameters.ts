import { looksLikeReference } from '../../protocols/bitrix24/batchRequest';
import { readId, refusal, type Given } from '../shared/parameters';

/** The ID of something in Bitrix24. Throws NodeOperationError for what cannot be one. */
export function readBitrixId(given: Given, advice = ''): number {
	return readId(given, `It must be a positive whole number such as 12.${advice}`);
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
		"It must not hold '$result', '$total', '$next', '$time' or '$error' followed by '[': Bitrix24 would put the result of another request there.",
	);
}

/** The same for a text that must not be empty. */
export function readFilledText(given: Given): string {
	const text = readText(given);
	if (text.trim() !== '') return text;
	throw refusal(given, 'It must not be empty.');
}
