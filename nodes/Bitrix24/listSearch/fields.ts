import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { findField } from '../../../protocols/bitrix24/crmFields';
import { matching } from '../../shared/matching';
import { fieldChoices, inEditor, userChoices } from '../choices';
import { isComparable, isOfUsers } from '../fields/kinds';
import { portalFields } from '../fields/mapped';
import { itemTypeOf } from '../fields/mapper';

/** The fields of the kind of card that the resource is about, to find cards by. */
export async function getFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const itemType = itemTypeOf(this.getCurrentNodeParameter('resource'));
	const fields = await inEditor(this, async (api) => await portalFields(api, itemType));
	return fields
		.filter(isComparable)
		.map(({ name, title }) => ({ name: title, value: name, description: name }));
}

/** The values of the field that stands in the same condition, if they are a list. */
export async function searchFieldValues(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const itemType = itemTypeOf(this.getCurrentNodeParameter('resource'));
	const name = String(this.getCurrentNodeParameter('&field') ?? '');
	const choices = await inEditor(this, async (api) => {
		const field = findField(await portalFields(api, itemType), name);
		if (field === undefined) return [];
		return isOfUsers(field) ? await userChoices(api) : await fieldChoices(api, itemType, field);
	});
	return { results: matching(choices, filter) };
}
