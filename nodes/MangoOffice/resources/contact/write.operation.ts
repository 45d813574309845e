import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { contactFields, readWritten } from '../../../../protocols/mangoOffice/addressBook';
import { fault, readTextUpTo } from '../../../shared/parameters';
import { eachItem } from '../../operation';
import { wrong } from '../call/fields';
import { readContactId } from './contacts';
import { detailProperties, readContactDetails, readPhones } from './draft';

const PHONES =
	'Numbers separated by commas, in any usual form; they are stored as digits, and the first one is the default';

const nameProperty: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Anna Petrova',
};
const phonesProperty: INodeProperties = {
	displayName: 'Phones',
	name: 'phones',
	type: 'string',
	default: '',
	placeholder: 'e.g. +7 916 123-45-67',
	description: PHONES,
};

const createProperties: INodeProperties[] = [
	{ ...nameProperty, required: true },
	phonesProperty,
	{
		displayName: 'If There Is a Duplicate',
		name: 'ifDuplicate',
		type: 'options',
		options: [
			{
				name: 'Create It All the Same',
				value: 'duplicate',
				description: 'Another contact with the same data',
			},
			{
				name: 'Leave It',
				value: 'skip',
				description: "The output item says 'created: false', and nothing is changed",
			},
		],
		default: 'skip',
		description: 'What is to be done where MANGO OFFICE finds that the contact is there',
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: detailProperties,
	},
];

const updateFields: INodeProperties = {
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		...detailProperties,
		nameProperty,
		{
			...phonesProperty,
			description: `${PHONES}. They take the place of all phones that the contact has.`,
		},
	].sort((a, b) => a.displayName.localeCompare(b.displayName)),
};

export const description = [
	...updateDisplayOptions(
		{ show: { resource: ['contact'], operation: ['create'] } },
		createProperties,
	),
	...updateDisplayOptions({ show: { resource: ['contact'], operation: ['update'] } }, [
		updateFields,
	]),
];

/**
 * `{ created: true, contactId, … }`, or `{ created: false, name }` for a duplicate that was left
 * (docs/protocols/mango-office.md#address-book, `ab/contacts/create`).
 */
export const createContact = eachItem(
	(context, i) => {
		const set = context.getNodeParameter('additionalFields', i, {}) as IDataObject;
		const name = readName(context, i, context.getNodeParameter('name', i));
		if (name === undefined)
			throw wrong(context, "'Name'", name, 'MANGO OFFICE requires a name.', i);
		const onError = context.getNodeParameter('ifDuplicate', i, 'skip');
		if (onError !== 'skip' && onError !== 'duplicate')
			throw wrong(context, "'If There Is a Duplicate'", onError, 'Allowed: skip, duplicate.', i);
		const phones = readPhones(context, i, context.getNodeParameter('phones', i, ''));
		const details = readContactDetails(context, i, set);
		return { name, data: contactFields({ name, phones, ...details }), onError };
	},
	async (api, { name, data, onError }): Promise<IDataObject> => {
		const params = { data: [data], on_error: onError } as IDataObject;
		const written = await api.make('ab/contacts/create', params, readWritten);
		return { created: written !== undefined, ...(written ?? { name }) } as IDataObject;
	},
);

/**
 * `{ updated, contactId, … }` (docs/protocols/mango-office.md#address-book, `ab/contacts/update`).
 * What is not set stays as it is; phones and e-mails that are set replace all that are there.
 */
export const updateContact = eachItem(
	(context, i) => {
		const contactId = readContactId(context, i);
		const set = context.getNodeParameter('updateFields', i, {}) as IDataObject;
		const data = contactFields({
			name: readName(context, i, set.name),
			phones: readPhones(context, i, set.phones),
			...readContactDetails(context, i, set),
		});
		if (Object.keys(data).length > 0)
			return { contactId, data: { contact_id: contactId, type: 0, ...data } };
		throw fault({ context, itemIndex: i }, "There is nothing to change: 'Update Fields' is empty");
	},
	async (api, { contactId, data }): Promise<IDataObject> => {
		const params = { data: [data], on_error: 'skip' } as IDataObject;
		const written = await api.make('ab/contacts/update', params, readWritten);
		return { updated: written !== undefined, ...(written ?? { contactId }) } as IDataObject;
	},
);

function readName(context: IExecuteFunctions, i: number, value: unknown): string | undefined {
	return readTextUpTo({ context, itemIndex: i, name: "'Name'", value }, 255);
}
