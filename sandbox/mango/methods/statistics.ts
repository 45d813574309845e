import type { Call, Leg } from '../calls/call';
import { MangoError, missing, wrongFormat } from '../errors';
import type { Fields, Json } from '../fields';
import { RawAnswer, type Method } from './method';

const month = 31 * 86_400;

/** Column names of `fields` (section 1.5 [H]). */
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
export const statsRequest: Method = (fields, { exchange, reports, events, timers }) => {
	const [from, to] = [fields.integer('date_from'), fields.integer('date_to')];
	if (to < from || to - from > month) throw new MangoError(3111);
	const wanted = wantedColumns(fields.all.fields);
	const rows = exchange.calls.flatMap((call) => legRows(call)).filter((row) => Number(row.start) >= from && Number(row.start) <= to);
	const matching = rows.filter((row) => matchesParties(row, fields));
	const key = reports.add(matching.map((row) => wanted.map((column) => String(row[column] ?? '')).join(';')).join('\n'));
	const requestId = fields.has('request_id') ? { request_id: fields.text('request_id') } : {};
	// "result/stat" in the newer document, "result/stats" in the older (section 2.1).
	timers.after(1, () => events.push('result/stat', { key, ...requestId, result: 1000 }));
	return { key };
};

/** 204 not ready, 404 unknown, 200 CSV without a header (section 1.5 [H]). */
export const statsResult: Method = (fields, { reports }) => {
	const report = reports.poll(fields.text('key'));
	if (typeof report?.value !== 'string') return new RawAnswer(404);
	if (!report.ready) return new RawAnswer(204);
	return new RawAnswer(200, { 'Content-Type': 'text/csv; charset=utf-8' }, report.value);
};

function wantedColumns(value: unknown): string[] {
	if (value === undefined || value === '') return usualColumns;
	const list = Array.isArray(value) ? value.map(String) : String(value).split(',').map((name) => name.trim());
	if (list.some((name) => !columns.includes(name))) throw wrongFormat('fields');
	return list;
}

function legRows(call: Call): Array<Record<string, string | number>> {
	const employee = { extension: call.employee.extension, number: call.employeeNumber };
	const client = { extension: call.client.extension ?? '', number: call.client.number };
	const row = (leg: Leg, from: typeof client, to: typeof client, records: string) => ({
		records: `[${records}]`,
		start: leg.appearedAt,
		finish: leg.endedAt ?? 0,
		answer: leg.connectedAt ?? 0,
		from_extension: from.extension,
		from_number: from.number,
		to_extension: to.extension,
		to_number: to.number,
		disconnect_reason: leg.reason ?? '',
		line_number: call.lineNumber,
		location: 'abonent',
		create: call.createdAt,
		entry_id: call.id,
	});
	const rows = [];
	if (call.legs.employee?.endedAt !== undefined) rows.push(row(call.legs.employee, client, employee, ''));
	if (call.legs.client?.endedAt !== undefined) rows.push(row(call.legs.client, employee, client, call.recordingId ?? ''));
	return rows;
}

/** `from`, `to` each by extension or number; `call_party` is either of them. */
function matchesParties(row: Record<string, string | number>, fields: Fields): boolean {
	const given = (side: string) => (fields.has(side) ? fields.object(side) : undefined);
	const fits = (side: 'from' | 'to', party: Fields | undefined) =>
		!party ||
		['extension', 'number'].every((name) => !party.has(name) || String(row[`${side}_${name}`]) === party.text(name));
	const party = given('call_party');
	return fits('from', given('from')) && fits('to', given('to')) && (!party || fits('from', party) || fits('to', party));
}

// ---- extended statistics

const pageSizes = [1, 5, 10, 20, 50, 100, 500, 1000, 2000, 5000];
/** 30 days minus one second: exactly 30 days are refused (section 1.5 [M]). */
const longestSpan = 30 * 86_400_000 - 1000;

