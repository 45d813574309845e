import { defined, type Json } from '../../core/json';
import { legsOf, recordingOf, sidesOf, type Call } from '../calls/call';
import type { Person } from '../calls/directory';
import { MangoError, wrongFormat } from '../errors';
import * as take from '../parameters';
import { employees, groups, type Employee, type Group } from '../sampleData';
import { contextOf } from './callContext';
import { json, method, type Method } from './method';

const month = 31 * 86_400;

/** A leg with those whom it connects. */
type Row = ReturnType<typeof legRows>[number];

/** The columns by their names in `fields` (mango-office.md#basic-statistics [H]). */
const columns: Record<string, (row: Row) => unknown> = {
	records: ({ call, name }) => `[${recordingOf(call, name) ?? ''}]`,
	start: ({ leg }) => leg.appearedAt,
	finish: ({ leg }) => leg.endedAt ?? 0,
	answer: ({ leg }) => leg.connectedAt ?? 0,
	from_extension: ({ from }) => from.extension,
	from_number: ({ from }) => from.number,
	to_extension: ({ to }) => to.extension,
	to_number: ({ to }) => to.number,
	disconnect_reason: ({ leg }) => leg.reason,
	line_number: ({ call }) => call.lineNumber,
	location: ({ leg }) => leg.location ?? 'abonent',
	create: ({ call }) => call.createdAt,
	entry_id: ({ call }) => call.id,
};

/** The doc shows `fields` both as a list and as comma-separated text; both are taken. */
const wantedColumns: take.Reader<string[]> = (value, name) => {
	// Which columns come without `fields` is our reading of the older document [M].
	if (value === undefined || value === '') return Object.keys(columns).slice(0, 11);
	const names = Array.isArray(value) ? value.map(String) : String(value).split(/\s*,\s*/);
	if (!names.every((one) => one in columns)) throw wrongFormat(name);
	return names;
};

/** Empty texts stand for anybody. */
const someParty = take.optional(take.object({ extension: take.textOr(), number: take.textOr() }));

/** 30 days minus one second: exactly 30 days are refused (mango-office.md#call-statistics [M]). */
const longestSpan = 30 * 86_400_000 - 1000;

/** "DD.MM.YYYY HH:MM:SS" by the clocks of Moscow; an ISO date is 3104 (mango-office.md#call-statistics [M]). */
const moscowTime = take.required((value) => {
	const [, day, month, year, time] =
		/^(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)$/.exec(String(value)) ?? [];
	const parsed = Date.parse(`${year}-${month}-${day}T${time}+03:00`);
	return Number.isNaN(parsed) ? undefined : parsed;
});

const searched = take.text(256, ({ length }) => length >= 3);

