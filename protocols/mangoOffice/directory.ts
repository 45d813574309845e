import { z } from 'zod';

// Employees, groups and lines. "Section" is one of reference/mango-office-api.md.

/** The path and the parameters of a request. */
type Request = [path: string, params: Record<string, string | number | string[]>];

// MANGO writes numbers as text and the other way round, and leaves out what is not set.
const text = z.union([z.string(), z.number().transform(String)]).nullish().transform((value) => value ?? '');
const number = z.coerce.number();
const id = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);
const optionalId = id.nullish().transform((value) => value ?? null).catch(null);

/** The employees of the account; what is not part of the plain answer has to be asked for (section 1.4). */
export function requestEmployees(): Request {
	return ['config/users/request', { ext_fields: ['general.user_id', 'general.mobile', 'groups'] }];
}

const employees = z.object({
	users: z.array(
		z.object({
			general: z.object({ user_id: optionalId, name: text, email: text, department: text, position: text, mobile: text }),
			telephony: z.object({
				extension: text,
				outgoingline: text,
				numbers: z
					.array(z.object({ number: text, protocol: text, status: text, order: number.catch(0), wait_sec: number.catch(0) }))
					.nullish(),
			}),
			groups: z.array(id).nullish(),
		}),
	),
});

export interface Employee {
	userId: number | null;
	name: string;
	extension: string;
	email: string;
	department: string;
	position: string;
	mobile: string;
	/** The line that his calls go out by. */
	line: string;
	/** What he is rung on, in the order of MANGO's settings. */
	numbers: Array<{ number: string; protocol: string; isOn: boolean; order: number; waitSeconds: number }>;
	groupIds: number[];
}

export function readEmployees(answer: unknown): Employee[] {
	return employees.parse(answer).users.map(({ general, telephony, groups }) => ({
		userId: general.user_id,
		name: general.name,
		extension: telephony.extension,
		email: general.email,
		department: general.department,
		position: general.position,
		mobile: general.mobile,
		line: telephony.outgoingline,
		numbers: (telephony.numbers ?? []).map(({ number: one, protocol, status, order, wait_sec: waitSeconds }) => ({
			number: one,
			protocol,
			isOn: status === 'on',
			order,
			waitSeconds,
		})),
		groupIds: groups ?? [],
	}));
}

/** The groups of the account (section 1.4). */
export function requestGroups({ withMembers }: { withMembers: boolean }): Request {
	return ['groups', { show_users: withMembers ? 1 : 0 }];
}

const groups = z.object({
	groups: z.array(
		z.object({
			id,
			name: text,
			description: text,
			extension: text,
			line_id: optionalId,
			operators: z
				.array(z.object({ id: optionalId, name: text, extension: text, priority: number.catch(0), order: number.catch(0) }))
				.nullish(),
		}),
	),
});

export interface Group {
	groupId: number;
	name: string;
	description: string;
	extension: string;
	lineId: number | null;
	members: Array<{ userId: number | null; name: string; extension: string; priority: number; order: number }>;
}

export function readGroups(answer: unknown): Group[] {
	return groups.parse(answer).groups.map(({ id: groupId, name, description, extension, line_id: lineId, operators }) => ({
		groupId,
		name,
		description,
		extension,
		lineId,
		members: (operators ?? []).map(({ id: userId, ...member }) => ({ userId, ...member })),
	}));
}

/** The lines that calls come in by and go out by (section 1.4). */
export function requestLines(): Request {
	return ['incominglines', {}];
}

const lines = z.object({
	lines: z.array(
		z.object({ line_id: id, number: text, name: text, comment: text, region: text, schema_id: optionalId, schema_name: text }),
	),
});

export interface Line {
	lineId: number;
	number: string;
	name: string;
	comment: string;
	region: string;
	/** The call scheme that answers on this line. */
	schemeId: number | null;
	schemeName: string;
}

export function readLines(answer: unknown): Line[] {
	return lines.parse(answer).lines.map(({ line_id: lineId, schema_id: schemeId, schema_name: schemeName, ...line }) => ({
		lineId,
		...line,
		schemeId,
		schemeName,
	}));
}

/** How a command names a line: by its number, a SIP line by its name (section 1.3). */
export function lineValue({ number: address, name }: Pick<Line, 'number' | 'name'>): string {
	const isSip = /^sips?:|@/i.test(address) || address === '';
	return isSip && name !== '' ? name : address;
}
