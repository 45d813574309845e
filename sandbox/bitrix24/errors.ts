import { z } from 'zod';

import { Refusal } from '../core/answers';

/**
 * Errors as Bitrix24 words them: `{"error", "error_description"}` (bitrix24.md#answers [H]).
 * Statuses are those of column B of bitrix24.md#error-codes, which the Bitrix source supports [M].
 */
export class RestError extends Refusal {
	constructor(
		status: number,
		/**
		 * May be a word, an empty string or a number: only its presence marks a failure
		 * (bitrix24.md#answers [H]).
		 */
		error: unknown,
		readonly description: string,
	) {
		super(status, { error, error_description: description }, description);
	}
}

/** What a method can be told to fail with. */
export const failureShape = z.object({
	error: z.union([z.string(), z.number()]),
	error_description: z.string().default(''),
	/** HTTP status when the method is called directly; inside a batch the status stays 200. */
	status: z.number().int().default(400),
});

const error = (status: number, code: string, text: string) => () =>
	new RestError(status, code, text);

export const noAuthFound = error(401, 'NO_AUTH_FOUND', 'Wrong authorization data');
export const invalidCredentials = error(401, 'INVALID_CREDENTIALS', 'Invalid request credentials');
export const insufficientScope = error(
	401,
	'insufficient_scope',
	'The request requires higher privileges than provided by the webhook token',
);
export const methodNotFound = error(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!');
export const queryLimitExceeded = error(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests');
export const operationTimeLimit = error(
	429,
	'OPERATION_TIME_LIMIT',
	'Method is blocked due to operation time limit.',
);
export const batchTooLong = error(400, 'ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded');
export const batchInBatch = error(
	405,
	'ERROR_BATCH_METHOD_NOT_ALLOWED',
	'Method is not allowed for batch usage',
);

/**
 * `100` is the code of a missing parameter in the newer methods (bitrix24.md#error-codes [H], the
 * wording [M]).
 */
export const parameterMissing = (name: string) =>
	new RestError(400, '100', `Could not find value for parameter {${name}}`);
/** Of a field of several values that got a text (documents of crm.item.add [H]). */
export const notIterable = () =>
	new RestError(400, '100', 'Expected iterable value for multiple field, but got string instead');
export const invalidArgument = (text: string) => new RestError(400, 'INVALID_ARG_VALUE', text);
export const entityTypeNotSupported = (type: number) =>
	new RestError(400, 'ENTITY_TYPE_NOT_SUPPORTED', `Entity type ${type} is not supported`);

/**
 * Of comments and to-dos: the object they belong to does not exist (bitrix24.md#comments [H], the
 * wording [L]).
 */
export const ownerNotFound = error(400, 'OWNER_NOT_FOUND', 'Owner was not found');
export const commentNotFound = error(400, 'NOT_FOUND', 'Not found.');
export const wrongDateTime = error(400, 'WRONG_DATETIME_FORMAT', 'Wrong datetime format');

/**
 * NOT_FOUND of crm.item comes with HTTP 400, not 404 (bitrix24.md#error-codes [H]). Its text is in
 * the portal's language (bitrix24.md#answers [H]).
 */
export const itemNotFound = error(400, 'NOT_FOUND', 'Элемент не найден');
export const entityTypeNotFound = error(400, 'NOT_FOUND', 'Смарт-процесс не найден');
/** The codes are the sheet's [H]; the Russian wording is ours [L]: clients must match codes only. */
export const fieldRequired = (field: string) =>
	new RestError(400, 'CRM_FIELD_ERROR_REQUIRED', `Поле «${field}» обязательно для заполнения`);
export const fieldValueNotValid = (field: string) =>
	new RestError(400, 'CRM_FIELD_ERROR_VALUE_NOT_VALID', `Некорректное значение поля «${field}»`);

/**
 * Errors without a code: all of crm.deal.* (bitrix24.md#error-codes [H]) and two of crm.item.update
 * (bitrix24.md#dropped-stages [H src]).
 */
export const withoutCode = (text: string) => new RestError(400, '', text);
export const transitionForbidden = () => withoutCode('Недостаточно прав для смены стадии');
export const stageInNewCategoryNotFound = () => withoutCode('Stage in new category is not found');

/** The older methods want arrays where the newer ones say INVALID_ARG_VALUE (documents of crm.activity.list [H]). */
export const notAnArray = (name: string) => withoutCode(`Parameter '${name}' must be array.`);
