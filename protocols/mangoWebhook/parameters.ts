import { show } from '../refusal';
import { WebhookRefusal } from './refusal';

/**
 * The parameters of one webhook by name, each with every value that was sent for it, so that a repeated
 * one can be told from a single one. Nested values have PHP's bracket names: `document_id[2]`.
 */
export type Parameters = ReadonlyMap<string, readonly unknown[]>;

export interface WebhookBody {
	contentType?: string;
	/** The body's bytes as text: n8n's own parser would hide repeated fields. Undefined for one that was not read. */
	raw?: string;
}

/** A Bitrix24 robot's body has some 500 bytes; nothing that this webhook understands is near this size. */
const MAX_BODY_LENGTH = 64 * 1024;
const MAX_DEPTH = 4;
const FORBIDDEN_NAMES = /(^|[[\]])(__proto__|constructor|prototype)($|[[\]])/;

/** The parameters of a URL's query string. `url` is the request's path with its query. */
export function readQuery(url: string): Parameters {
	const start = url.indexOf('?');
	return readForm(start < 0 ? '' : url.slice(start + 1));
}

/**
 * The parameters of a body: a form (docs/protocols/bitrix24.md#webhook-delivery) or a JSON object,
 * by its content type or, where that says neither, by its look. Undefined for a body that was not
 * read, or that is something else. Throws BODY_UNREADABLE for one that is too long, and for one
 * that is not what it says.
 */
export function readBody({ contentType = '', raw }: WebhookBody): Parameters | undefined {
	if (raw === undefined) return undefined;
	if (raw.length > MAX_BODY_LENGTH) {
		throw unreadable(
			`The body has ${raw.length} characters; at most ${MAX_BODY_LENGTH} are allowed`,
		);
	}
	// White space around it, and a byte order mark, belong to neither form nor JSON.
	const text = raw.trim();
	const type = contentType.split(';')[0].trim().toLowerCase();
	if (text === '') return new Map();
	if (type === 'application/json') return readJson(parseJson(text));
	// "curl -d" calls everything a form.
	const object = text.startsWith('{') ? parseJson(text) : undefined;
	if (object !== undefined) return readJson(object);
	return type === FORM_TYPE || looksLikeForm(text) ? readForm(text) : undefined;
}

/** Both sets as one; a name that stands in `first` with a value is not taken from `second`, in part or in whole. */
export function merge(first: Parameters, second: Parameters): Parameters {
	const given = [...first].filter(([, values]) => !values.every(isEmpty));
	const taken = new Set(given.map(([name]) => baseName(name)));
	const rest = [...second].filter(([name]) => !taken.has(baseName(name)));
	return new Map([...first, ...rest]);
}

/** Nothing at all, or nothing but white space. */
export function isEmpty(value: unknown): boolean {
	return (
		value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
	);
}

/** The refusal of a webhook whose parameter may stand in the body that could not be read. */
export function unreadBody(contentType: string | undefined, missing: string): WebhookRefusal {
	const type = contentType
		? `The body's content type was ${show(contentType)}`
		: 'The body had no content type';
	return unreadable(`${type}, it is neither a form nor JSON, and ${missing} is not in the URL`);
}

const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Pairs of a name, which has no white space, and a value on one line. */
function looksLikeForm(text: string): boolean {
	return text.split('&').every((pair) => /^[\w.~%+\-[\]]+=\P{Cc}*$/u.test(pair));
}

/** Undefined for what is no JSON. Not that of json.ts: what it would leave out is refused here, in words. */
function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function readForm(text: string): Parameters {
	return collect(new URLSearchParams(text));
}

function readJson(parsed: unknown): Parameters {
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
		throw unreadable('The JSON body is not an object');
	}
	return collect(flatten(parsed, '', 0));
}

function* flatten(value: unknown, name: string, depth: number): Generator<[string, unknown]> {
	if (typeof value !== 'object' || value === null) {
		yield [name, value];
		return;
	}
	if (depth === MAX_DEPTH)
		throw unreadable(`The JSON body is nested more than ${MAX_DEPTH} levels deep`);
	for (const [key, inner] of Object.entries(value)) {
		yield* flatten(inner, name === '' ? key : `${name}[${key}]`, depth + 1);
	}
}

function collect(entries: Iterable<[string, unknown]>): Parameters {
	const parameters = new Map<string, unknown[]>();
	for (const [name, value] of entries) {
		if (FORBIDDEN_NAMES.test(name)) throw unreadable(`A parameter is named ${show(name)}`);
		const values = parameters.get(name);
		if (values) values.push(value);
		else parameters.set(name, [value]);
	}
	return parameters;
}

/** `document_id` of `document_id[2]`. */
export function baseName(name: string): string {
	return name.split('[', 1)[0];
}

function unreadable(message: string): WebhookRefusal {
	return new WebhookRefusal('BODY_UNREADABLE', `${message}.`, {
		allowed: ['application/x-www-form-urlencoded', 'application/json (an object)', 'no body'],
	});
}
