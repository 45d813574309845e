import { z } from 'zod';

import { id, listField, number, readListIn, text } from '../list';
import type { Request } from './request';

// Employees, groups and lines. Source: docs/protocols/mango-office.md#directory.

// MANGO writes numbers as text and the other way round, and leaves out what is not set.
const count = number.catch(0);
const optionalId = id.nullable().catch(null);

/**
 * The employees of the account; what is not part of the plain answer has to be asked for
 * (mango-office.md#employees).
 */
export function requestEmployees(): Request {
	return ['config/users/request', { ext_fields: ['general.user_id', 'general.mobile', 'groups'] }];
}

const generalSchema = z.object({
	user_id: optionalId,
	name: text,
	email: text,
	department: text,
	position: text,
	mobile: text,
});
const numberSchema = z.object({
	number: text,
	protocol: text,
	status: text,
	order: count,
	wait_sec: count,
});
const telephonySchema = z.object({
	extension: text,
	outgoingline: text,
	numbers: listField(numberSchema),
});

const employeeSchema = z
	.record(z.unknown())
	// What has neither is nobody.
	.refine(({ general, telephony }) => Boolean(general) || Boolean(telephony))
	.pipe(
		z.object({
			general: generalSchema.catch(generalSchema.parse({})),
			telephony: telephonySchema.catch(telephonySchema.parse({})),
			groups: listField(id),
		}),
	);

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
	numbers: Array<{
		number: string;
		protocol: string;
		isOn: boolean;
		order: number;
		waitSeconds: number;
	}>;
	groupIds: number[];
}

export function readEmployees(answer: unknown): Employee[] {
	return readListIn(answer, 'users', employeeSchema).map(({ general, telephony, groups }) => ({
		userId: general.user_id,
		name: general.name,
		extension: telephony.extension,
		email: general.email,
		department: general.department,
		position: general.position,
		mobile: general.mobile,
		line: telephony.outgoingline,
		numbers: telephony.numbers.map(
			({ number: one, protocol, status, order, wait_sec: waitSeconds }) => ({
				number: one,
				protocol,
				isOn: status === 'on',
				order,
				waitSeconds,
			}),
		),
		groupIds: groups,
	}));
}

/** The groups of the account (mango-office.md#groups). */
export function requestGroups({ withMembers }: { withMembers: boolean }): Request {
	return ['groups', { show_users: withMembers ? 1 : 0 }];
}

const operatorSchema = z.object({
	id: optionalId,
	name: text,
	extension: text,
	priority: count,
	order: count,
});
const groupSchema = z.object({
	id,
	name: text,
	description: text,
	extension: text,
	line_id: optionalId,
	operators: listField(operatorSchema),
});

export interface Group {
	groupId: number;
	name: string;
	description: string;
	extension: string;
	lineId: number | null;
	members: Array<{
		userId: number | null;
		name: string;
		extension: string;
		priority: number;
		order: number;
	}>;
}

export function readGroups(answer: unknown): Group[] {
	const groups = readListIn(answer, 'groups', groupSchema);
	return groups.map(
		({ id: groupId, name, description, extension, line_id: lineId, operators }) => ({
			groupId,
			name,
			description,
			extension,
			lineId,
			members: operators.map(({ id: userId, ...member }) => ({ userId, ...member })),
		}),
	);
}

/** The lines that calls come in by and go out by (mango-office.md#lines). */
export function requestLines(): Request {
	return ['incominglines', {}];
}

const lineSchema = z.object({
	line_id: id,
	number: text,
	name: text,
	comment: text,
	region: text,
	schema_id: optionalId,
	schema_name: text,
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
	const lines = readListIn(answer, 'lines', lineSchema);
	return lines.map(
		({ line_id: lineId, schema_id: schemeId, schema_name: schemeName, ...line }) => ({
			lineId,
			...line,
			schemeId,
			schemeName,
		}),
	);
}

/** How a command names a line: by its number, a SIP line by its name (mango-office.md#lines). */
export function lineValue({ number: address, name }: Pick<Line, 'number' | 'name'>): string {
	const isSip = /^sips?:|@/i.test(address) || address === '';
	return isSip && name !== '' ? name : address;
}
