import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { attemptAsync, map, valueOf, type Attempt } from '../../../../protocols/attempt';
import type { Command } from '../../../../protocols/bitrix24/batchRequest';
import { listItems, readItems, type Item } from '../../../../protocols/bitrix24/crmItem';
import { toListedDeal } from '../../../../protocols/bitrix24/deal';
import type { Params } from '../../../../protocols/bitrix24/formBody';
import type { Bitrix24Api } from '../../api';
import { conditionProperties, readListWishes, type ListWish } from '../../fields/conditions';
import { readLimit } from '../../limit';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import { readById, readPages } from '../../pages';
import { Portal } from './portal';
import { simplify, SIMPLE_FIELDS } from './simplify';

const properties: INodeProperties[] = [
	...conditionProperties,
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['deal'], operation: ['getAll'] } },
	properties,
);

interface DealsWish extends ListWish {
	limit: number;
	isSimple: boolean;
}

/**
 * For each item the deals that its conditions find, one output item a deal: the main fields with the
 * names of pipeline and stage, or all as crm.item.list gives them.
 */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const wishes = (await readListWishes(context, api, 'deal', itemCount)).map((wish, i) =>
		map(wish, (one): DealsWish => ({
			...one,
			limit: readLimit(context, i),
			isSimple: context.getNodeParameter('simplify', i) === true,
		})),
	);
	const good = wishes.flatMap((wish) => ('value' in wish ? [wish.value] : []));
	const lists = await findDeals(api, good);
	const shown = good.flatMap(({ isSimple }, i) => {
		const list = lists[i];
		return isSimple && 'value' in list ? list.value : [];
	});
	const portal = await portalFor(api, shown);
	return wishes.map((wish) =>
		map(wish, (one) => {
			const deals = valueOf(lists[good.indexOf(one)]);
			return outputOf(
				one.isSimple
					? deals.map((deal) => simplify(portal, toListedDeal(deal)))
					: (deals as IDataObject[]),
			);
		}),
	);
}

/** By the ID of the deals all lists share their requests; another order has to be counted. */
async function findDeals(
	api: Bitrix24Api,
	wishes: readonly DealsWish[],
): Promise<Array<Attempt<Item[]>>> {
	const byId = wishes.filter(({ sortBy }) => sortBy === 'id');
	const fast = await readById(
		api,
		byId.map((wish) => ({
			pageAfter: (id?: number) =>
				listDeals(
					wish,
					-1,
					id === undefined ? {} : { [wish.direction === 'ASC' ? '>id' : '<id']: id },
				),
			read: readItems,
			idOf: ({ id }: Item) => id,
			limit: wish.limit,
		})),
	);
	const found: Array<Attempt<Item[]>> = [];
	for (const wish of wishes) {
		const page = (start: number) => listDeals(wish, start);
		found.push(
			wish.sortBy === 'id'
				? fast[byId.indexOf(wish)]
				: map(await attemptAsync(readPages(api, { page, read: readItems }, wish.limit)), (deals) =>
						deals.slice(0, wish.limit),
					),
		);
	}
	return found;
}

/** Templates of recurring deals are in the list too, unless they are kept out of it or asked for. */
function listDeals(
	{ filter, sortBy, direction, isSimple }: DealsWish,
	start: number,
	more: Params = {},
): Command {
	return listItems('deal', {
		...(isSimple ? { select: SIMPLE_FIELDS } : {}),
		filter: {
			...(Object.keys(filter).some((key) => key.endsWith('isRecurring'))
				? {}
				: { isRecurring: 'N' }),
			...filter,
			...more,
		},
		order: { [sortBy]: direction },
		start,
	});
}

/** The names of the pipelines and stages that deals are in. */
async function portalFor(api: Bitrix24Api, deals: readonly Item[]): Promise<Portal> {
	const portal = new Portal(api);
	if (deals.length === 0) return portal;
	await portal.read([]);
	await portal.readStages(deals.map((deal) => toListedDeal(deal).categoryId));
	return portal;
}