export const statistics: Record<string, Method> = {
	/** A row for each leg. */
	'stats/request': method(
		{
			date_from: take.integer,
			date_to: take.integer,
			fields: wantedColumns,
			from: someParty,
			to: someParty,
			/** Either of them. */
			call_party: someParty,
			request_id: take.textOr(),
		},
		(asked, { exchange, reports, events, timers, settings }) => {
			const { dateFrom, dateTo, fields, from, to, callParty: either } = asked;
			if (dateTo < dateFrom || dateTo - dateFrom > month) throw new MangoError(3111);
			const rows = exchange.listed
				.flatMap(legRows)
				.filter(({ leg }) => leg.appearedAt >= dateFrom && leg.appearedAt <= dateTo)
				.filter((row) => fits(row.from, from) && fits(row.to, to))
				.filter((row) => fits(row.from, either) || fits(row.to, either));
			const lines = rows.map((row) => fields.map((column) => columns[column](row)).join(';'));
			const key = reports.add(lines.join('\n'));
			const event = defined({ key, request_id: asked.requestId || undefined });
			timers.after(1, () => events.tell(settings.statisticsEvent, event));
			return json({ key });
		},
	),

	/** 204 not ready, 404 unknown, 200 CSV without a header (mango-office.md#basic-statistics [H]). */
	'stats/result': method({ key: take.text() }, ({ key }, { reports }) => {
		const report = reports.poll(key);
		if (typeof report?.value !== 'string') return { status: 404 };
		if (!report.ready) return { status: 204 };
		const headers = { 'Content-Type': 'text/csv; charset=utf-8' };
		return { status: 200, headers, body: report.value };
	}),

	'stats/calls/request': method(
		{
			start_date: moscowTime,
			end_date: moscowTime,
			limit: take.oneOf(1, 5, 10, 20, 50, 100, 500, 1000, 2000, 5000),
			offset: take.integer,
			search_string: take.optional(searched, ''),
			/** One or several. */
			context_type: (value, name) => [value ?? []].flat().map((one) => take.integer(one, name)),
			/** 1 is a talk. */
			context_status: take.optional(take.integer),
			recall_status: take.optional(take.integer),
			user_ids: take.texts,
			group_ids: take.texts,
			/** What a call costs, as text; nothing costs anything here (PDF §3.4.2.2 [H]). */
			ext_fields: take.list(take.oneOf('context_cost_full', 'context_cost_tariff')),
		},
		(asked, { exchange, reports, settings }) => {
			const { startDate: start, endDate: end, limit, offset, userIds, groupIds } = asked;
			if (end < start || end - start > longestSpan)
				throw new MangoError(3100, undefined, { end_date: 3111 });
			const costs = Object.fromEntries(asked.extFields.map((name) => [name, '0.00']));
			const found = exchange.listed
				.filter(({ createdAt }) => createdAt * 1000 >= start && createdAt * 1000 <= end)
				.filter((call) => tookPart(userIds, rung(call)) && tookPart(groupIds, groupsOf(call)))
				.map((call): Json => ({ ...contextOf(call, settings.statisticsNumbers), ...costs }))
				.filter(
					({ context_type: type }) =>
						asked.contextType.length === 0 || asked.contextType.includes(Number(type)),
				)
				.filter(({ recall_status: recall }) => recall === (asked.recallStatus ?? recall))
				.filter(({ context_status: status }) => status === (asked.contextStatus ?? status))
				.filter((context) => JSON.stringify(context).includes(asked.searchString));
			const report = { list: found.slice(offset, offset + limit), totals: totalsOf(found) };
			return json({ key: reports.add(report) });
		},
	),

	/**
	 * `work` may hold a part of the list already; `complete` has it whole, in chunks
	 * (mango-office.md#call-statistics [M]). An unknown key is told by `status`, not by HTTP. The
	 * totals stand in each chunk (PDF §3.4.2.3 [H]); the document has a chunk a day.
	 */
	'stats/calls/result': method({ key: take.text() }, ({ key }, { reports }) => {
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

/** Those of the voice menu and of queues too; which of them the real report leaves out is not documented [L]. */
function legRows(call: Call) {
	return legsOf(call).map(([name, leg]) => ({ call, name, leg, ...sidesOf(call, name) }));
}

function fits({ extension = '', number }: Person, party: ReturnType<typeof someParty>): boolean {
	return (
		[extension, ''].includes(party?.extension ?? '') && [number, ''].includes(party?.number ?? '')
	);
}

/** One of those who are asked for; anybody when nobody is. */
function tookPart(wanted: string[], those: Array<{ id: number }>): boolean {
	return wanted.length === 0 || those.some(({ id }) => wanted.includes(String(id)));
}

/** Users and groups are those who took part: any leg has rung them, or a member of them [H; members, L]. */
function rung(call: Call): Employee[] {
	const extensions = legsOf(call).flatMap(([, { from, to }]) => [from?.extension, to?.extension]);
	return employees.filter(
		({ id, extension }) => id === call.employee?.id || extensions.includes(extension),
	);
}

function groupsOf(call: Call): Group[] {
	const extensions = rung(call).map(({ extension }) => extension);
	const isRung = ({ members }: Group) => members.some((member) => extensions.includes(member));
	return groups.filter((group) => call.group === group.extension || isRung(group));
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
