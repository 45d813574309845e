import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { attemptAsync, map } from '../../../../protocols/attempt';
import { listUsers, readUsers, type User } from '../../../../protocols/bitrix24/users';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import { refusal } from '../../../shared/parameters';
import type { Bitrix24Api } from '../../api';
import { readPages } from '../../pages';

const properties: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { returnAll: [false] } },
		default: 50,
		description: 'Max number of results to return',
	},
	{
		displayName: 'Only With Extension',
		name: 'onlyWithExtension',
		type: 'boolean',
		default: false,
		description: 'Whether to leave out users who have no extension number',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['user'], operation: ['getAll'] } },
	properties,
);

/** One output item a user. Runs once, whatever the number of incoming items. */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
): Promise<ItemOutcome[]> {
	return [map(await attemptAsync(find(context, api)), (users) => outputOf(users.map(toJson)))];
}

async function find(context: IExecuteFunctions, api: Bitrix24Api): Promise<User[]> {
	const limit = context.getNodeParameter('returnAll', 0) === true ? Infinity : readLimit(context);
	const onlyWithExtension = context.getNodeParameter('onlyWithExtension', 0) === true;
	// How many of a page have an extension is not known before it is read.
	const users = await readPages(
		api,
		{ page: listUsers, read: readUsers },
		onlyWithExtension ? Infinity : limit,
	);
	return users
		.filter(({ active, extension }) => active && (extension !== null || !onlyWithExtension))
		.slice(0, limit);
}

function readLimit(context: IExecuteFunctions): number {
	const value = context.getNodeParameter('limit', 0);
	if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
	throw refusal(
		{ context, itemIndex: 0, name: "'Limit'", value },
		'It must be a positive whole number such as 50.',
	);
}

function toJson({ id, name, extension, email, workPosition }: User): IDataObject {
	return { id, name, extension, email, workPosition };
}
