import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { CALL_ENDINGS, TASK_ENDINGS, type Ending } from '../../protocols/mangoOffice/outcome/table';

const rows = readFileSync(resolve(__dirname, '../../docs/outcomes.md'), 'utf8')
	.split('\n')
	.filter((line) => /^\| \d/.test(line));

const cell = ({ outcome, reason }: Ending) => `${outcome}: ${reason}`;

test('docs/outcomes.md tells the table as it is', () => {
	const calls = Object.entries(CALL_ENDINGS).map(
		([code, { client, employee, incoming }]) =>
			`| ${code} | ${[client, employee, incoming].map(cell).join(' | ')} |`,
	);
	const tasks = Object.entries(TASK_ENDINGS).map(
		([reason, ending]) => `| ${reason} | ${cell(ending)} |`,
	);
	expect(rows).toEqual([...calls, ...tasks]);
});
