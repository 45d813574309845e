import type { Json } from '../../core/json';
import { MangoError, wrongFormat } from '../errors';
import type { Fields } from '../fields';
import {
	balance,
	customFields,
	employees,
	groups,
	lines,
	type Employee,
	type Group,
} from '../sampleData';
import { clockTime, ok, type Method } from './method';

/**
 * No `result` in the answer, and `user_id` and the like only when asked for in `ext_fields`
 * (mango-office.md#employees [H]).
 */
export const users: Method = (fields) => {
	const asked = extFields(fields);
	const wanted = fields.textOr('extension', 128, '');
	return {
		users: employees
			.filter(({ extension }) => wanted === '' || extension === wanted)
			.map((employee) => userRow(employee, asked)),
	};
};

function extFields(fields: Fields): string[] {
	const list = fields.all.ext_fields ?? [];
	if (!Array.isArray(list)) throw wrongFormat('ext_fields');
	return list.map(String);
}

/**
 * `order` and `wait_sec` are strings or numbers (mango-office.md#employees [H]): here of the first
 * and the second number.
 */
function userRow(employee: Employee, asked: string[]): Json {
	const { name, email, department, position, extension, outgoingLine: outgoingline } = employee;
	const extra: Json = {
		user_id: employee.id,
		mobile: employee.mobile,
		login: email,
		access_role_id: 3,
		use_status: true,
		use_cc_numbers: false,
		sips: [{ number: employee.sip }],
	};
	const general = Object.entries(extra).filter(([field]) => asked.includes(`general.${field}`));
	const line = lines.find(({ number }) => number === outgoingline);
	return {
		general: { name, email, department, position, ...Object.fromEntries(general) },
		telephony: {
			extension,
			outgoingline,
			numbers: [
				{ number: employee.sip, protocol: 'sip', order: '0', wait_sec: '30', status: 'on' },
				{ number: employee.mobile, protocol: 'tel', order: 1, wait_sec: 30, status: 'off' },
			],
			...(asked.includes('telephony.line_id') ? { line_id: line?.id } : {}),
			...(asked.includes('telephony.dial_alg') ? { dial_alg: 1 } : {}),
		},
		...(asked.includes('groups')
			? { groups: groups.filter(({ members }) => members.includes(extension)).map(({ id }) => id) }
			: {}),
	};
}

export const groupList: Method = (fields) => {
	const id = fields.integerOr('group_id', undefined);
	const showUsers = fields.has('show_users') && String(fields.all.show_users) === '1';
	const operator = operatorExtension(fields);
	const found = groups.filter(
		(group) =>
			(id === undefined || group.id === id) && (!operator || group.members.includes(operator)),
	);
	return ok({ groups: found.map((group) => groupRow(group, showUsers)) });
};

function operatorExtension(fields: Fields): string | undefined {
	const id = fields.integerOr('operator_id', undefined);
	return (
		employees.find((employee) => employee.id === id)?.extension ??
		(fields.textOr('operator_extension', 128, '') || undefined)
	);
}

function groupRow(group: Group, showUsers: boolean): Json {
	const operators = employees.filter(({ extension }) => group.members.includes(extension));
	return {
		id: group.id,
		name: group.name,
		description: group.description,
		extension: group.extension,
		dial_alg_group: 1,
		dial_alg_users: 1,
		auto_redirect: 0,
		auto_dial: 0,
		line_id: lines[0]?.id,
		...(showUsers
			? {
					operators: operators.map(({ id, name, extension }, order) => ({
						id,
						name,
						extension,
						priority: 1,
						order,
					})),
				}
			: {}),
	};
}

export const incomingLines: Method = () =>
	ok({
		lines: lines.map(({ id: line_id, number, name, comment, region }) => ({
			line_id,
			number,
			name,
			comment,
			region,
			schema_id: 12001,
			schema_name: 'Основная схема',
		})),
	});

/** `response_at` is written as in the documented answer; its zone is not said, Moscow here [L]. */
export const accountBalance: Method = (_fields, { now }) =>
	ok({ balance, currency: 'RUB', response_at: clockTime(new Date(now()), '-', 3) });

/**
 * The odd shape: `status` 200, and the list where other methods have the code
 * (mango-office.md#custom-fields [H]).
 */
export const customTypes: Method = () => ({
	status: 200,
	result: customFields.map(({ id, name, type }, order) => ({
		id,
		order,
		name,
		field_type: type,
		props: { show_master_io: true, show_member: true },
	})),
});

/**
 * Values of custom fields by their ids; `task/update` shows a list of one such object
 * (mango-office.md#campaign-tasks [H]). An unknown id is 5104 [L].
 */
export function customFieldValues(value: unknown): Record<string, string> {
	if (value === undefined || value === null) return {};
	const objects: unknown[] = Array.isArray(value) ? value : [value];
	if (!objects.every((object) => typeof object === 'object' && object !== null))
		throw wrongFormat('custom_fields');
	const entries = objects.flatMap((object) => Object.entries(object as Json));
	if (entries.some(([id]) => !customFields.some((known) => String(known.id) === id)))
		throw new MangoError(5104);
	return Object.fromEntries(entries.map(([id, text]) => [id, String(text)]));
}
