import fc from 'fast-check';

import { wellFormed } from '../../protocols/wellFormed';

/** Node takes no longer head, of a request or an answer, in characters. */
export const HEADER_LIMIT = 16 * 1024;

/** What inputs of a target look like. */
export interface Grammar {
	/** Good inputs, and some that are nearly good. */
	seeds: readonly string[];
	/** Pieces that mean something to this parser. */
	words?: readonly string[];
	/** Lines before the JSON that a seed ends with; without it, a seed is no JSON. */
	json?: { head: number };
}

/** What has a meaning somewhere, or is easily forgotten. */
export const WORDS: readonly string[] = [
	...['', ' ', '\t', '\r\n', '\0', '\u00a0', '\u200b', '\u202e', '\ufeff', '\u2028', '\ud83d'],
	...['\u0315', '\u0315\u0323', 'ﬁ', '９', 'ё', '😀', 'İ', "'", '"', '[]', '[0]', '%00', '%zz'],
	...'& = % + ? # / \\ : ; , . - _ @ | $ [ ] { } ( ) < > ` * ! ~ ^'.split(' '),
	...'__proto__ constructor prototype toString valueOf hasOwnProperty length'.split(' '),
	...'0 1 -1 00 1e3 0x10 9007199254740993 NaN Infinity null true false undefined'.split(' '),
	...['9'.repeat(30), 'DEAL_1', '$result[c0]', 'sip:a@b'],
];

/** JSON of values that no document names; of some objects neither a number nor a text can be made. */
const VALUES = [
	...'null true false 0 1 -1 1.5 1e21 1e308 -0 9007199254740993 8.64e12 8.64e15 99999999999'.split(
		' ',
	),
	...'"" "0" "1" "-1" "1e3" "1.0" "Y" "12" "99999999999999" "99999999999999999999" "٣"'.split(' '),
	...'[] {} [[]] [null] [0] [""] {"0":1} {"1":{},"3":{}} {"a":{"b":{}}} ["a","b"]'.split(' '),
	...['" "', '" 12 "', '"\\ud83d"', '"\\u0000"', '"2026-02-31T25:61:00"', '"2026-01-01T00:00:00Z"'],
	...'"__proto__" "constructor" "toString" {"length":1e9} {"toJSON":1} {"then":1}'.split(' '),
	...'{"toString":1,"valueOf":1} [{"toString":null}] {"__proto__":{"polluted":1}}'.split(' '),
	...['{"constructor":{"prototype":{"polluted":1}}}'],
];

const KEYS = [
	'__proto__',
	'constructor',
	'toString',
	'valueOf',
	'',
	'0',
	'length',
	'a_b',
	'_p',
	'ID',
	'id',
	'error',
];

/** A change: what kind, where, how long, and with what. Numbers, so that fast-check shrinks them. */
type Edit = readonly [kind: number, at: number, length: number, what: number];

const edit = fc.tuple(fc.nat(1000), fc.nat(1_000_000), fc.nat(12), fc.nat(1_000_000));

/**
 * Inputs near to good ones: a seed with some changes, one of any text, and seldom one that is as long as
 * may be. `limit` is the longest that comes in, in characters.
 */
export function inputs(grammar: Grammar, limit: number): fc.Arbitrary<string> {
	const seed = fc.constantFrom(...grammar.seeds);
	const edits = fc.array(edit, { maxLength: 5 });
	const changed = fc
		.tuple(seed, edits, fc.nat(9))
		.map(([text, list, how]) => change(text, list, grammar, how));
	const long = fc
		.tuple(changed, edit)
		.map(([text, [, at, length, what]]) => lengthen(text, [0, at, length, what], grammar, limit));
	return fc
		.oneof(
			{ weight: 270, arbitrary: changed },
			{ weight: 15, arbitrary: fc.string({ unit: 'binary' }) },
			{ weight: 15, arbitrary: grammar.json ? fc.json() : fc.string() },
			{ weight: 1, arbitrary: long },
		)
		.map((text) => text.slice(0, limit));
}

