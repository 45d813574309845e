import type { IDataObject } from 'n8n-workflow';

import { readLines, requestLines } from '../../../../protocols/mangoOffice/directory';
import { eachItem } from '../../operation';

export const description = [];

/** One output item a line (reference/mango-office-api.md, section 1.4); the fields are those of `Line`. */
export const execute = eachItem(
	() => undefined,
	async (api): Promise<IDataObject[]> =>
		readLines(await api.call(...requestLines(), 'read')).map((one) => ({ ...one })),
);
