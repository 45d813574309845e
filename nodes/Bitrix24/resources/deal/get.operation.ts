import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import type { Deal } from '../../../../protocols/bitrix24/deal';
import type { Bitrix24Api } from '../../api';
import { attempt, map, valueOf } from '../../../../protocols/attempt';
import { readDealId } from '../../dealId';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import { Portal, stageName } from './portal';

const properties: INodeProperties[] = [
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['deal'], operation: ['get'] } },
	properties,
);

/**
 * One output item a deal: its main fields with the names of pipeline and stage, or all as
 * crm.item.get gives them.
 */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const portal = new Portal(api);
	const dealIds = Array.from({ length: itemCount }, (_, i) =>
		attempt(() => readDealId(context, i)),
	);
	await portal.readDeals(dealIds.flatMap((dealId) => ('value' in dealId ? [dealId.value] : [])));
	const deals = dealIds.map((dealId) => map(dealId, (id) => valueOf(portal.deal(id))));
	await portal.readStages(
		deals.flatMap((deal) => ('value' in deal ? [deal.value.categoryId] : [])),
	);
	return deals.map((attempted, i) =>
		map(attempted, (deal) => {
			const raw = context.getNodeParameter('simplify', i) !== true;
			return outputOf(raw ? (deal as IDataObject) : simplify(portal, deal));
		}),
	);
}

const COPIED = [
	'stageSemanticId',
	'opportunity',
	'currencyId',
	'assignedById',
	'contactId',
	'companyId',
	'createdTime',
	'movedTime',
];

function simplify(portal: Portal, deal: Deal): IDataObject {
	const pipeline = portal.pipeline(deal.categoryId);
	return {
		dealId: deal.id,
		title: deal.title ?? '',
		pipeline: { id: pipeline.id, name: pipeline.name },
		stage: stageName(pipeline, deal.stageId),
		...Object.fromEntries(COPIED.map((name) => [name, (deal as IDataObject)[name] ?? null])),
	};
}
