import { meaningOf } from '../resultCodes';

/** A result code with its words; null for none. */
export function reasonFields(code: number | undefined): {
	reasonCode: number | null;
	reason: string | null;
} {
	return code === undefined
		? { reasonCode: null, reason: null }
		: { reasonCode: code, reason: meaningOf(code).message };
}
