/**
 * What a command_id leads back to. MANGO takes up to 128 bytes, does not check that they are
 * unique, and echoes them in results and events (docs/protocols/mango-office.md#commands).
 */
export interface CommandOrigin {
	/** The deal that the call is for; undefined for a call without one. */
	dealId?: number;
	executionId: string;
	itemIndex: number;
	/** Tells two commands of the same item apart, as when an execution is run again. */
	nonce: string;
}

const FORM = /^mb24\.([1-9]\d{0,15}|-)\.([\w-]+)\.(\d{1,15})\.([\w-]+)$/;

/** `mb24.<deal ID or ->.<execution ID>.<item>.<nonce>`, for example `mb24.12.345.0.k3x9a2`. */
export function formatCommandId({ dealId, executionId, itemIndex, nonce }: CommandOrigin): string {
	return `mb24.${dealId ?? '-'}.${executionId}.${itemIndex}.${nonce}`;
}

/** The inverse; undefined for a command_id that this package did not make. */
export function parseCommandId(commandId: string): CommandOrigin | undefined {
	const [, deal, executionId, item, nonce] = FORM.exec(commandId) ?? [];
	if (deal === undefined || Number(deal) > Number.MAX_SAFE_INTEGER) return undefined;
	return {
		...(deal !== '-' && { dealId: Number(deal) }),
		executionId,
		itemIndex: Number(item),
		nonce,
	};
}
