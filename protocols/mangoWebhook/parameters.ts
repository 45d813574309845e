import { WebhookRefusal, show } from './refusal';

/**
 * The parameters of one webhook by name, each with every value that was sent for it, so that a repeated
 * one can be told from a single one. Nested values have PHP's bracket names: `document_id[2]`.
 */
export type Parameters = ReadonlyMap<string, readonly unknown[]>;

export interface WebhookBody {
	contentType?: string;
	/** The body's bytes as text; needed for forms, where n8n's own parser would hide repeated fields. */
	raw: string;
	/** The body as n8n parsed it; used for JSON. */
	parsed: unknown;
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
 * The parameters of a body: a form (reference/bitrix24-rest.md, section 4) or a JSON object.
 * Throws BODY_UNREADABLE for anything else that is not empty.
 */
export function readBody({ contentType = '', raw, parsed }: WebhookBody): Parameters {
	if (raw.length > MAX_BODY_LENGTH) {
		throw unreadable(`The body has ${raw.length} characters; at most ${MAX_BODY_LENGTH} are allowed`);
	}
	const type = contentType.split(';')[0].trim().toLowerCase();
	if (type === 'application/x-www-form-urlencoded') return readForm(raw);
	if (type === 'application/json') return raw.trim() === '' ? new Map() : readJson(parsed);
	if (raw === '') return new Map();
	throw unreadable(`The body's content type was ${show(contentType)}`);
}

/** Both sets as one; a name that stands in `first` is not taken from `second`, in part or in whole. */
export function merge(first: Parameters, second: Parameters): Parameters {
	const taken = new Set([...first.keys()].map(baseName));
	const rest = [...second].filter(([name]) => !taken.has(baseName(name)));
	return new Map([...first, ...rest]);
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
	if (depth === MAX_DEPTH) throw unreadable(`The JSON body is nested more than ${MAX_DEPTH} levels deep`);
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

function baseName(name: string): string {
	return name.split('[', 1)[0];
}

function unreadable(message: string): WebhookRefusal {
	return new WebhookRefusal('BODY_UNREADABLE', `${message}.`, {
		allowed: ['application/x-www-form-urlencoded', 'application/json (an object)', 'no body'],
	});
}
