import type { Json } from '../../core/json';
import { legsOf, type Call } from '../calls/call';
import { MangoError, missing, wrongFormat } from '../errors';
import type { Fields } from '../fields';
import { employees, groups, type Employee, type Group } from '../sampleData';
import { contextOf, contextStatus, contextType } from './callContext';
import type { Method } from './method';

const pageSizes = [1, 5, 10, 20, 50, 100, 500, 1000, 2000, 5000];
/** 30 days minus one second: exactly 30 days are refused (mango-office.md#call-statistics [M]). */
const longestSpan = 30 * 86_400_000 - 1000;

export const callsRequest: Method = (fields, { exchange, reports, statisticsNumbers }) => {
	const [start, end] = [moscowTime(fields, 'start_date'), moscowTime(fields, 'end_date')];
	if (end < start || end - start > longestSpan)
		throw new MangoError(3100, undefined, { end_date: 3111 });
	const [limit, offset] = [fields.oneOf('limit', pageSizes), fields.integer('offset')];
	const search = fields.textOr('search_string', 256, '');
	if (search !== '' && search.length < 3) throw wrongFormat('search_string');
	const found = exchange.listed
		.filter(
			(call) =>
				call.createdAt * 1000 >= start && call.createdAt * 1000 <= end && passes(call, fields),
		)
		.map((call) => ({ ...contextOf(call, statisticsNumbers), ...costs(fields) }))
		.filter((context) => JSON.stringify(context).includes(search));
	return {
		key: reports.add({ list: found.slice(offset, offset + limit), totals: totalsOf(found) }),
	};
};

/**
 * `work` may hold a part of the list already; `complete` has it whole, in chunks
 * (mango-office.md#call-statistics [M]). An unknown key is told by `status`, not by HTTP. The
 * totals stand in each chunk (PDF §3.4.2.3 [H]); the document has a chunk a day.
 */
export const callsResult: Method = (fields, { reports }) => {
	const report = reports.poll(fields.text('key'));
	if (!report || typeof report.value !== 'object')
		return { result: 1000, status: 'not-found', data: [] };
	const { list, totals } = report.value as { list: Json[]; totals: Json };
	const half = Math.ceil(list.length / 2);
	const chunk = (part: Json[]) => ({ list: part, ...totals });
	if (!report.ready)
		return {
			result: 1000,
			status: 'work',
			data: list.length > 1 ? [chunk(list.slice(0, half))] : [],
		};
	const chunks = [list.slice(0, half), list.slice(half)].filter((part) => part.length > 0);
	return { result: 1000, status: 'complete', data: chunks.map(chunk) };
};

/**
 * "DD.MM.YYYY HH:MM:SS" by the clocks of Moscow; an ISO date is 3104
 * (mango-office.md#call-statistics [M]).
 */
function moscowTime(fields: Fields, name: string): number {
	if (!fields.has(name)) throw missing(name);
	const [, day, month_, year, time] =
		/^(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)$/.exec(String(fields.all[name])) ?? [];
	const parsed = Date.parse(`${year}-${month_}-${day}T${time}+03:00`);
	if (Number.isNaN(parsed)) throw wrongFormat(name);
	return parsed;
}

/** `ext_fields`: what a call costs, as text; nothing costs anything here (PDF §3.4.2.2 [H]). */
function costs(fields: Fields): Json {
	const names = ids(fields, 'ext_fields');
	if (names.some((name) => !['context_cost_full', 'context_cost_tariff'].includes(name)))
		throw wrongFormat('ext_fields');
	return Object.fromEntries(names.map((name) => [name, '0.00']));
}

/**
 * Status 1 is a talk; users and groups are those who took part: any leg has rung them, or a member
 * of them [H; members, L].
 */
function passes(call: Call, fields: Fields): boolean {
	const type = fields.integerOr('context_type', undefined);
	const status = fields.integerOr('context_status', undefined);
	const [users, wantedGroups] = [ids(fields, 'user_ids'), ids(fields, 'group_ids')];
	if (users.length > 0 && !rungEmployees(call).some(({ id }) => users.includes(String(id))))
		return false;
	if (
		wantedGroups.length > 0 &&
		!groups.some((group) => wantedGroups.includes(String(group.id)) && tookPart(call, group))
	)
		return false;
	return (
		(type === undefined || type === contextType(call)) &&
		(status === undefined || status === contextStatus(call))
	);
}

function ids(fields: Fields, name: string): string[] {
	const list = fields.all[name] ?? [];
	if (!Array.isArray(list)) throw wrongFormat(name);
	return list.map(String);
}

function tookPart(call: Call, { extension, members }: Group): boolean {
	return (
		call.group === extension ||
		rungEmployees(call).some((employee) => members.includes(employee.extension))
	);
}

function rungEmployees(call: Call): Employee[] {
	const rung = legsOf(call).flatMap(([, { from, to }]) => [from?.extension, to?.extension]);
	return employees.filter(
		({ id, extension }) => id === call.employee?.id || rung.includes(extension),
	);
}

function totalsOf(contexts: Json[]): Json {
	const sum = (name: string) =>
		contexts.reduce((total, context) => total + Number(context[name]), 0);
	return {
		total_talks_duration: sum('talk_duration'),
		total_calls_duration: sum('duration'),
		total_calls_count: contexts.length,
	};
}
