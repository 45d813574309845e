import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { attemptAsync, valueOf, type Attempt } from '../../../../protocols/attempt';
import type { Command } from '../../../../protocols/bitrix24/batchRequest';
import { LAST_ITEM, listItems, readItems, type Item } from '../../../../protocols/bitrix24/crmItem';
import { toListedDeal } from '../../../../protocols/bitrix24/deal';
import type { Params, Reference } from '../../../../protocols/bitrix24/formBody';
import { ItemRun } from '../../../shared/itemRun';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import type { Bitrix24Api } from '../../api';
import { conditionProperties, readListWishes, type ListWish } from '../../fields/conditions';
import { readLimit } from '../../limit';
import { readPages } from '../../pages';
import { readEach } from '../../pagesById';
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
	const run = new ItemRun(context, itemCount);
	const read = await readListWishes(context, api, 'deal', itemCount);
	const wishes = run.prepare((itemIndex) => ({
		itemIndex,
		...valueOf(read[itemIndex]),
		limit: readLimit(context, itemIndex),
		isSimple: context.getNodeParameter('simplify', itemIndex) === true,
	}));
	const lists = await findDeals(api, wishes);
	const shown = wishes.flatMap(({ isSimple }, i) => {
		const list = lists[i];
		return isSimple && 'value' in list ? list.value : [];
	});
	const portal = await Portal.readPipelines(
		api,
		shown.map((deal) => toListedDeal(deal).categoryId),
	);
	run.settleEach(wishes, ({ isSimple }, i) => {
		const deals = valueOf(lists[i]);
		return outputOf(
			isSimple
				? deals.map((deal) => simplify(portal, toListedDeal(deal)))
				: (deals as IDataObject[]),
		);
	});
	return run.outcomes;
}

/** By the ID of the deals all lists share their requests; another order has to be counted. */
async function findDeals(
	api: Bitrix24Api,
	wishes: readonly DealsWish[],
): Promise<Array<Attempt<Item[]>>> {
	const byId = wishes.filter(({ sortBy }) => sortBy === 'id');
	const fast = await readEach(api, byId.map(toListById));
	const found: Array<Attempt<Item[]>> = [];
	for (const wish of wishes)
		found.push(
			wish.sortBy === 'id' ? fast[byId.indexOf(wish)] : await attemptAsync(findInOrder(api, wish)),
		);
	return found;
}

function toListById(wish: DealsWish) {
	const beyond = wish.direction === 'ASC' ? '>id' : '<id';
	return {
		pageAfter: (id?: number | Reference) =>
			listDeals(wish, -1, id === undefined ? {} : { [beyond]: id }),
		lastId: LAST_ITEM,
		read: readItems,
		idOf: ({ id }: Item) => id,
		limit: wish.limit,
	};
}

async function findInOrder(api: Bitrix24Api, wish: DealsWish): Promise<Item[]> {
	const page = (start: number) => listDeals(wish, start);
	return (await readPages(api, { page, read: readItems }, wish.limit)).slice(0, wish.limit);
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
