import { employees, groups, lines, type Employee } from '../sampleData';

/** One of those who talk: an employee has an extension, an outside number has none. */
export interface Person {
	number: string;
	extension?: string;
	name?: string;
	/** `general.user_id` of an employee. */
	id?: number;
}

export function employeeBy(extension: string | undefined): Employee | undefined {
	return employees.find((employee) => employee.extension === extension);
}

export function personOf(employee: Employee | undefined, number?: string): Person {
	return {
		number: number ?? employee?.sip ?? '',
		...(employee && { extension: employee.extension, name: employee.name, id: employee.id }),
	};
}

/** Whoever has this number: an employee, a group, or somebody outside, whose number is written without its "+". */
export function personBy(number: string): Person {
	const employee = employeeBy(number);
	if (employee) return personOf(employee);
	const group = groups.find(({ extension }) => extension === number);
	return group
		? { number, extension: number, name: group.name }
		: { number: number.replace(/^\+/, '') };
}

/** Only lines of the product (mango-office.md#callback [H]); without one, the employee's own. */
export function lineFor(number: string, employee: Employee | undefined): string | undefined {
	return number === ''
		? employee?.outgoingLine
		: lines.find((line) => line.number === number)?.number;
}

/** Digits, at most a "+" before them, or a SIP address; the rules of a real PBX may know more [L]. */
export function isDialable(number: string): boolean {
	return /^(\+?\d+|sip:\S+@\S+)$/.test(number);
}
