import { z } from 'zod';

import { toError } from './answer';

/** `total`: how many rows a list method has in all, of which it gave one page. */
export type CommandOutcome = { result: unknown; total?: number } | { error: unknown };

// PHP writes an empty map as [].
const map = z
	.union([z.record(z.unknown()), z.array(z.unknown())])
	.transform((value): Record<string, unknown> => ({ ...value }));
const commandError = z.object({ error: z.unknown(), error_description: z.unknown() });
const batchResult = z.object({ result: map, result_error: map.optional(), result_total: map.optional() });
const total = z.coerce.number().int().nonnegative();

/** What became of each command, in their order. A command that the portal passed over counts as failed. */
export function readBatch(answer: unknown, methods: readonly string[]): CommandOutcome[] {
	const { result, result_error: errors = {}, result_total: totals = {} } = batchResult.parse(answer);
	return methods.map((method, i) => {
		const key = `c${i}`;
		if (key in errors) return { error: toError(commandError.parse(errors[key]), 200, method) };
		if (!(key in result)) return { error: toError({ error: '', error_description: 'The command was not answered' }, 200, method) };
		return key in totals ? { result: result[key], total: total.parse(totals[key]) } : { result: result[key] };
	});
}

/** The result of a command. Throws what Bitrix24 answered in its place. */
export function resultOf(outcome: CommandOutcome): unknown {
	if ('error' in outcome) throw outcome.error;
	return outcome.result;
}
