import { attempt, attemptAsync } from '../../../protocols/attempt';
import type { Choice, CrmField } from '../../../protocols/bitrix24/crmFields';
import type { CrmType } from '../../../protocols/bitrix24/crmTypes';
import type { ParamValue } from '../../../protocols/bitrix24/formBody';
import { refusal, textIn, type Given } from '../../shared/parameters';
import type { Bitrix24Api } from '../api';
import { fieldChoices, hasChoices } from '../choices';
import { kindOf } from './kinds';

/** Of fields whose values are a list, which these are; a list that cannot be read is not there. */
export type KnownChoices = ReadonlyMap<CrmField, readonly Choice[]>;

/** Reads the lists of those fields that have one. */
export async function readChoices(
	api: Bitrix24Api,
	itemType: CrmType,
	fields: Iterable<CrmField>,
): Promise<KnownChoices> {
	const known = new Map<CrmField, readonly Choice[]>();
	for (const field of new Set(fields)) {
		if (!hasChoices(field)) continue;
		// What Bitrix24 makes of the value is compared anyhow, or told by Bitrix24.
		const choices = await attemptAsync(fieldChoices(api, itemType, field));
		if ('value' in choices && choices.value.length > 0) known.set(field, choices.value);
	}
	return known;
}

/**
 * A value of a field as Bitrix24 takes it: one of a list goes by its ID or by what people see; a field
 * of several values takes a list, or a text with commas. Throws NodeOperationError.
 */
export function toFieldValue(
	field: CrmField,
	known: KnownChoices,
	given: Given,
	isMultiple = field.isMultiple,
): ParamValue {
	const choices = known.get(field);
	const one = choices
		? (value: unknown) => chosen({ ...given, value }, choices)
		: (value: unknown) => kindOf(field).read({ ...given, value });
	if (!isMultiple) return one(given.value);
	if (Array.isArray(given.value)) return given.value.map(one);
	// A name of a list may hold a comma itself.
	const whole = attempt(() => one(given.value));
	if (choices && 'value' in whole) return [whole.value];
	return partsOf(given.value).map(one);
}

function partsOf(value: unknown): unknown[] {
	if (typeof value !== 'string') return [value];
	return value
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

/** So many are told of, since some directories have hundreds. */
const SHOWN = 30;

function chosen(given: Given, choices: readonly Choice[]): string {
	const text = textIn(given.value).trim();
	const byValue = choices.find(({ value }) => value === text);
	if (byValue) return byValue.value;
	const byName = choices.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
	if (byName.length === 1) return byName[0].value;
	const told = choices.slice(0, SHOWN).map(({ name, value }) => `${value} (${name})`);
	const more = choices.length > SHOWN ? ', …' : '';
	throw refusal(given, `It must be one of these of the portal: ${told.join(', ')}${more}.`);
}
