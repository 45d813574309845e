import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { attempt, valueOf } from '../../../../protocols/attempt';
import { getItem, readItem, type Item } from '../../../../protocols/bitrix24/crmItem';
import {
	findByPhone,
	readFoundIds,
	type PhoneOwner,
} from '../../../../protocols/bitrix24/findByPhone';
import { digitsOf, e164Of } from '../../../../protocols/mangoOffice/phone';
import { problemOf } from '../../../../protocols/mangoOffice/phoneText';
import { ItemRun } from '../../../shared/itemRun';
import { outputOf } from '../../../shared/items';
import { fault, isEmpty } from '../../../shared/parameters';
import { countryProperty, readCountry } from '../../country';
import type { Operation } from '../../operation';

export const findByPhoneProperties: INodeProperties[] = [
	{
		displayName: 'Phone Number',
		name: 'phone',
		type: 'string',
		default: '',
		placeholder: 'e.g. +7 495 540-44-44',
		description: 'In whatever form: it is found however it is written on the card',
		hint: "Leave it empty to take the incoming item's field 'clientNumber' or 'phone'",
	},
	countryProperty,
];

/**
 * Whose a phone number is. One output item for each input item: `found`, the number, the IDs of all
 * cards that have it, and of the first one its ID, name and responsible; nulls where nobody has it.
 */
export function findByPhoneOf(itemType: PhoneOwner): Operation['execute'] {
	return async (context, api, itemCount) => {
		const run = new ItemRun(context, itemCount);
		const callers = run.prepare((itemIndex) => ({
			itemIndex,
			phone: readPhone(context, itemIndex),
		}));
		const phones = [...new Set(callers.map(({ phone }) => phone))];
		const outcomes = await api.run(phones.map((phone) => findByPhone(itemType, phone)));
		const found = outcomes.map((outcome) => attempt(() => readFoundIds(itemType, outcome)));
		const firsts = [
			...new Set(found.flatMap((ids) => ('value' in ids ? ids.value.slice(0, 1) : []))),
		];
		const cards = await api.run(firsts.map((id) => getItem(itemType, id)));
		run.settleEach(callers, ({ phone }) => {
			const ids = valueOf(found[phones.indexOf(phone)]);
			const card = ids.length > 0 ? readItem(valueOf(cards[firsts.indexOf(ids[0])])) : undefined;
			return outputOf(report(itemType, phone, ids, card));
		});
		return run.outcomes;
	};
}

function report(itemType: PhoneOwner, phone: string, ids: number[], card?: Item): IDataObject {
	return {
		found: card !== undefined,
		phone,
		[`${itemType}Id`]: card?.id ?? null,
		[`${itemType}Ids`]: ids,
		name: card === undefined ? null : nameOf(itemType, card),
		assignedById: (card?.assignedById as number | undefined) ?? null,
		...(itemType === 'lead' ? { stageSemanticId: (card?.stageSemanticId as string) ?? null } : {}),
	};
}

function nameOf(itemType: PhoneOwner, { name, lastName, title }: Item): string {
	const person = [name, lastName].filter(Boolean).join(' ');
	return itemType === 'contact' ? person : String(title ?? person);
}

/** In E.164. Throws NodeOperationError. */
function readPhone(context: IExecuteFunctions, itemIndex: number): string {
	const country = readCountry(context, itemIndex);
	const { json } = context.getInputData()[itemIndex];
	const set: unknown = context.getNodeParameter('phone', itemIndex, '');
	const value = [set, json.clientNumber, json.phone].find((one) => !isEmpty(one));
	const text = typeof value === 'number' ? String(value) : value;
	const digits = typeof text === 'string' ? digitsOf(text, country) : undefined;
	// A number that is in no plan has called all the same.
	const phone = digits === undefined ? e164Of(String(text)) : `+${digits}`;
	if (phone !== undefined) return phone;
	const was = isEmpty(value) ? 'empty' : JSON.stringify(value);
	throw fault(
		{ context, itemIndex },
		`'Phone Number' was ${was}${typeof text === 'string' ? `: ${problemOf(text)}` : ''}`,
		"Give one such as +7 495 540-44-44, or leave it empty to take the incoming item's field 'clientNumber' or 'phone'.",
	);
}
