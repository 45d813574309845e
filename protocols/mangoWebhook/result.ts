import { z } from 'zod';

import { show } from '../refusal';
import type { Parameters } from './parameters';
import { WebhookRefusal } from './refusal';
import { single } from './single';

/**
 * MANGO's three results, "always in capital Latin letters"; any other value is forbidden
 * (docs/protocols/mango-office.md#deal-move-webhook).
 */
export const RESULTS = ['POSITIVE', 'NEGATIVE', 'NEUTRAL'] as const;
export type Result = (typeof RESULTS)[number];

export const resultSchema = z.enum(RESULTS);

/** The `Result` of a Deal_Move webhook. */
export function readResult(parameters: Parameters): Result {
	const value = single(parameters, 'Result', 'RESULT_INVALID');
	const parsed = resultSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	const was = value === undefined ? 'is missing' : `was ${show(value)}`;
	throw new WebhookRefusal(
		'RESULT_INVALID',
		`Result ${was}. Allowed, in capital letters: ${RESULTS.join(', ')}.`,
		{
			parameter: 'Result',
			allowed: RESULTS,
		},
	);
}
