import { z } from 'zod';

import { id, readListIn, text } from '../list';
import type { Command } from './batchRequest';

/** A smart process, by the number of its type in crm.item.*. */
export interface SmartProcess {
	entityTypeId: number;
	title: string;
}

/** A page of them (docs/protocols/bitrix24.md#leads-and-smart-processes). */
export function listSmartProcesses(start: number): Command {
	return { method: 'crm.type.list', params: { order: { title: 'ASC' }, start } };
}

const typeSchema = z.object({ entityTypeId: id, title: text });

/** The smart processes in the result of listSmartProcesses. */
export function readSmartProcesses(result: unknown): SmartProcess[] {
	return readListIn(result, 'types', typeSchema).map(({ entityTypeId, title }) => ({
		entityTypeId,
		title: title || `#${entityTypeId}`,
	}));
}
