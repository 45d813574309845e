import type { Fields } from '../fields';
import { ok, type Method, type Pbx } from './method';

/** Real seconds from the HTTP answer to the POST of the outcome. */
const resultDelay = 0.2;

/**
 * A command (mango-office.md#commands): the HTTP answer says "accepted" [H; that it holds
 * `result: 1000`, M], the outcome comes later as `result/<command>` with the command_id. `run`
 * gives the outcome's code.
 */
export function command(
	path: string,
	prepare: (fields: Fields) => (pbx: Pbx, commandId: string | undefined) => number,
): Method {
	return (fields, pbx) => {
		const commandId = fields.has('command_id') ? fields.text('command_id') : undefined;
		const run = prepare(fields);
		pbx.timers.after(resultDelay, () => {
			const result = run(pbx, commandId);
			// Text in the official examples.
			pbx.teller.tell(
				`result/${path}`,
				{ ...(commandId === undefined ? {} : { command_id: commandId }), result },
				['result'],
			);
		});
		return ok();
	};
}
