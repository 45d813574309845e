import { looksLikeReference, type Command } from './batchRequest';
import type { Params, ParamValue } from './formBody';

/** What a method's last word says when it only reads. Others may change something. */
const READING =
	/(^|\.)(get(?!\w*(?:create|add))\w*|list|fields|search|find\w*|count|types|current|profile|scope|methods)$/i;

/** A command of any method. One that is not known to read only is a write, and so never sent twice blindly. */
export function anyCommand(method: string, params: Params): Command {
	if (READING.test(method)) return { method, params };
	return { method, params, effect: 'methodRan' };
}

/** PHP reads no more parameters out of a query string by default (`max_input_vars` is 1000). */
const MOST_VALUES = 500;
/** Files go as base64, and a batch takes none (docs/protocols/bitrix24.md#batch). */
const LONGEST_TEXT = 50_000;

/**
 * Whether parameters mean the same in a batch as in a request of their own. A batch has query
 * strings: there is no true, false or null in one, an empty list is not there at all, and what
 * looks like a reference is replaced (docs/protocols/bitrix24.md#batch).
 */
export function fitsBatch(params: Params): boolean {
	const leaves = leavesOf(params);
	return leaves.length <= MOST_VALUES && leaves.every(isPlainText);
}

/** The names and values of parameters, and containers that are empty. */
function leavesOf(value: ParamValue): ParamValue[] {
	if (typeof value !== 'object' || value === null) return [value];
	return Object.entries(value as Params).flatMap(([name, one]) => {
		const isEmpty = typeof one === 'object' && one !== null && Object.keys(one).length === 0;
		return isEmpty ? [null] : [...(Array.isArray(value) ? [] : [name]), ...leavesOf(one)];
	});
}

function isPlainText(value: ParamValue): boolean {
	if (typeof value === 'number') return true;
	if (typeof value !== 'string') return false;
	return value.length <= LONGEST_TEXT && !looksLikeReference(value);
}
