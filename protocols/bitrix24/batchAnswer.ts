import { z } from 'zod';

import { toError } from './answer';

export type CommandOutcome = { result: unknown } | { error: unknown };

// PHP writes an empty map as [].
const map = z
	.union([z.record(z.unknown()), z.array(z.unknown())])
	.transform((value): Record<string, unknown> => ({ ...value }));
const commandError = z.object({ error: z.unknown(), error_description: z.unknown() });
const batchResult = z.object({ result: map, result_error: map.optional() });

/** What became of each command, in their order. A command that the portal passed over counts as failed. */
export function readBatch(answer: unknown, count: number): CommandOutcome[] {
	const { result, result_error: errors = {} } = batchResult.parse(answer);
	return Array.from({ length: count }, (_, i) => {
		const key = `c${i}`;
		if (key in errors) return { error: toError(commandError.parse(errors[key]), 200) };
		if (key in result) return { result: result[key] };
		return { error: toError({ error: '', error_description: 'The command was not answered' }, 200) };
	});
}
