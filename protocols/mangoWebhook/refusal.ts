/** Every code a refused webhook can carry, with its HTTP status. Users read these in the README's table. */
export const REFUSAL_STATUS = {
	METHOD_NOT_ALLOWED: 405,
	ADDRESS_NOT_ALLOWED: 403,
	BODY_UNREADABLE: 400,
	AUTH_DATA_WRONG: 401,
	PRODUCT_ID_WRONG: 403,
	SOURCE_UNKNOWN: 400,
	ACTION_UNKNOWN: 400,
	ACTION_NOT_ACCEPTED: 403,
	DEAL_ID_INVALID: 400,
	NOT_A_DEAL: 400,
	RESULT_INVALID: 400,
	EMPLOYEE_INVALID: 400,
	PHONE_INVALID: 400,
	CAMPAIGN_ID_INVALID: 400,
} as const;

export type RefusalCode = keyof typeof REFUSAL_STATUS;

interface RefusalDetails {
	parameter?: string;
	allowed?: string | readonly string[];
}

/** A webhook that is not let in: what the sender is told, and with which HTTP status. */
export class WebhookRefusal extends Error {
	readonly status: number;

	constructor(
		readonly code: RefusalCode,
		message: string,
		readonly details: RefusalDetails = {},
	) {
		super(message);
		this.name = 'WebhookRefusal';
		this.status = REFUSAL_STATUS[code];
	}

	/** The JSON body of the answer (README.md#mango-bitrix24-trigger). */
	toBody() {
		return { error: { code: this.code, message: this.message, ...this.details } };
	}
}

const SHOWN_LENGTH = 60;

/** A value as it may appear in a message: quoted, control characters escaped, cut when long. */
export function show(value: unknown): string {
	const text = typeof value === 'string' ? value : String(value);
	if (text.length <= SHOWN_LENGTH) return JSON.stringify(text);
	return `${JSON.stringify(text.slice(0, SHOWN_LENGTH))}… (${text.length} characters)`;
}
