import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { DEALS } from '../../../../protocols/bitrix24/board';
import type { Deal } from '../../../../protocols/bitrix24/deal';
import { ItemRun } from '../../../shared/itemRun';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import type { Bitrix24Api } from '../../api';
import { readDealId } from '../../dealId';
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
	const run = new ItemRun(context, itemCount);
	const wanted = run.prepare((itemIndex) => ({
		itemIndex,
		dealId: readDealId(context, itemIndex),
	}));
	if (wanted.length === 0) return run.outcomes;
	const portal = await Portal.read(
		api,
		DEALS,
		wanted.map(({ dealId }) => dealId),
	);
	run.settleEach(wanted, (one) => outputOf(jsonOf(context, one, portal)));
	return run.outcomes;
}

interface Wanted {
	itemIndex: number;
	dealId: number;
}

function jsonOf(
	context: IExecuteFunctions,
	{ itemIndex, dealId }: Wanted,
	portal: Portal,
): IDataObject {
	const deal = portal.deal(dealId);
	const isRaw = context.getNodeParameter('simplify', itemIndex) !== true;
	return isRaw ? (deal as IDataObject) : simplify(portal, deal);
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
