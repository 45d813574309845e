import { legsOf, recordingOf, sidesOf, type Call } from '../calls/call';
import { MangoError, wrongFormat } from '../errors';
import type { Fields } from '../fields';
import { RawAnswer, type Method } from './method';

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
];
/** What comes without `fields`; which columns these are is our reading of the older document [M]. */
const usualColumns = columns.slice(0, 11);

/** A row for each leg. The doc shows `fields` both as a list and as comma-separated text; both are taken. */
export const statsRequest: Method = (
	fields,
	{ exchange, reports, teller, timers, statisticsEvent },
) => {
	const [from, to] = [fields.integer('date_from'), fields.integer('date_to')];
	if (to < from || to - from > month) throw new MangoError(3111);
	const wanted = wantedColumns(fields.all.fields);
	const rows = exchange.listed
		.flatMap(legRows)
		.filter((row) => Number(row.start) >= from && Number(row.start) <= to);
	const matching = rows.filter((row) => matchesParties(row, fields));
	const key = reports.add(
		matching.map((row) => wanted.map((column) => String(row[column] ?? '')).join(';')).join('\n'),
	);
	const requestId = fields.has('request_id') ? { request_id: fields.text('request_id') } : {};
	timers.after(1, () => teller.tell(statisticsEvent, { key, ...requestId }));
	return { key };
};

/** 204 not ready, 404 unknown, 200 CSV without a header (mango-office.md#basic-statistics [H]). */
export const statsResult: Method = (fields, { reports }) => {
	const report = reports.poll(fields.text('key'));
	if (typeof report?.value !== 'string') return new RawAnswer(404);
	if (!report.ready) return new RawAnswer(204);
	return new RawAnswer(200, { 'Content-Type': 'text/csv; charset=utf-8' }, report.value);
};

function wantedColumns(value: unknown): string[] {
	if (value === undefined || value === '') return usualColumns;
	const list = Array.isArray(value)
		? value.map(String)
		: String(value)
				.split(',')
				.map((name) => name.trim());
	if (list.some((name) => !columns.includes(name))) throw wrongFormat('fields');
	return list;
}

/** Those of the voice menu and of queues too; which of them the real report leaves out is not documented [L]. */
function legRows(call: Call): Array<Record<string, string | number>> {
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

/** `from`, `to` each by extension or number; `call_party` is either of them. */
function matchesParties(row: Record<string, string | number>, fields: Fields): boolean {
	const given = (side: string) => (fields.has(side) ? fields.object(side) : undefined);
	const fits = (side: 'from' | 'to', party: Fields | undefined) =>
		!party ||
		['extension', 'number'].every(
			(name) => !party.has(name) || String(row[`${side}_${name}`]) === party.text(name),
		);
	const party = given('call_party');
	return (
		fits('from', given('from')) &&
		fits('to', given('to')) &&
		(!party || fits('from', party) || fits('to', party))
	);
}
