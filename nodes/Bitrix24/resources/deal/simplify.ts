import type { IDataObject } from 'n8n-workflow';

import type { Deal } from '../../../../protocols/bitrix24/deal';
import { stageName, type Portal } from './portal';

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

/** The fields that simplify needs. */
export const SIMPLE_FIELDS = ['id', 'title', 'categoryId', 'stageId', ...COPIED];

/** A deal's main fields, with the names of its pipeline and stage, which the portal has read. */
export function simplify(portal: Portal, deal: Deal): IDataObject {
	const pipeline = portal.pipeline(deal.categoryId);
	return {
		dealId: deal.id,
		title: deal.title ?? '',
		pipeline: { id: pipeline.id, name: pipeline.name },
		stage: stageName(pipeline, deal.stageId),
		...Object.fromEntries(COPIED.map((name) => [name, (deal as IDataObject)[name] ?? null])),
	};
}
