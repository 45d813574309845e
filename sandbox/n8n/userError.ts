/** Something the user can do something about: shown as its one sentence, without a stack trace. */
export class UserError extends Error {
	override name = 'UserError';
}
