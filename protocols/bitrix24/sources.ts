import { z } from 'zod';

import { readList, text } from '../list';
import type { Command } from './batchRequest';

/** Where a client comes from: an entry of the directory SOURCE (docs/protocols/bitrix24.md#unknown-callers). */
export interface Source {
	id: string;
	name: string;
}

export function listSources(): Command {
	return {
		method: 'crm.status.list',
		params: { filter: { ENTITY_ID: 'SOURCE' }, order: { SORT: 'ASC' } },
	};
}

const sourceSchema = z
	.object({ STATUS_ID: z.union([z.string().min(1), z.number().transform(String)]), NAME: text })
	.transform(({ STATUS_ID, NAME }): Source => ({ id: STATUS_ID, name: NAME || STATUS_ID }));

/** The sources in the result of listSources. */
export function readSources(result: unknown): Source[] {
	return readList(result, sourceSchema);
}
