import { withoutCode } from '../errors';
import { asInteger, eitherCase, type Params } from '../params';
import { frozenClient } from './clientFields';
import type { Method } from './method';

/**
 * Frozen twins of crm.item.get; their errors have an empty code, as those of crm.deal.*
 * (bitrix24.md#clients [H], errors [M]).
 */
export const contactGet: Method = (params, { store }) => ({
	result: frozenClient(found(store.contacts, params)),
});

export const companyGet: Method = (params, { store }) => ({
	result: frozenClient(found(store.companies, params)),
});

function found<T extends { id: number }>(clients: readonly T[], params: Params): T {
	const id = asInteger(eitherCase(params, 'id'));
	if (id === undefined || id <= 0) throw withoutCode('ID is not defined or invalid');
	const client = clients.find((candidate) => candidate.id === id);
	if (!client) throw withoutCode('Not found');
	return client;
}
