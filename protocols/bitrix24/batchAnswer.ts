import { z } from 'zod';

import { attempt, type Attempt } from '../attempt';
import { map, number } from '../list';
import { StrangeAnswerError, toError, UnansweredError } from './answer';
import type { Command } from './batchRequest';
import type { Bitrix24Error } from './errors';

/**
 * A command's result. Of a list method that gave one page, `total` is how many rows there are in
 * all, and `next` how many are before the next page.
 */
export type CommandOutcome = Attempt<unknown> & Paging;

interface Paging {
	total?: number;
	next?: number;
}

/** What of a command is told, when it failed. */
type Asked = Pick<Command, 'method' | 'card'>;

const commandError = z.object({ error: z.unknown(), error_description: z.unknown() });
const batchResult = z.object({
	result: map,
	result_error: map.optional(),
	result_total: map.optional(),
	result_next: map.optional(),
});
const count = number.pipe(z.number().int().nonnegative());

/**
 * What became of each command, in their order; an odd answer to one is the failure of that one.
 * Throws StrangeAnswerError where the whole of it is odd.
 */
export function readBatch(answer: unknown, commands: readonly Asked[]): CommandOutcome[] {
	const read = batchResult.safeParse(answer);
	if (!read.success) throw new StrangeAnswerError(read.error);
	const { result, result_error: errors = {}, result_total: totals = {} } = read.data;
	const { result_next: nexts = {} } = read.data;
	return commands.map((command, i) => {
		const key = `c${i}`;
		if (key in errors) return { error: toCommandError(errors[key], command) };
		if (!(key in result)) return { error: new UnansweredError(command.method) };
		const paging = attempt(() => readPaging(totals[key], nexts[key]));
		return 'error' in paging ? paging : { value: result[key], ...paging.value };
	});
}

/** What stands beside the result of a list method. Throws StrangeAnswerError. */
export function readPaging(total: unknown, next: unknown): Paging {
	const read = z.object({ total: count.optional(), next: count.optional() }).safeParse({
		...(total !== undefined && { total }),
		...(next !== undefined && { next }),
	});
	if (read.success) return read.data;
	throw new StrangeAnswerError(read.error);
}

const batchTimes = z.object({ result_time: map });

/** What Bitrix24 tells of the run time of each command, in their order. A portal may not tell it. */
export function readBatchTimes(answer: unknown, methods: readonly string[]): unknown[] {
	const read = batchTimes.safeParse(answer);
	const times = read.success ? read.data.result_time : {};
	return methods.map((_, i) => times[`c${i}`]);
}

function toCommandError(error: unknown, command: Asked): Bitrix24Error {
	const read = commandError.safeParse(error);
	return toError(read.success ? read.data : { error }, 200, command);
}
