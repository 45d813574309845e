import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { ensureN8n, N8N_VERSION } from '../sandbox/n8n/install';
import { measureBulk, measureBulkMemory } from './bulk';
import { measureDealMove } from './dealMove';
import { measureEvents } from './events';
import { overall } from './load';
import { measureLoop } from './loop';

const ROOT = resolve(__dirname, '..');

interface LoadCost {
	ms: number;
	heapMb: number;
	rssMb: number;
}

async function main(): Promise<void> {
	const { nodePath } = await ensureN8n();
	console.log(
		`n8n ${N8N_VERSION}, SQLite, 8 connections; the rival is the same flow built from n8n's own nodes\n`,
	);
	await printDealMove('N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true', {
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	});
	await printDealMove("n8n's default setting", { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'false' });
	await printEvents();
	await printLoop();
	await printBulk();
	printBulkMemory();
	printLoadCost(nodePath);
}

async function printDealMove(name: string, env: NodeJS.ProcessEnv): Promise<void> {
	const { ours, rival, refused } = await measureDealMove(env);
	console.log(name);
	console.log(`  deal move, deals/s: ${compare(ours, 'rival', rival)}`);
	console.log(`  refused webhooks/s: ${compare(refused, 'accepted', ours)}\n`);
}

async function printEvents(): Promise<void> {
	const { ours, rival } = await measureEvents({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' });
	console.log('N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true');
	console.log(
		`  MANGO's events, a fifth of them wanted, events/s: ${compare(ours, 'rival', rival)}\n`,
	);
}

/** What a hundred calls cost with the real limits: a count, so it is taken once. */
async function printLoop(): Promise<void> {
	const { made, requests, seconds, reports, movedSeconds, bytes } = await measureLoop({
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	});
	console.log('The loop, with the real limits of MANGO OFFICE and Bitrix24');
	console.log(
		`  100 callbacks at once: ${made} calls made, ${requests} requests, ${seconds.toFixed(1)} s; ` +
			`4/s would be 25 s, the portal's 2/s is the narrower one`,
	);
	console.log(
		`  outcomes of 100 calls: ${reports} reports asked for, all deals moved after ${movedSeconds.toFixed(1)} s`,
	);
	console.log(`  one outcome among 5,000 calls: ${bytes} bytes downloaded\n`);
}

/** Many deals at once, with the real limits of Bitrix24. */
async function printBulk(): Promise<void> {
	const { ours, rival } = await measureBulk({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' });
	const [fast, slow] = [ours, rival].map(({ deals, seconds }) => deals / seconds);
	const told = ({ deals, seconds, requests, refused }: typeof ours) =>
		`${deals} in ${seconds.toFixed(1)} s by ${requests} requests, ${refused} refused`;
	console.log('Many deals at once, with the real limits of Bitrix24');
	console.log(`  the node: ${told(ours)}`);
	console.log(`  HTTP Request, paced: ${told(rival)}`);
	console.log(
		`  deals/s: ${fast.toFixed(1)}, rival ${slow.toFixed(2)}, ratio ${(fast / slow).toFixed(0)}\n`,
	);
}

function printBulkMemory(): void {
	console.log("Memory that moving deals takes on n8n-core's engine, above what was in use before");
	for (const { deals, grownBy, kept } of measureBulkMemory([1000, 10_000, 100_000]))
		console.log(
			`  ${deals} deals: ${grownBy.toFixed(0)} MB at most, of which ${kept.toFixed(0)} MB are n8n's output items`,
		);
	console.log('');
}

/** Both rates over all rounds, their ratio, and between which values it lay in single rounds. */
function compare(rates: number[], otherName: string, others: number[]): string {
	const [rate, other] = [overall(rates), overall(others)];
	const ratios = rates.map((one, round) => one / others[round]);
	const range = `${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)} in ${ratios.length} rounds`;
	return `${rate.toFixed(1)}, ${otherName} ${other.toFixed(1)}, ratio ${(rate / other).toFixed(1)} (${range})`;
}

/** Loads the package as n8n does, in a process of its own, five times, and prints the medians. */
function printLoadCost(nodePath: string): void {
	const userFolder = mkdtempSync(join(tmpdir(), 'mango-bitrix24-bench-'));
	const env = { ...process.env, N8N_USER_FOLDER: userFolder, NODE_ENV: 'production' };
	const runs = Array.from({ length: 5 }, () => {
		const output = execFileSync(nodePath, ['--expose-gc', join(__dirname, 'loadCost.js'), ROOT], {
			cwd: ROOT,
			env,
			encoding: 'utf8',
		});
		return JSON.parse(output) as LoadCost;
	});
	rmSync(userFolder, { recursive: true });
	const of = (key: keyof LoadCost) => runs.map((run) => run[key]).sort((a, b) => a - b)[2];
	console.log(
		`Loading the package by n8n's loader: ${of('ms').toFixed(0)} ms, ${of('heapMb').toFixed(1)} ` +
			`MB of heap, ${of('rssMb').toFixed(1)} MB resident`,
	);
}

void main();
