import type { Choice } from '../choices';

/** Those whose name holds the text. */
export function matching(choices: Choice[], filter: string): Choice[] {
	return choices.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
}
