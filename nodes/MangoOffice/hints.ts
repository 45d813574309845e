import { counted, type Hint } from '../shared/hints';

/** Of Call: Get Outcome, and of Campaign Task: Add Many. */
export const HINTS: readonly Hint[] = [
	{
		isOf: ({ outcome, final }) => outcome !== undefined && final === false,
		words: (n) =>
			`${counted(n, 'outcome')} that may still change: the call or task is not finished.`,
	},
	{
		isOf: ({ added, reason }) => added === false && reason === 'duplicate',
		words: (n) => `${counted(n, 'client')} not added: another item has the same number.`,
	},
];
