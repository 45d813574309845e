import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { ensureN8n } from '../sandbox/n8n/install';
import { median, type Effort, type Row } from './rows';

const ROOT = resolve(__dirname, '..');
const RUNS = 5;
const LIMIT_MS = 60_000;

interface LoadCost {
	ms: number;
	heapMb: number;
	rssMb: number;
}

/** Loads the package as n8n does, each time in a process of its own: the medians. */
export async function measureLoadCost(effort: Effort): Promise<Row[]> {
	const { nodePath } = await ensureN8n();
	const userFolder = mkdtempSync(join(tmpdir(), 'user-'));
	const env = { ...process.env, N8N_USER_FOLDER: userFolder, NODE_ENV: 'production' };
	const runs = Array.from({ length: effort.rounds(RUNS) }, () => {
		const output = execFileSync(nodePath, ['--expose-gc', join(__dirname, 'loadCost.js'), ROOT], {
			cwd: ROOT,
			env,
			encoding: 'utf8',
			timeout: LIMIT_MS,
		});
		return JSON.parse(output) as LoadCost;
	});
	const row = (what: string, key: keyof LoadCost, unit: string): Row => ({
		what: `Loading the package by n8n's loader: ${what}`,
		unit,
		ours: median(runs.map((run) => run[key])),
		limit: 'once a process',
	});
	return [row('time', 'ms', 'ms'), row('heap', 'heapMb', 'MB'), row('resident', 'rssMb', 'MB')];
}
