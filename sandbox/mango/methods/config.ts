import { MangoError } from '../errors';
import { recordingActions } from '../files';
import * as take from '../parameters';
import {
	balance,
	customFields,
	employees,
	groups,
	lines,
	type Employee,
	type Group,
} from '../sampleData';
import { clockTime, json, method, ok, type Method } from './method';

/** The product: its people, groups, lines, money and recordings. */
export const configMethods: Record<string, Method> = {
	/**
	 * No `result` in the answer, and `user_id` and the like only when asked for in `ext_fields`
	 * (mango-office.md#employees [H]).
	 */
	'config/users/request': method(
		{ ext_fields: take.texts, extension: take.textOr() },
		({ extFields: asked, extension }) => {
			const found = employees.filter((one) => extension === '' || one.extension === extension);
			return json({ users: found.map((employee) => userRow(employee, asked)) });
		},
	),

	groups: method(
		{
			group_id: take.optional(take.integer),
			show_users: take.flag('1'),
			operator_id: take.optional(take.integer),
			operator_extension: take.textOr(),
		},
		({ groupId, showUsers, operatorId, operatorExtension }) => {
			const operator =
				employees.find(({ id }) => id === operatorId)?.extension ?? operatorExtension;
			const found = groups.filter(
				({ id, members }) =>
					id === (groupId ?? id) && (operator === '' || members.includes(operator)),
			);
			return ok({ groups: found.map((group) => groupRow(group, showUsers)) });
		},
	),

	incominglines: method({}, () =>
		ok({
			lines: lines.map(({ id, ...line }) => ({
				line_id: id,
				...line,
				schema_id: 12001,
				schema_name: 'Основная схема',
			})),
		}),
	),

	/** `response_at` is written as in the documented answer; its zone is not said, Moscow here [L]. */
	'account/balance': method({}, (_parameters, { now }) =>
		ok({ balance, currency: 'RUB', response_at: clockTime(new Date(now()), '-', 3) }),
	),

	/**
	 * The odd shape: `status` 200, and the list where other methods have the code
	 * (mango-office.md#custom-fields [H]).
	 */
	'custom-type/list': method({}, () => {
		const result = customFields.map(({ id, name, type }, order) => ({
			id,
			order,
			name,
			field_type: type,
			props: { show_master_io: true, show_member: true },
		}));
		return json({ status: 200, result });
	}),

	/**
	 * 302 to a one-time link (mango-office.md#recordings [H]), here on this server. A recording that is
	 * not in the storage yet is answered like an unknown one; the code is our reading [L].
	 */
	'queries/recording/post': method(
		{ recording_id: take.text(), action: take.oneOf(...recordingActions) },
		({ recordingId, action }, { recordings }) => {
			const recording = recordings.find(recordingId);
			if (!recording) throw new MangoError(3320);
			return { status: 302, headers: { Location: recordings.link(recording, action) } };
		},
	),
};

/**
 * `order` and `wait_sec` are strings or numbers (mango-office.md#employees [H]): here of the first
 * and the second number.
 */
function userRow(employee: Employee, asked: string[]) {
	const { name, email, department, position, mobile, sip, extension, outgoingLine } = employee;
	/** Those that are asked for by their whole names, with the short ones. */
	const extra = (prefix: string, fields: Record<string, unknown>) =>
		Object.fromEntries(Object.entries(fields).filter(([field]) => asked.includes(prefix + field)));
	return {
		general: {
			name,
			email,
			department,
			position,
			...extra('general.', {
				user_id: employee.id,
				mobile,
				login: email,
				access_role_id: 3,
				use_status: true,
				use_cc_numbers: false,
				sips: [{ number: sip }],
			}),
		},
		telephony: {
			extension,
			outgoingline: outgoingLine,
			numbers: [
				{ number: sip, protocol: 'sip', order: '0', wait_sec: '30', status: 'on' },
				{ number: mobile, protocol: 'tel', order: 1, wait_sec: 30, status: 'off' },
			],
			...extra('telephony.', {
				line_id: lines.find(({ number }) => number === outgoingLine)?.id,
				dial_alg: 1,
			}),
		},
		...extra('', {
			groups: groups.filter(({ members }) => members.includes(extension)).map(({ id }) => id),
		}),
	};
}

function groupRow({ members, ...group }: Group, showUsers: boolean) {
	const operators = employees.filter(({ extension }) => members.includes(extension));
	return {
		...group,
		dial_alg_group: 1,
		dial_alg_users: 1,
		auto_redirect: 0,
		auto_dial: 0,
		line_id: lines[0].id,
		...(showUsers && {
			operators: operators.map(({ id, name, extension }, order) => ({
				id,
				name,
				extension,
				priority: 1,
				order,
			})),
		}),
	};
}
