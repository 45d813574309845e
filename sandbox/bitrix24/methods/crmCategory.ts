import { deals, entityOf, smartItems } from '../entities';
import { entityTypeNotFound, entityTypeNotSupported, parameterMissing } from '../errors';
import { smartPipeline, smartType } from '../smartProcess';
import { pipelines } from '../stages';
import type { Method } from './method';

/**
 * Category 0 is in the list; keys are camelCase; no paging (bitrix24.md#pipelines-and-stages [H]).
 */
export const categoryList: Method = (params) => {
	if (params.entityTypeId === undefined) throw parameterMissing('entityTypeId');
	const entity = entityOf(params.entityTypeId);
	if (!entity) throw entityTypeNotFound();
	if (entity === smartItems) {
		const categories = [{ ...smartPipeline, entityTypeId: entity.typeId, isDefault: 'Y' }];
		return { result: { categories }, total: 1 };
	}
	// Leads, contacts and companies exist but have no pipelines.
	if (entity !== deals) throw entityTypeNotSupported(entity.typeId);
	const categories = [...pipelines]
		.sort((a, b) => a.sort - b.sort)
		.map((pipeline) => ({
			id: pipeline.id,
			name: pipeline.name,
			sort: pipeline.sort,
			entityTypeId: deals.typeId,
			isDefault: pipeline.id === 0 ? 'Y' : 'N',
			originId: '',
			originatorId: '',
		}));
	return { result: { categories }, total: categories.length };
};

/** The portal's smart processes (documents of crm.type.list [H]). */
export const typeList: Method = () => ({ result: { types: [smartType] }, total: 1 });
