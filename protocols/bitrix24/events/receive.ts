import { MAX_DEPTH } from '../../json';
import { id } from '../../list';
import { readBody, type Parameters, type WebhookBody } from '../../mangoWebhook/parameters';
import { Refusal } from '../../refusal';
import { isSameSecret } from '../../sameSecret';
import { CRM_TYPES, isCrmType } from '../crmTypes';
import { typeOf, type EventAction, type EventKind } from './kinds';

/** An event of the portal: what an outgoing webhook says of it. */
export interface PortalEvent {
	/** As Bitrix24 names it, in capitals. */
	event: string;
	kind: EventKind;
	/** Null for an event that is not in the table. */
	action: EventAction | null;
	/** Of a CRM record: its type in crm.item.*. */
	entityTypeId?: number;
	/** Of the record that it is about; null where there is none, or where the event does not name it. */
	id: number | null;
	/** The portal's address. */
	domain: string;
	/** When it was sent, which may be later than when it happened. */
	sentAt: string;
	/** All that came with it, as it came: texts. */
	data: Data;
}

export type Data = { [name: string]: string | Data };

/**
 * Verifies and parses one request of an outgoing webhook
 * (docs/protocols/bitrix24.md#outgoing-webhook). Of a record that cannot be told from the body the
 * ID is null: Bitrix24 would not send a refused event again. Throws Refusal for what is no event
 * of this portal.
 */
export function receiveEvent(body: WebhookBody, token: string, now: number): PortalEvent {
	const parameters = readBody(body);
	if (parameters === undefined)
		throw new Refusal(400, 'BODY_UNREADABLE', 'The body is neither a form nor a JSON object.');
	if (!isSameSecret(only(parameters, 'auth[application_token]'), token))
		throw new Refusal(
			401,
			'TOKEN_WRONG',
			'auth[application_token] is missing or is not the Application Token of the credential.',
			{ parameter: 'auth[application_token]' },
		);
	const name = only(parameters, 'event').trim();
	if (name === '')
		throw new Refusal(400, 'BODY_UNREADABLE', "The field 'event' is missing.", {
			parameter: 'event',
		});
	const { kind, action } = typeOf(name);
	const data = dataOf(parameters);
	return {
		event: name.toUpperCase(),
		kind,
		action,
		...entityType(kind, name, data),
		id: idOf(kind, data),
		domain: only(parameters, 'auth[domain]'),
		sentAt: timeOf(only(parameters, 'ts'), now),
		data,
	};
}

/** The one value of a field; '' where there is none, or more than one. */
function only(parameters: Parameters, name: string): string {
	const values = parameters.get(name) ?? [];
	return values.length === 1 ? String(values[0] ?? '') : '';
}

/** `data[FIELDS][ID]=12` as `{ FIELDS: { ID: '12' } }`. */
function dataOf(parameters: Parameters): Data {
	const data: Data = {};
	for (const [name, values] of parameters) {
		const path = /^data((?:\[[^\]]*\])+)$/.exec(name)?.[1];
		if (path === undefined) continue;
		const keys = [...path.matchAll(/\[([^\]]*)\]/g)].map(([, key]) => key);
		if (keys.length > MAX_DEPTH)
			throw new Refusal(
				400,
				'BODY_UNREADABLE',
				`A field is nested more than ${MAX_DEPTH} levels deep.`,
			);
		put(data, keys, String(values.at(-1) ?? ''));
	}
	return data;
}

function put(data: Data, [key, ...rest]: string[], value: string): void {
	if (rest.length === 0) {
		data[key] = value;
		return;
	}
	const inner = data[key];
	const next = typeof inner === 'object' ? inner : {};
	data[key] = next;
	put(next, rest, value);
}

function entityType(kind: EventKind, name: string, data: Data): { entityTypeId?: number } {
	if (isCrmType(kind)) return { entityTypeId: CRM_TYPES[kind] };
	if (kind !== 'smartProcess') return {};
	const entityTypeId =
		number(at(data, 'FIELDS', 'ENTITY_TYPE_ID')) ?? number(/_(\d+)$/.exec(name)?.[1]);
	return entityTypeId === undefined ? {} : { entityTypeId };
}

/** A task's ID stands in what was before or is after; the event of a call names its activity at most. */
function idOf(kind: EventKind, data: Data): number | null {
	const places: Record<string, string[][]> = {
		task: [
			['FIELDS_AFTER', 'ID'],
			['FIELDS_BEFORE', 'ID'],
		],
		call: [['CRM_ACTIVITY_ID']],
	};
	const found = (places[kind] ?? [['FIELDS', 'ID']])
		.map((path) => number(at(data, ...path)))
		.find((one) => one !== undefined);
	return found ?? null;
}

function at(data: Data, ...path: string[]): unknown {
	return path.reduce<unknown>(
		(value, key) =>
			typeof value === 'object' && value !== null ? (value as Data)[key] : undefined,
		data,
	);
}

function number(value: unknown): number | undefined {
	const parsed = id.safeParse(value);
	return parsed.success && parsed.data > 0 ? parsed.data : undefined;
}

/** Unix seconds. Without them the time at which it came. */
function timeOf(ts: string, now: number): string {
	const ms = /^\d{9,11}$/.test(ts) ? Number(ts) * 1000 : now;
	return new Date(ms).toISOString();
}
