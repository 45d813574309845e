/** Every code that a refused event can carry, with its HTTP status. */
const STATUS = {
	ADDRESS_NOT_ALLOWED: 403,
	API_KEY_WRONG: 401,
	BODY_UNREADABLE: 400,
	SIGN_WRONG: 401,
} as const;

/** An event that is not let in: what the sender is told, and with which HTTP status. */
export class EventRefusal extends Error {
	readonly status: number;

	constructor(
		readonly code: keyof typeof STATUS,
		message: string,
		readonly parameter?: string,
	) {
		super(message);
		this.name = 'EventRefusal';
		this.status = STATUS[code];
	}

	/** The JSON body of the answer (README.md#mango-office-trigger). */
	toBody() {
		const { code, message, parameter } = this;
		return { error: { code, message, ...(parameter !== undefined && { parameter }) } };
	}
}
