import type {
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { attemptAsync } from '../../../protocols/attempt';
import type { Choice, CrmField } from '../../../protocols/bitrix24/crmFields';
import { isCrmType, type CrmType } from '../../../protocols/bitrix24/crmTypes';
import type { Bitrix24Api } from '../api';
import { inEditor, userChoices } from '../choices';
import { isOfUsers, kindOf } from './kinds';
import { isOffered, portalFields, type Purpose } from './mapped';
import { readChoices } from './values';

/** The fields of a new card, for the mapper. */
export async function getCreateFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await mapperFields(this, 'create');
}

/** The fields of a card that exists, for the mapper. */
export async function getUpdateFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await mapperFields(this, 'update');
}

async function mapperFields(
	context: ILoadOptionsFunctions,
	purpose: Purpose,
): Promise<ResourceMapperFields> {
	const itemType = itemTypeOf(context.getCurrentNodeParameter('resource'));
	return await inEditor(context, async (api) => {
		const all = await portalFields(api, itemType);
		const fields = all.filter(
			(field) => !field.isDeprecated && isOffered(itemType, field, purpose),
		);
		const choices = await readChoices(api, itemType, fields);
		const users = fields.some(isOfUsers) ? await usersFor(api) : [];
		return {
			fields: fields.map((field) =>
				toMapperField(field, purpose, {
					isAmbiguous: fields.some((other) => other !== field && other.title === field.title),
					choices: isOfUsers(field) ? users : choices.get(field),
				}),
			),
		};
	});
}

/** The kind of card that a resource of the node is about. */
export function itemTypeOf(resource: unknown): CrmType {
	if (typeof resource === 'string' && isCrmType(resource)) return resource;
	throw new Error(`The resource '${String(resource)}' has no fields of the portal`);
}

/** The workflow keeps the list with each field of users, so that of a big portal would be too much. */
const MOST_USERS = 300;

/** None where the webhook may not read them: IDs can be typed all the same. */
async function usersFor(api: Bitrix24Api): Promise<Choice[]> {
	const users = await attemptAsync(userChoices(api));
	return 'value' in users && users.value.length <= MOST_USERS ? users.value : [];
}

/** Shown from the start, the others on demand. */
const COMMON = ['title', 'name', 'lastName'];

function toMapperField(
	field: CrmField,
	purpose: Purpose,
	{ isAmbiguous, choices = [] }: { isAmbiguous: boolean; choices?: readonly Choice[] },
): ResourceMapperField {
	const { name, title, isMultiple, isCustom, isRequired } = field;
	const isChosen = choices.length > 0 && !isMultiple;
	// System fields that are required have a value of Bitrix24's own when none is sent.
	const required = purpose === 'create' && isCustom && isRequired;
	return {
		id: name,
		displayName: [
			title,
			isAmbiguous ? `[${name}]` : '',
			isMultiple ? '(several, separated by commas)' : '',
		]
			.filter(Boolean)
			.join(' '),
		type: isMultiple ? 'string' : isChosen ? 'options' : kindOf(field).editor,
		...(isChosen ? { options: choices.map((choice) => ({ ...choice })) } : {}),
		required,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		removed: !required && !(purpose === 'create' && COMMON.includes(name)),
	};
}
