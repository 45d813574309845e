export interface RefusalDetails {
	parameter?: string;
	allowed?: string | readonly string[];
}

/** A request to a trigger that is not let in: what the sender is told, and with which HTTP status. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly details: RefusalDetails = {},
	) {
		super(message);
		this.name = 'Refusal';
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