export const callsRequest: Method = (fields, { exchange, reports }) => {
	const [start, end] = [moscowTime(fields, 'start_date'), moscowTime(fields, 'end_date')];
	if (end < start || end - start > longestSpan) throw new MangoError(3100, undefined, { end_date: 3111 });
	const [limit, offset] = [fields.oneOf('limit', pageSizes), fields.integer('offset')];
	const search = fields.textOr('search_string', 256, '');
	if (search !== '' && search.length < 3) throw wrongFormat('search_string');
	const found = exchange.calls
		.filter((call) => call.phase === 'ended' && call.createdAt * 1000 >= start && call.createdAt * 1000 <= end)
		.filter((call) => passes(call, fields) && JSON.stringify(contextOf(call)).includes(search));
	const list = found.slice(offset, offset + limit).map(contextOf);
	return { key: reports.add({ list, total: found.length }) };
};

/**
 * `work` may hold a part of the list already; `complete` has it whole, in chunks (section 1.5 [M]). An unknown key is
 * told by `status`, not by HTTP. The names of the totals are cut off in the sheet: `total_count` is ours [L].
 */
export const callsResult: Method = (fields, { reports }) => {
	const report = reports.poll(fields.text('key'));
	if (!report || typeof report.value !== 'object') return { result: 1000, status: 'not-found', data: [] };
	const { list, total } = report.value as { list: Json[]; total: number };
	const half = Math.ceil(list.length / 2);
	const chunk = (part: Json[]) => ({ list: part, total_count: total });
	if (!report.ready) return { result: 1000, status: 'work', data: list.length > 1 ? [chunk(list.slice(0, half))] : [] };
	const chunks = [list.slice(0, half), list.slice(half)].filter((part) => part.length > 0);
	return { result: 1000, status: 'complete', data: chunks.map(chunk) };
};

/** "DD.MM.YYYY HH:MM:SS" by the clocks of Moscow; an ISO date is 3104 (section 1.5 [M]). */
function moscowTime(fields: Fields, name: string): number {
	if (!fields.has(name)) throw missing(name);
	const [, day, month_, year, time] = /^(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)$/.exec(String(fields.all[name])) ?? [];
	const parsed = Date.parse(`${year}-${month_}-${day}T${time}+03:00`);
	if (Number.isNaN(parsed)) throw wrongFormat(name);
	return parsed;
}

/** A callback is an outgoing call (context_type 2) [M]; status 1 is a talk. */
function passes(call: Call, fields: Fields): boolean {
	const type = fields.integerOr('context_type', undefined);
	const status = fields.integerOr('context_status', undefined);
	const users = fields.all.user_ids;
	if (users !== undefined && !Array.isArray(users)) throw wrongFormat('user_ids');
	if (Array.isArray(users) && users.length > 0 && !users.map(String).includes(String(call.employee.id))) return false;
	return (type === undefined || type === contextType(call)) && (status === undefined || status === contextStatus(call));
}

const contextType = (call: Call) => (call.client.extension ? 3 : 2);
const contextStatus = (call: Call) => (call.talkAt === undefined ? 0 : 1);

function contextOf(call: Call): Json {
	const end = call.endedAt ?? call.createdAt;
	return {
		entry_id: call.id,
		context_type: contextType(call),
		context_status: contextStatus(call),
		caller_id: call.employee.id,
		caller_name: call.employee.name,
		caller_number: call.employee.extension,
		called_number: call.client.number,
		context_start_time: call.createdAt,
		duration: end - call.createdAt,
		talk_duration: call.talkAt === undefined ? 0 : end - call.talkAt,
		context_init_type: call.initiator === 'API' ? 2 : 3,
		recall_status: 0,
		cost: 0,
		context_calls: [
			legContext(call.legs.employee, 'user', call.employee.id, call.employee.name, call.employee.extension, []),
			legContext(call.legs.client, 'number', 0, '', call.client.number, call.recordingId ? [call.recordingId] : []),
		].filter((leg) => leg !== undefined),
	};
}

function legContext(leg: Leg | undefined, type: string, id: number, info: string, number: string, recordings: string[]): Json | undefined {
	return (
		leg && {
			call_type: type,
			call_abonent_id: id,
			call_abonent_info: info,
			call_abonent_number: number,
			call_start_time: leg.appearedAt,
			call_answer_time: leg.connectedAt ?? 0,
			call_end_time: leg.endedAt ?? 0,
			call_end_reason: leg.reason ?? 0,
			recording_id: recordings,
		}
	);
}
