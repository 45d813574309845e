import { MAX_DEPTH } from '../json';
import { show } from '../refusal';
import type { Params, ParamValue } from './formBody';

export interface Named {
	name: string;
	value: ParamValue;
}

const NAME = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

type Tree = Map<string, Tree | { leaf: ParamValue }>;

/**
 * Parameters of names as PHP has them: `filter[>ID]` is the condition `>ID` of the filter, and
 * `select[]` one more entry of a list. Throws an Error that says what is wrong with a name.
 */
export function toParams(named: readonly Named[]): Params {
	const root: Tree = new Map();
	for (const { name, value } of named) put(root, keysOf(name), value, name);
	return valuesOf(root) as Params;
}

function keysOf(name: string): string[] {
	const [, first, others] = NAME.exec(name.trim()) ?? [];
	if (first === undefined)
		throw new Error(
			`The name '${name}' cannot be read. Allowed are names such as id, filter[>ID] or select[]`,
		);
	const keys = [first, ...[...others.matchAll(/\[([^\]]*)\]/g)].map(([, key]) => key)];
	if (keys.length > MAX_DEPTH)
		throw new Error(`The name ${show(name)} is nested more than ${MAX_DEPTH} levels deep`);
	if (keys.includes('__proto__')) throw new Error(`The name '${name}' cannot be sent`);
	return keys;
}

function put(tree: Tree, [key, ...inner]: string[], value: ParamValue, name: string): void {
	const at = key === '' ? String(tree.size) : key;
	const there = tree.get(at);
	if (inner.length > 0) {
		const branch = there ?? new Map();
		if (!(branch instanceof Map)) throw new Error(`'${name}' is part of a parameter that is set`);
		tree.set(at, branch);
		return put(branch, inner, value, name);
	}
	if (there !== undefined)
		throw new Error(`'${name}' is there twice. The entries of a list are named ${name}[]`);
	tree.set(at, { leaf: value });
}

/** Keys 0, 1, 2… are a list, as in PHP. */
function valuesOf(tree: Tree): ParamValue {
	const entries = [...tree].map(([key, one]): [string, ParamValue] => [
		key,
		one instanceof Map ? valuesOf(one) : one.leaf,
	]);
	const isList = entries.every(([key], i) => key === String(i));
	return isList && entries.length > 0
		? entries.map(([, value]) => value)
		: Object.fromEntries(entries);
}
