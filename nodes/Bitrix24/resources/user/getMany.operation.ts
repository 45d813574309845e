import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { attemptAsync, map } from '../../../../protocols/attempt';
import { listUsers, readUsers, type User } from '../../../../protocols/bitrix24/users';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import type { Bitrix24Api } from '../../api';
import { limitProperties, readLimit } from '../../limit';
import { readPages } from '../../pages';

const properties: INodeProperties[] = [
	...limitProperties,
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
	const limit = readLimit(context, 0);
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

function toJson({ id, name, extension, email, workPosition }: User): IDataObject {
	return { id, name, extension, email, workPosition };
}
