import { Refusal } from '../../refusal';

/** Every code that a refused event can carry, with its HTTP status (README.md#mango-office-trigger). */
const STATUS = {
	API_KEY_WRONG: 401,
	BODY_UNREADABLE: 400,
	EVENT_TOO_OLD: 403,
	SIGN_WRONG: 401,
} as const;

/** An event of MANGO OFFICE that is not let in. */
export class EventRefusal extends Refusal {
	constructor(code: keyof typeof STATUS, message: string, parameter?: string) {
		super(STATUS[code], code, message, parameter === undefined ? {} : { parameter });
		this.name = 'EventRefusal';
	}
}
