type Repeat = 'always' | 'reads' | 'never';

/**
 * The codes of Bitrix24's documents, and whether a request that met with one may be sent again:
 * `always` – it was refused before it ran; `reads` – it may have run; `never` – it would fail again.
 * Source: docs/protocols/bitrix24.md#error-codes.
 */
const REPEAT = {
	// The whole portal
	QUERY_LIMIT_EXCEEDED: 'always',
	OPERATION_TIME_LIMIT: 'never',
	OVERLOAD_LIMIT: 'never',
	PORTAL_DELETED: 'never',
	INTERNAL_SERVER_ERROR: 'reads',
	ERROR_UNEXPECTED_ANSWER: 'reads',
	CONNECTION_ERROR: 'reads',
	WRONG_ENCODING: 'never',
	// Who asks
	NO_AUTH_FOUND: 'never',
	INVALID_CREDENTIALS: 'never',
	EXPIRED_TOKEN: 'never',
	INVALID_TOKEN: 'never',
	AUTHORIZATION_ERROR: 'never',
	USER_ACCESS_ERROR: 'never',
	APPLICATION_NOT_FOUND: 'never',
	ERROR_OAUTH: 'never',
	INVALID_REQUEST: 'never',
	ALLOWED_ONLY_INTRANET_USER: 'never',
	METHOD_CONFIRM_WAITING: 'never',
	METHOD_CONFIRM_DENIED: 'never',
	// What the webhook may do
	INSUFFICIENT_SCOPE: 'never',
	ERROR_METHOD_NOT_FOUND: 'never',
	ACCESS_DENIED: 'never',
	WRONG_AUTH_TYPE: 'never',
	LICENSEEXCEPTION: 'never',
	WRONG_LICENSE: 'never',
	UPDATE_DYNAMIC_ITEM_RESTRICTED: 'never',
	// What was asked for
	NOT_FOUND: 'never',
	ERROR_NOT_FOUND: 'never',
	OWNER_NOT_FOUND: 'never',
	CRM_FIELD_ERROR_REQUIRED: 'never',
	CRM_FIELD_ERROR_VALUE_NOT_VALID: 'never',
	INVALID_ARG_VALUE: 'never',
	ENTITY_TYPE_NOT_SUPPORTED: 'never',
	WRONG_DATETIME_FORMAT: 'never',
	REMOVING_DISABLED: 'never',
	ERROR_CORE: 'never',
	ERROR_ARGUMENT: 'never',
	'100': 'never',
	ERROR_BATCH_LENGTH_EXCEEDED: 'never',
	ERROR_BATCH_METHOD_NOT_ALLOWED: 'never',
	ERROR_MANIFEST_IS_NOT_AVAILABLE: 'never',
} as const satisfies Record<string, Repeat>;

export type KnownCode = keyof typeof REPEAT;

/**
 * An answer that carries an `error` key, whatever its HTTP status
 * (docs/protocols/bitrix24.md#answers).
 */
export class Bitrix24Error extends Error {
	/** The code, if it is of the documents: others are empty, numbers or sentences (bitrix24.md#answers). */
	readonly known: KnownCode | undefined;
	readonly repeat: Repeat;
	/** Of a write: whether Bitrix24 may have carried it out all the same. */
	readonly mayHaveRun: boolean;

	constructor(
		/** As Bitrix24 sent it, in capitals: may be empty, a number or a sentence. */
		readonly code: string,
		/** Bitrix24's own words, often in the portal's language. */
		readonly text: string,
		readonly status: number,
		/** The method that failed, as far as it is known. */
		readonly method = '',
	) {
		super(`${code}: ${text}`);
		this.name = 'Bitrix24Error';
		const ofStatus = status >= 500 ? 'INTERNAL_SERVER_ERROR' : undefined;
		this.known = isKnown(code) ? code : ofStatus;
		this.repeat = this.known === undefined ? 'never' : REPEAT[this.known];
		// What could not be told in the answer was done before.
		this.mayHaveRun = this.repeat === 'reads' || this.known === 'WRONG_ENCODING';
	}
}

function isKnown(code: string): code is KnownCode {
	return Object.hasOwn(REPEAT, code);
}

/** Whether the error says that the thing asked for does not exist. */
export function isNotFound(error: unknown): boolean {
	return error instanceof Bitrix24Error && /^(ERROR_)?NOT_FOUND$/.test(error.code);
}

/** Whether the error says that a method cannot be called in a batch (docs/protocols/bitrix24.md#error-codes). */
export function isNotForBatches(error: unknown): boolean {
	return error instanceof Bitrix24Error && error.code === 'ERROR_BATCH_METHOD_NOT_ALLOWED';
}