/** Of a seed that is JSON the value is changed, and now and then the text as well. */
function change(text: string, edits: readonly Edit[], grammar: Grammar, how: number): string {
	if (grammar.json === undefined || how === 0)
		return edits.reduce((changed, one) => editText(changed, one, grammar), text);
	const { head, body } = split(text, grammar.json.head);
	return head + JSON.stringify(edits.reduce(editJson, JSON.parse(body) as unknown));
}

/** The lines before the JSON, and the JSON. */
export function split(text: string, lines: number): { head: string; body: string } {
	let end = 0;
	for (let i = 0; i < lines; i += 1) end = text.indexOf('\n', end) + 1 || text.length;
	return { head: text.slice(0, end), body: text.slice(end) };
}

function editText(
	text: string,
	[kind, at, length, what]: Edit,
	{ seeds, words = [] }: Grammar,
): string {
	const from = at % (text.length + 1);
	const rest = text.slice(from + length);
	const known = [...words, ...words, ...WORDS];
	const word = known[what % known.length];
	const [before, here] = [text.slice(0, from), text.slice(from, from + length)];
	switch (kind % 8) {
		case 0:
			return before + rest;
		case 1:
			return before + here + here + rest;
		case 2:
			return before + here.repeat(what % 40) + rest;
		case 3:
			return before + word + rest;
		case 4:
			return before + seeds[what % seeds.length].slice(from);
		case 5:
			return before + String.fromCharCode(what % 0x500) + here + rest;
		case 6:
			return (
				before + (what % 2 === 0 ? here.toUpperCase() : encodeURIComponent(wellFormed(word))) + rest
			);
		default:
			return before + word + here + rest;
	}
}

interface Place {
	holder: Record<string, unknown>;
	key: string;
}

/** All fields and entries of a value, however deep. */
function placesOf(value: unknown): Place[] {
	if (typeof value !== 'object' || value === null) return [];
	const holder = value as Record<string, unknown>;
	return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}

function editJson(root: unknown, [kind, at, length, what]: Edit): unknown {
	const outer = { root };
	const places = placesOf(outer);
	const { holder, key } = places[at % places.length];
	const value = holder[key];
	switch (kind % 8) {
		case 0:
			Reflect.deleteProperty(holder, key);
			break;
		case 1:
			holder[key] = [value];
			break;
		case 2:
			holder[key] = { [length % 3]: value };
			break;
		case 3:
			// Another field's value.
			holder[key] = structuredClone(
				places[what % places.length].holder[places[what % places.length].key],
			);
			break;
		case 4:
			// The same under another name; own, also where it is __proto__.
			if (!Array.isArray(holder))
				Object.defineProperty(holder, KEYS[what % KEYS.length], own(value));
			break;
		case 5:
			holder[key] = typeof value === 'number' ? String(value) : WORDS[what % WORDS.length];
			break;
		default:
			holder[key] = JSON.parse(VALUES[what % VALUES.length]);
	}
	return outer.root;
}

function own(value: unknown): PropertyDescriptor {
	return { value, enumerable: true, configurable: true, writable: true };
}

/** Something of the input again and again, or brackets in brackets, until it is as long as may be. */
function lengthen(
	text: string,
	[, at, length, what]: Edit,
	{ words = [] }: Grammar,
	limit: number,
): string {
	const from = at % (text.length + 1);
	const [before, after] = [text.slice(0, from), text.slice(from)];
	const left = Math.max(0, limit - text.length);
	const known = [...words, ...WORDS, after.slice(0, length)];
	const piece = known[what % known.length] || ' ';
	const nested = ['[', '{"a":', '[a]', '{"0":[', '(', '%5B'][at % 6];
	const [brackets] = /\[[^\]]*\]/.exec(after) ?? [];
	const filled = (one: string) => one.repeat(Math.floor(left / one.length));
	if (length === 0) return before + filled(nested) + after;
	if (length === 1) {
		const depth = Math.floor(left / 2);
		return `${before}${'['.repeat(depth)}${']'.repeat(depth)}${after}`;
	}
	// What stands there already, in its own place: names in names.
	if (length === 2 && brackets) return text.replace(brackets, () => filled(brackets) + brackets);
	return before + filled(piece) + after;
}
