import { toQueryString, type Params } from './formBody';

/** At most this many commands go into one batch (reference/bitrix24-rest.md, section 3.3). */
export const MAX_COMMANDS = 50;

export interface Command {
	method: string;
	params: Params;
}

/** The parameters of a `batch` request; its commands are named by their position: c0, c1, … */
export function batchParams(commands: readonly Command[]): Params {
	const cmd = commands.map(({ method, params }, i) => [`c${i}`, `${method}?${toQueryString(params)}`]);
	return { halt: 0, cmd: Object.fromEntries(cmd) };
}
