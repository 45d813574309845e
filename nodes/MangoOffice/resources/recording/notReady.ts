/** A recording that cannot be had yet. Not a MangoError, so that the items after it are sent all the same. */
export class NotReadyError extends Error {
	override name = 'NotReadyError';

	constructor(
		message: string,
		/** False when MANGO was not asked at all. */
		readonly asked = true,
	) {
		super(message);
	}
}
