import type { Stage } from '../../../../protocols/bitrix24/pipelines';

/**
 * Bitrix24 answered success and left the deal where it was
 * (docs/protocols/bitrix24.md#dropped-stages).
 */
export class NotMovedError extends Error {
	readonly advice =
		"Check the stage in the pipeline's settings, and the rights of the webhook's user to move deals there. A robot may also have sent the deal back.";

	constructor(record: string, to: Pick<Stage, 'id' | 'name'>, at: Pick<Stage, 'id' | 'name'>) {
		super(
			`Bitrix24 reported success but left ${record} at '${at.name}' (${at.id}) instead of '${to.name}' (${to.id})`,
		);
		this.name = 'NotMovedError';
	}
}
