import { z } from 'zod';

const balanceSchema = z.object({
	balance: z.number().or(z.string()),
	currency: z.string().optional().catch(undefined),
	response_at: z.unknown(),
});

/** The answer of `account/balance` (docs/protocols/mango-office.md#balance). */
export function readBalance(answer: Record<string, unknown>) {
	const { response_at: responseAt, ...balance } = balanceSchema.parse(answer);
	return { ...balance, responseAt: responseAt as string | number | undefined };
}
