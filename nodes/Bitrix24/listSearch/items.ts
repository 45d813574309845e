import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { valueOf } from '../../../protocols/attempt';
import { listItems, readItems, type Item } from '../../../protocols/bitrix24/crmItem';
import type { CrmType } from '../../../protocols/bitrix24/crmTypes';
import { PAGE } from '../../../protocols/bitrix24/fastList';
import type { Params } from '../../../protocols/bitrix24/formBody';
import { inEditor } from '../choices';

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** The deals whose title holds the text, the newest first; a number is an ID as well. */
export const searchDeals = searchOf('deal', ['title']);
export const searchContacts = searchOf('contact', ['name', 'lastName']);
export const searchCompanies = searchOf('company', ['title']);
export const searchLeads = searchOf('lead', ['title', 'name', 'lastName']);

function searchOf(itemType: CrmType, names: string[]): Search {
	return async function (this, filter = '', before = '') {
		return await inEditor(this, async (api) => {
			const [outcome] = await api.run([
				listItems(itemType, {
					select: ['id', ...names],
					filter: { ...holding(filter, names), ...(before === '' ? {} : { '<id': before }) },
					order: { id: 'DESC' },
					start: -1,
				}),
			]);
			const items = readItems(valueOf(outcome));
			const portal = await api.portalUrl();
			return {
				results: items.map((item) => ({
					name: `${nameOf(item, names)} (#${item.id})`,
					value: String(item.id),
					url: `${portal}/crm/${itemType}/details/${item.id}/`,
				})),
				paginationToken: items.length === PAGE ? String(items[PAGE - 1].id) : undefined,
			};
		});
	};
}

/** Any of the names. A condition whose value is empty would be dropped (docs/protocols/bitrix24.md#lists). */
function holding(filter: string, names: readonly string[]): Params {
	const text = filter.trim();
	if (text === '') return {};
	const conditions = names.map((name): Params => ({ [`%${name}`]: text }));
	if (/^\d+$/.test(text)) conditions.push({ id: text });
	return { '0': { logic: 'OR', ...Object.fromEntries(conditions.entries()) } };
}

function nameOf(item: Item, names: readonly string[]): string {
	return names
		.map((name) => item[name])
		.filter(Boolean)
		.join(' ');
}
