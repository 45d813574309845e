import type { IExecuteFunctions, ResourceMapperField } from 'n8n-workflow';

import { attempt, map, valueOf, type Attempt } from '../../../protocols/attempt';
import {
	findField,
	listFields,
	readFields,
	type CrmField,
} from '../../../protocols/bitrix24/crmFields';
import type { CrmType } from '../../../protocols/bitrix24/crmTypes';
import type { Params, ParamValue } from '../../../protocols/bitrix24/formBody';
import { fault, isEmpty, type Given } from '../../shared/parameters';
import type { Bitrix24Api } from '../api';
import { isWritable } from './kinds';
import { readChoices, toFieldValue, type KnownChoices } from './values';

export type Purpose = 'create' | 'update';

/** What n8n's mapper keeps beside the values. */
interface MapperValue {
	schema?: ResourceMapperField[];
}

/** A field that an item fills, and what with. */
interface Filled {
	field: CrmField;
	given: Given;
}

/**
 * What the mapper says for each item, by the portal's own fields: names as crm.item.* has them, values
 * as Bitrix24 takes them. Fields that were left alone are not there; an empty text clears a field of a
 * card that exists. Nothing is asked of the portal where no item fills a field. What is wrong with an
 * item is that item's error.
 */
export async function readMappedFields(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemType: CrmType,
	purpose: Purpose,
): Promise<Array<Attempt<Params>>> {
	const said = context.getInputData().map((_, i) => attempt(() => saidOf(context, i, purpose)));
	if (said.every((one) => 'value' in one && one.value.entries.length === 0))
		return said.map((one) => map(one, () => ({})));
	const fields = await portalFields(api, itemType);
	const filled = said.map((one, itemIndex) =>
		map(one, ({ entries, isAutomatic }) =>
			entries.flatMap(([name, value]): Filled[] => {
				const field = findField(fields, name);
				if (field && isOffered(itemType, field, purpose))
					return [{ field, given: { context, itemIndex, name: `'${field.title}'`, value } }];
				if (isAutomatic) return [];
				throw notWritable({ context, itemIndex }, name, field, purpose);
			}),
		),
	);
	const used = filled.flatMap((one) => ('value' in one ? one.value.map(({ field }) => field) : []));
	const known = await readChoices(api, itemType, used);
	return filled.map((one) => map(one, (list) => toParams(list, known)));
}

/** The fields of a kind of card, as the portal has them. Throws what Bitrix24 answered instead. */
export async function portalFields(api: Bitrix24Api, itemType: CrmType): Promise<CrmField[]> {
	const [outcome] = await api.run([listFields(itemType)]);
	return readFields(valueOf(outcome));
}

/** A deal that exists goes to another stage by operations of its own, which see to it that it does. */
export function isOffered(itemType: CrmType, field: CrmField, purpose: Purpose): boolean {
	const isMove = purpose === 'update' && itemType === 'deal';
	return isWritable(field, purpose) && !(isMove && MOVED.includes(field.name));
}

const MOVED = ['categoryId', 'stageId'];

/**
 * What an item fills, by name. The editor gives every flag of the portal the value false, also those
 * that it hides (docs/protocols/n8n.md#mapper): what is hidden was not said. n8n would refuse the
 * names of list values, so it does not check.
 */
function saidOf(context: IExecuteFunctions, itemIndex: number, purpose: Purpose) {
	const mode = context.getNodeParameter('fields.mappingMode', itemIndex, 'defineBelow');
	const isAutomatic = mode === 'autoMapInputData';
	const value: unknown = isAutomatic
		? context.getInputData()[itemIndex].json
		: context.getNodeParameter('fields.value', itemIndex, {}, { skipValidation: true });
	const hidden = isAutomatic ? [] : hiddenFields(context);
	const entries = Object.entries((value ?? {}) as Record<string, unknown>).filter(
		([name, one]) =>
			!hidden.includes(name) &&
			(purpose === 'create' ? !isNothing(one) : one !== null && one !== undefined),
	);
	return { entries, isAutomatic };
}

function isNothing(value: unknown): boolean {
	return isEmpty(value) || (Array.isArray(value) && value.length === 0);
}

function hiddenFields(context: IExecuteFunctions): string[] {
	const { schema } = (context.getNode().parameters.fields ?? {}) as MapperValue;
	return (schema ?? []).filter(({ removed }) => removed === true).map(({ id }) => id);
}

function toParams(filled: readonly Filled[], known: KnownChoices): Params {
	return Object.fromEntries(filled.map((one) => [one.field.name, valueFor(one, known)]));
}

/** An empty list would not be in a form at all, and a field of several values takes no text (bitrix24.md#fields). */
function valueFor({ field, given }: Filled, known: KnownChoices): ParamValue {
	if (!field.isMultiple) return given.value === '' ? '' : toFieldValue(field, known, given);
	const values = given.value === '' ? [] : toFieldValue(field, known, given);
	return Array.isArray(values) && values.length === 0 ? [''] : values;
}

function notWritable(
	at: Pick<Given, 'context' | 'itemIndex'>,
	name: string,
	field: CrmField | undefined,
	purpose: Purpose,
): Error {
	if (field === undefined)
		return fault(
			at,
			`The portal has no field '${name}'`,
			"Refresh the list of fields in 'Fields' (⋮ → Refresh) and choose it anew; it may have been deleted.",
		);
	const advice =
		purpose === 'update' && MOVED.includes(field.name)
			? "Use 'Move to Stage' or 'Move by Result', which look whether the deal did move."
			: "Remove it from 'Fields': Bitrix24 fills it itself, or it does not take this kind of value here.";
	return fault(at, `'${field.title}' cannot be set here`, advice);
}
