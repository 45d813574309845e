import { attemptAsync } from '../../../../protocols/attempt';
import { readEmployees, requestEmployees } from '../../../../protocols/mangoOffice/directory';
import type { MangoApi } from '../../api';

type Extensions = ReadonlyMap<number, string>;

/**
 * The extensions of these employees by their IDs, asked for once an execution; nothing is sent when
 * there are none. What is asked here only completes what is known already, so a failure leaves the
 * extensions out, and so does one that lasts until `end`, in ms.
 */
export async function extensionsFor(
	api: MangoApi,
	employeeIds: readonly number[],
	end = Infinity,
): Promise<Extensions> {
	if (employeeIds.length === 0) return new Map();
	api.learned.extensions ??= ask(api, end);
	const extensions = await attemptAsync(api.learned.extensions);
	return 'value' in extensions ? extensions.value : new Map();
}

async function ask(api: MangoApi, end: number): Promise<Extensions> {
	const employees = readEmployees(await api.call(...requestEmployees(), 'read', end));
	return new Map(
		employees.flatMap(({ userId, extension }) =>
			userId === null || extension === '' ? [] : [[userId, extension] as const],
		),
	);
}
