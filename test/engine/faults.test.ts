import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { BITRIX24_CODES, MANGO_CODES } from '../faults/codes';
import { COMMON } from '../faults/faults';
import { leaveNothingToChance, measureCell, type Cell, type Measured } from '../faults/measure';
import { page, type Part } from '../faults/page';
import { BITRIX24, MANGO_OFFICE } from '../faults/subjects';

const FILE = resolve(__dirname, '../../docs/faults.md');

const SERVICES = [
	{ title: 'Bitrix24', subjects: BITRIX24, faults: [...COMMON, ...BITRIX24_CODES] },
	{ title: 'MANGO OFFICE', subjects: MANGO_OFFICE, faults: [...COMMON, ...MANGO_CODES] },
];

const parts: Part[] = [];
let beByChance: () => void = () => undefined;

beforeAll(async () => {
	beByChance = leaveNothingToChance();
	for (const { title, subjects, faults } of SERVICES) {
		const cells: Cell[] = [];
		for (const fault of faults)
			for (const subject of subjects) cells.push(await measureCell(subject, fault));
		parts.push({ title, subjects, cells });
	}
}, 600_000);
afterAll(() => beByChance());

/** The rows of which something is so that must not be. */
function those(isBad: (measured: Measured, cell: Cell) => boolean): string[] {
	const cells = parts.flatMap((part) => part.cells);
	return cells.flatMap((cell) => {
		const bad = [cell.passing, cell.lasting].find((one) => one && isBad(one, cell));
		const { subject, fault } = cell;
		return bad ? [`${subject.name}, ${fault.name}: ${JSON.stringify(bad)}`] : [];
	});
}
const isWrite = ({ subject }: Cell) => subject.kind === 'write';

test('no write is carried out twice', () => {
	expect(those(({ writes }) => writes > 1)).toEqual([]);
});

test('no write that was carried out reads as one that was not', () => {
	expect(those(({ outcome, writes }) => outcome === 'not done' && writes > 0)).toEqual([]);
});

test('no write that was not carried out reads as done', () => {
	expect(those((one, cell) => isWrite(cell) && one.outcome === 'done' && one.writes === 0)).toEqual(
		[],
	);
});

test('what a service has refused, or was never reached by, is certain', () => {
	expect(
		those(({ outcome }, { fault }) => fault.isRefusal === true && outcome === 'may be done'),
	).toEqual([]);
});

test('every error says what happened and what to do, with nothing left open in its text', () => {
	const isPoor = (text: string) =>
		text.length < 10 || /undefined|null|\{card\}|\[object/.test(text);
	expect(
		those(
			({ outcome, message, description }) =>
				outcome !== 'done' && [message, description].some(isPoor),
		),
	).toEqual([]);
});

test('docs/faults.md tells it all', () => {
	const made = page(parts);
	if (process.env.FAULTS_WRITE !== undefined) writeFileSync(FILE, made);
	expect(readFileSync(FILE, 'utf8')).toBe(made);
});
