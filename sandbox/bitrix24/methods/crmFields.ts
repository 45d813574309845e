import { entityTypeNotFound } from '../errors';
import { fieldsOf, isKnownType } from '../fieldTypes';
import { asInteger } from '../params';
import type { Method } from './method';

export const itemFields: Method = (params) => {
	const type = asInteger(params.entityTypeId) ?? 0;
	if (!isKnownType(type)) throw entityTypeNotFound();
	return { result: { fields: fieldsOf(type) } };
};
