import type { IDataObject } from 'n8n-workflow';

import { readGroups, requestGroups } from '../../../../protocols/mangoOffice/directory';
import { eachItem } from '../../operation';

export const description = [];

/**
 * One output item a group, with its members (reference/mango-office-api.md, section 1.4); the
 * fields are those of `Group`.
 */
export const execute = eachItem(
	() => undefined,
	async (api): Promise<IDataObject[]> =>
		readGroups(await api.call(...requestGroups({ withMembers: true }), 'read')).map((one) => ({
			...one,
		})),
);
