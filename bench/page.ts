import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Row, ShareRow } from './rows';

export const PAGE = join(__dirname, '../docs/performance.md');
/** What was measured last, by the measurement's name: the page's table is made from it. */
const RESULTS = join(__dirname, 'results.json');
const [BEGIN, END] = ['<!-- made by npm run bench -->', '<!-- until here -->'];

export interface Result {
	/** YYYY-MM-DD. */
	date: string;
	machine: string;
	n8n: string;
	rows: Row[];
}

export type Results = Record<string, Result>;

export function readResults(): Results {
	return JSON.parse(readFileSync(RESULTS, 'utf8')) as Results;
}

/** Puts a measurement's result in the place of its last one, in the page, too. `order` is that of the page. */
export function keepResult(name: string, result: Result, order: string[]): void {
	const all = { ...readResults(), [name]: result };
	const sorted = Object.fromEntries(
		order.flatMap((one) => (all[one] === undefined ? [] : [[one, all[one]] as const])),
	);
	writeFileSync(RESULTS, `${JSON.stringify(sorted, undefined, '\t')}\n`);
	writeFileSync(PAGE, withTable(readFileSync(PAGE, 'utf8'), sorted));
}

/** The page with the table of these results between its marks; throws when it has no marks. */
export function withTable(page: string, results: Results): string {
	const [before, rest] = page.split(BEGIN);
	const after = rest?.split(END)[1];
	if (after === undefined) throw new Error(`${PAGE} lacks its marks ${BEGIN} and ${END}`);
	return `${before}${BEGIN}\n\n${table(results)}\n\n${END}${after}`;
}

function table(results: Results): string {
	const lines = Object.entries(results).flatMap(([name, { date, rows }]) =>
		rows.map((row) => `| ${[...cells(row), `\`${name}\``, date].join(' | ')} |`),
	);
	const runs = Object.values(results).map(
		({ date, machine, n8n }) => `- ${date}: ${machine}, n8n ${n8n}`,
	);
	return [
		'| what | this package | rival | ratio: median (lowest to highest), or limit | row | measured |',
		'| --- | --- | --- | --- | --- | --- |',
		...lines,
		'',
		...[...new Set(runs)].sort(),
	].join('\n');
}

/** What the terminal says of a row. */
export function lineOf(row: Row): string {
	const [what, ours, rival, verdict] = cells(row);
	const told = [ours, rival, 'ratio' in row ? `ratio ${verdict}` : verdict];
	return `${what}: ${told.filter((one) => one !== '').join('; ')}`;
}

function cells(row: Row): string[] {
	if (isShare(row)) {
		const share = ({ count, of }: { count: number; of: number }) =>
			`${figure(count)} of ${figure(of)}`;
		return [row.what, share(row.ours), `${row.rival.name}: ${share(row.rival)}`, ''];
	}
	const ours = `${figure(row.ours)} ${row.unit}`;
	if ('limit' in row) return [row.what, ours, '', row.limit];
	const { median, lowest, highest } = row.ratio;
	const range =
		lowest === undefined || highest === undefined ? '' : ` (${ratio(lowest)} to ${ratio(highest)})`;
	const goal = row.goal === undefined ? '' : `; ${row.goal}`;
	const rival = `${row.rival.name}: ${figure(row.rival.value)}`;
	return [row.what, ours, rival, `${ratio(median)}${range}${goal}`];
}

const isShare = (row: Row): row is ShareRow => typeof row.ours === 'object';

/** Three digits tell as much as one run does. */
function figure(value: number): string {
	const digits =
		Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) < 1 ? 2 : 1;
	return value.toLocaleString('en', {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
	});
}

function ratio(value: number): string {
	return value.toFixed(value >= 100 ? 0 : value < 1 ? 2 : 1);
}
