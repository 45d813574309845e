import type { Json } from '../../core/json';
import { legsOf, type Call } from '../calls/call';
import { MangoError, wrongFormat } from '../errors';
import {
	integer,
	oneOf,
	optional,
	required,
	text,
	textOr,
	texts,
	type Reader,
} from '../parameters';
import { employees, groups } from '../sampleData';
import { contextOf } from './callContext';
import { json, method, type Method } from './method';

/** 30 days minus one second: exactly 30 days are refused (mango-office.md#call-statistics [M]). */
const longestSpan = 30 * 86_400_000 - 1000;

/**
 * "DD.MM.YYYY HH:MM:SS" by the clocks of Moscow; an ISO date is 3104
 * (mango-office.md#call-statistics [M]).
 */
const moscowTime = required((value) => {
	const [, day, month, year, time] =
		/^(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)$/.exec(String(value)) ?? [];
	const parsed = Date.parse(`${year}-${month}-${day}T${time}+03:00`);
	return Number.isNaN(parsed) ? undefined : parsed;
});

/** Three characters at least. */
const searched: Reader<string> = (value, name) => {
	const search = textOr(256)(value, name);
	if (search !== '' && search.length < 3) throw wrongFormat(name);
	return search;
};

export const callStatistics: Record<string, Method> = {
	'stats/calls/request': method(
		{
			start_date: moscowTime,
			end_date: moscowTime,
			limit: oneOf(1, 5, 10, 20, 50, 100, 500, 1000, 2000, 5000),
			offset: integer,
			search_string: searched,
			context_type: optional(integer),
			/** 1 is a talk. */
			context_status: optional(integer),
			user_ids: texts,
			group_ids: texts,
		},
		(asked, { exchange, reports, settings }) => {
			const { start_date: start, end_date: end, limit, offset } = asked;
			const { user_ids: users, group_ids: wantedGroups } = asked;
			if (end < start || end - start > longestSpan)
				throw new MangoError(3100, undefined, { end_date: 3111 });
			const found = exchange.listed
				.filter(({ createdAt }) => createdAt * 1000 >= start && createdAt * 1000 <= end)
				.filter(
					(call) => users.length === 0 || rung(call).some(({ id }) => users.includes(`${id}`)),
				)
				.filter(
					(call) =>
						wantedGroups.length === 0 ||
						groupsOf(call).some((id) => wantedGroups.includes(`${id}`)),
				)
				.map((call) => contextOf(call, settings.statisticsNumbers))
				.filter(({ context_type: type }) => type === (asked.context_type ?? type))
				.filter(({ context_status: status }) => status === (asked.context_status ?? status))
				.filter((context) => JSON.stringify(context).includes(asked.search_string));
			const report = { list: found.slice(offset, offset + limit), totals: totalsOf(found) };
			return json({ key: reports.add(report) });
		},
	),

	/**
	 * `work` may hold a part of the list already; `complete` has it whole, in chunks
	 * (mango-office.md#call-statistics [M]). An unknown key is told by `status`, not by HTTP. The
	 * totals stand in each chunk (PDF §3.4.2.3 [H]); the document has a chunk a day.
	 */
	'stats/calls/result': method({ key: text() }, ({ key }, { reports }) => {
		const report = reports.poll(key);
		if (typeof report?.value !== 'object')
			return json({ result: 1000, status: 'not-found', data: [] });
		const { list, totals } = report.value as { list: Json[]; totals: Json };
		const half = Math.ceil(list.length / 2);
		const chunks = [list.slice(0, half), list.slice(half)]
			.filter((part) => part.length > 0)
			.map((part) => ({ list: part, ...totals }));
		return json(
			report.ready
				? { result: 1000, status: 'complete', data: chunks }
				: { result: 1000, status: 'work', data: chunks.slice(0, -1) },
		);
	}),
};

/** Users and groups are those who took part: any leg has rung them, or a member of them [H; members, L]. */
function rung(call: Call) {
	const extensions = legsOf(call).flatMap(([, { from, to }]) => [from?.extension, to?.extension]);
	return employees.filter(
		({ id, extension }) => id === call.employee?.id || extensions.includes(extension),
	);
}

function groupsOf(call: Call): number[] {
	const extensions = rung(call).map(({ extension }) => extension);
	return groups
		.filter(
			({ extension, members }) =>
				call.group === extension || members.some((member) => extensions.includes(member)),
		)
		.map(({ id }) => id);
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
