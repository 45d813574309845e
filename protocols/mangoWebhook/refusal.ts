import { Refusal, type RefusalDetails } from '../refusal';

/** Every code a refused webhook can carry, with its HTTP status. Users read these in the README's table. */
const REFUSAL_STATUS = {
	METHOD_NOT_ALLOWED: 405,
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

/** A webhook of the integration that is not let in. */
export class WebhookRefusal extends Refusal {
	constructor(code: RefusalCode, message: string, details: RefusalDetails = {}) {
		super(REFUSAL_STATUS[code], code, message, details);
		this.name = 'WebhookRefusal';
	}
}
