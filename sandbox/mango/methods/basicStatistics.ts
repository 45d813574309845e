import { defined } from '../../core/json';
import { legsOf, recordingOf, sidesOf, type Call } from '../calls/call';
import { MangoError, wrongFormat } from '../errors';
import { integer, object, optional, text, textOr, type Reader } from '../parameters';
import { json, method, type Method } from './method';

const month = 31 * 86_400;

/** Column names of `fields` (mango-office.md#basic-statistics [H]). */
const columns = [
	'records',
	'start',
	'finish',
	'answer',
	'from_extension',
	'from_number',
	'to_extension',
	'to_number',
	'disconnect_reason',
	'line_number',
	'location',
	'create',
	'entry_id',
] as const;
type Row = Record<(typeof columns)[number], string | number>;

/** The doc shows `fields` both as a list and as comma-separated text; both are taken. */
const wantedColumns: Reader<Array<keyof Row>> = (value, name) => {
	// Which columns come without `fields` is our reading of the older document [M].
	if (value === undefined || value === '') return columns.slice(0, 11);
	const names = Array.isArray(value) ? value.map(String) : String(value).split(/\s*,\s*/);
	if (!names.every((one) => columns.some((known) => known === one))) throw wrongFormat(name);
	return names as Array<keyof Row>;
};

/** Empty texts stand for anybody. */
const party = optional(object({ extension: textOr(), number: textOr() }));
type Party = ReturnType<typeof party>;

export const basicStatistics: Record<string, Method> = {
	/** A row for each leg. */
	'stats/request': method(
		{
			date_from: integer,
			date_to: integer,
			fields: wantedColumns,
			from: party,
			to: party,
			/** Either of them. */
			call_party: party,
			request_id: textOr(),
		},
		(asked, { exchange, reports, teller, timers, settings }) => {
			const { date_from, date_to, fields, from, to, call_party: either } = asked;
			if (date_to < date_from || date_to - date_from > month) throw new MangoError(3111);
			const rows = exchange.listed
				.flatMap(legRows)
				.filter(({ start }) => Number(start) >= date_from && Number(start) <= date_to)
				.filter((row) => is(row, 'from', from) && is(row, 'to', to))
				.filter((row) => is(row, 'from', either) || is(row, 'to', either));
			const lines = rows.map((row) => fields.map((column) => row[column]).join(';'));
			const key = reports.add(lines.join('\n'));
			const event = defined({ key, request_id: asked.request_id || undefined });
			timers.after(1, () => teller.tell(settings.statisticsEvent, event));
			return json({ key });
		},
	),

	/** 204 not ready, 404 unknown, 200 CSV without a header (mango-office.md#basic-statistics [H]). */
	'stats/result': method({ key: text() }, ({ key }, { reports }) => {
		const report = reports.poll(key);
		if (typeof report?.value !== 'string') return { status: 404 };
		if (!report.ready) return { status: 204 };
		const headers = { 'Content-Type': 'text/csv; charset=utf-8' };
		return { status: 200, headers, body: report.value };
	}),
};

/** Those of the voice menu and of queues too; which of them the real report leaves out is not documented [L]. */
function legRows(call: Call): Row[] {
	return legsOf(call).map(([name, leg]) => {
		const { from, to } = sidesOf(call, name);
		return {
			records: `[${recordingOf(call, name) ?? ''}]`,
			start: leg.appearedAt,
			finish: leg.endedAt ?? 0,
			answer: leg.connectedAt ?? 0,
			from_extension: from.extension ?? '',
			from_number: from.number,
			to_extension: to.extension ?? '',
			to_number: to.number,
			disconnect_reason: leg.reason ?? '',
			line_number: call.lineNumber,
			location: leg.location ?? 'abonent',
			create: call.createdAt,
			entry_id: call.id,
		};
	});
}

function is(
	row: Row,
	side: 'from' | 'to',
	{ extension, number }: NonNullable<Party> = anybody,
): boolean {
	return (
		[String(row[`${side}_extension`]), ''].includes(extension) &&
		[String(row[`${side}_number`]), ''].includes(number)
	);
}
const anybody = { extension: '', number: '' };
