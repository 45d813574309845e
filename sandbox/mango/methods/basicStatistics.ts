import { defined } from '../../core/json';
import { legsOf, recordingOf, sidesOf, type Call } from '../calls/call';
import type { Person } from '../calls/directory';
import { MangoError, wrongFormat } from '../errors';
import * as take from '../parameters';
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

export const basicStatistics: Record<string, Method> = {
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
