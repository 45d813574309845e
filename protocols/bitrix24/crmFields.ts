import { z } from 'zod';

import { id, listField, map, text } from '../list';
import type { Command } from './batchRequest';
import { CRM_TYPES, type CrmType } from './crmTypes';

/** A field of a kind of card, as the portal describes it (docs/protocols/bitrix24.md#fields). */
export interface CrmField {
	/** In crm.item.*: `opportunity`, `ufCrm_1720019876534`. */
	name: string;
	/** The same in capitals, as exports and older methods have it. */
	upperName: string;
	/** What the card shows. */
	title: string;
	type: string;
	/** Made by the portal's owner. */
	isCustom: boolean;
	isRequired: boolean;
	isReadOnly: boolean;
	/** Can be set when the card is made, and never after. */
	isImmutable: boolean;
	isMultiple: boolean;
	isDeprecated: boolean;
	/** Of a field whose values are a directory of the CRM: which one. */
	directory: string;
	/** Of a field with a list of its own: its values. */
	items: Choice[];
}

/** A value that a field can take: what is written, and what people see. */
export interface Choice {
	value: string;
	name: string;
}

export function listFields(type: CrmType): Command {
	return { method: 'crm.item.fields', params: { entityTypeId: CRM_TYPES[type] } };
}

const flag = z.boolean().catch(false);
const choice = z
	.object({ ID: id, VALUE: text })
	.transform(({ ID, VALUE }): Choice => ({ value: String(ID), name: VALUE || String(ID) }));
const fieldSchema = z.object({
	type: text,
	title: text,
	formLabel: text,
	upperName: text,
	statusType: text,
	isDynamic: flag,
	isRequired: flag,
	isReadOnly: flag,
	isImmutable: flag,
	isMultiple: flag,
	isDeprecated: flag,
	items: listField(choice),
});

/** The fields in the result of listFields. One that is described otherwise is left out. */
export function readFields(result: unknown): CrmField[] {
	const { fields } = z.object({ fields: map }).parse(result);
	return Object.entries(fields).flatMap(([name, described]): CrmField[] => {
		const read = fieldSchema.safeParse(described);
		if (!read.success) return [];
		const { title, formLabel, statusType, isDynamic, upperName, ...same } = read.data;
		return [
			{
				...same,
				name,
				upperName: upperName || name,
				title: labelOf(title, formLabel) || name,
				isCustom: isDynamic,
				directory: statusType,
			},
		];
	});
}

/** Some portals give a custom field's name in capitals for its title, and the label beside it (bitrix24.md#fields). */
function labelOf(title: string, formLabel: string): string {
	return formLabel !== '' && /^(UF_|$)/.test(title) ? formLabel : title;
}

/** By its name in either form, or by what the card shows, when that is of one field alone. */
export function findField(fields: readonly CrmField[], wanted: string): CrmField | undefined {
	const byName = fields.find(({ name, upperName }) => name === wanted || upperName === wanted);
	if (byName) return byName;
	const byTitle = fields.filter(({ title }) => title.toLowerCase() === wanted.trim().toLowerCase());
	return byTitle.length === 1 ? byTitle[0] : undefined;
}

/** The entries of a directory of the CRM, in their order: sources, kinds of deals, stages of leads. */
export function listDirectory(directory: string): Command {
	const filter = { ENTITY_ID: directory };
	return { method: 'crm.status.list', params: { filter, order: { SORT: 'ASC' } } };
}

export function listCurrencies(): Command {
	return { method: 'crm.currency.list', params: {} };
}

const currency = z
	.object({ CURRENCY: z.string().min(1), FULL_NAME: text })
	.transform(({ CURRENCY, FULL_NAME }): Choice => ({
		value: CURRENCY,
		name: FULL_NAME ? `${FULL_NAME} (${CURRENCY})` : CURRENCY,
	}));

/** The currencies in the result of listCurrencies. */
export function readCurrencies(result: unknown): Choice[] {
	return listField(currency).parse(result);
}
