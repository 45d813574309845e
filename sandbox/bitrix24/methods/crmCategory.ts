import { entityTypeNotFound, entityTypeNotSupported, parameterMissing } from '../errors';
import { asInteger } from '../params';
import { smartPipeline, smartType, smartTypeId } from '../smartProcess';
import { dealTypeId } from './dealFields';
import type { Method } from './method';

/** Leads, contacts and companies exist but have no pipelines. */
const typesWithoutPipelines = [1, 3, 4];

/**
 * Category 0 is in the list; keys are camelCase; no paging (bitrix24.md#pipelines-and-stages [H]).
 */
export const categoryList: Method = (params, { store }) => {
	if (params.entityTypeId === undefined) throw parameterMissing('entityTypeId');
	const type = asInteger(params.entityTypeId) ?? 0;
	if (typesWithoutPipelines.includes(type)) throw entityTypeNotSupported(type);
	if (type === smartTypeId) {
		const categories = [{ ...smartPipeline, entityTypeId: type, isDefault: 'Y' }];
		return { result: { categories }, total: 1 };
	}
	if (type !== dealTypeId) throw entityTypeNotFound();
	const categories = [...store.pipelines]
		.sort((a, b) => a.sort - b.sort)
		.map((pipeline) => ({
			id: pipeline.id,
			name: pipeline.name,
			sort: pipeline.sort,
			entityTypeId: dealTypeId,
			isDefault: pipeline.id === 0 ? 'Y' : 'N',
			originId: '',
			originatorId: '',
		}));
	return { result: { categories }, total: categories.length };
};

/** The portal's smart processes (documents of crm.type.list [H]). */
export const typeList: Method = () => ({ result: { types: [smartType] }, total: 1 });
