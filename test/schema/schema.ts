import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

/** As n8n's editor reads it: one type each, the fields of objects, the elements of lists. */
export interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** An operation's place, below its node's folder and in the record: `Bitrix24/deal/get`. */
type Operation = string;

interface Recorded {
	operation: Operation;
	items: IDataObject[];
}

const NODES: Readonly<Record<string, string>> = {
	bitrix24: 'Bitrix24',
	mangoOffice: 'MangoOffice',
};

/** Keys that are no names of fields: those of a portal's own fields, and IDs. */
const OWN = /^(UF_|ufCrm|\d+$)/;

/** Whether an operation itself says what it gives: API: Call gives whatever a method answers. */
export function hasOwnFields(operation: Operation): boolean {
	return !operation.endsWith('/api/call');
}

/** Fields of the incoming items of tests, which these operations pass on as they are. */
const PASSED_ON: Readonly<Record<Operation, string[]>> = {
	'Bitrix24/call/get': ['event', 'phone'],
	'MangoOffice/recording/download': ['row'],
};

function without(json: IDataObject, names: string[] = []): IDataObject {
	return Object.fromEntries(Object.entries(json).filter(([name]) => !names.includes(name)));
}

/** Where an operation's schema is; the build copies it to where n8n looks (docs/protocols/n8n.md#schemas). */
export function schemaFile(operation: Operation): string {
	const [node, ...rest] = operation.split('/');
	return join(folderOf(node), `${rest.join('/')}.json`);
}

/** All that are there. */
export function schemaFiles(): string[] {
	return Object.values(NODES).flatMap((node) => {
		const folder = folderOf(node);
		if (!existsSync(folder)) return [];
		return readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.json'))
			.map((file) => join(folder, file));
	});
}

function folderOf(node: string): string {
	return resolve(__dirname, '../../nodes', node, '__schema__/v1.0.0');
}

function readSchema(operation: Operation): Schema | undefined {
	const file = schemaFile(operation);
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Schema) : undefined;
}

/**
 * What a run of a test has shown of an operation's output: noted for `npm run schema`, or else held
 * to the schema. Throws for fields that the schema does not have.
 */
export function noteOutput(
	type: string,
	{ resource, operation }: INodeParameters,
	outputs: INodeExecutionData[][],
): void {
	const name = `${NODES[type]}/${String(resource)}/${String(operation)}`;
	if (!(type in NODES) || !hasOwnFields(name)) return;
	const items = outputs
		.flat()
		.flatMap(({ json }) => (json.error === undefined ? [without(json, PASSED_ON[name])] : []));
	const file = process.env.SCHEMA_RECORD;
	if (file !== undefined) {
		appendFileSync(file, `${JSON.stringify({ operation: name, items } satisfies Recorded)}\n`);
		return;
	}
	const schema = readSchema(name);
	if (schema === undefined) return;
	const known = fieldsOf(schema);
	const unknown = fieldsOf(schemaOf(items.reduce(withValue, NOTHING))).filter(
		(field) => !known.includes(field),
	);
	if (unknown.length > 0)
		throw new Error(
			`${name} gives fields that its schema does not have: ${unknown.join(', ')}. Run npm run schema.`,
		);
}

/** The schemas of a record, in the order of the fields that the present ones have. */
export function schemasOf(record: string): Map<Operation, Schema> {
	const seen = new Map<Operation, Seen>();
	for (const line of record.split('\n').filter(Boolean).sort()) {
		const { operation, items } = JSON.parse(line) as Recorded;
		seen.set(operation, items.reduce(withValue, seen.get(operation) ?? NOTHING));
	}
	return new Map(
		[...seen].map(([operation, one]) => [operation, schemaOf(one, readSchema(operation))]),
	);
}

/** Values of one place: how many of each type, and what was in them. */
interface Seen {
	counts: Record<string, number>;
	properties: Record<string, Seen>;
	items?: Seen;
}

const NOTHING: Seen = { counts: {}, properties: {} };

function withValue(seen: Seen, value: unknown): Seen {
	if (value === null || value === undefined) return seen;
	const type = Array.isArray(value) ? 'array' : typeof value;
	const counts = { ...seen.counts, [type]: (seen.counts[type] ?? 0) + 1 };
	if (Array.isArray(value))
		return { ...seen, counts, items: value.reduce(withValue, seen.items ?? NOTHING) };
	if (typeof value !== 'object') return { ...seen, counts };
	const properties = { ...seen.properties };
	for (const [name, one] of Object.entries(value))
		if (!OWN.test(name)) properties[name] = withValue(properties[name] ?? NOTHING, one);
	return { ...seen, counts, properties };
}

/** By the type that most values had: some tests give odd ones. */
function schemaOf({ counts, properties, items }: Seen, like?: Schema): Schema {
	const [type] = Object.keys(counts).sort((a, b) => counts[b] - counts[a]);
	if (type === undefined) return { type: 'null' };
	if (type === 'array') return { type, ...(items && { items: schemaOf(items, like?.items) }) };
	if (type !== 'object') return { type };
	const known = Object.keys(like?.properties ?? {}).filter((name) => name in properties);
	const names = [...new Set([...known, ...Object.keys(properties)])];
	const fields = names.map((name) => [name, schemaOf(properties[name], like?.properties?.[name])]);
	return { type, properties: Object.fromEntries(fields) as Record<string, Schema> };
}

/** Every field's way: `client.name`, of a list's elements `contacts[].name`. */
function fieldsOf({ properties = {}, items }: Schema, above = ''): string[] {
	const below = Object.entries(properties).flatMap(([name, schema]) => {
		const path = above === '' ? name : `${above}.${name}`;
		return [path, ...fieldsOf(schema, path)];
	});
	return items ? [...below, ...fieldsOf(items, `${above}[]`)] : below;
}
