import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { ensureN8n, N8N_VERSION } from '../sandbox/n8n/install';
import { progressPrinter } from '../sandbox/n8n/progress';
import { measureCallback } from './callback';
import { measureDealMove } from './dealMove';
import { measureEvents } from './events';
import { median } from './load';

const ROOT = resolve(__dirname, '..');

interface LoadCost {
	ms: number;
	heapMb: number;
	rssMb: number;
}

async function main(): Promise<void> {
	const { show, end } = progressPrinter();
	const { nodePath } = await ensureN8n({ onProgress: show });
	end();
	console.log(`n8n ${N8N_VERSION}, SQLite, 8 connections; the rival is the same flow built from n8n's own nodes\n`);
	await printDealMove('N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true', { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' });
	await printDealMove("n8n's default setting", { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'false' });
	await printCallback();
	await printEvents();
	printLoadCost(nodePath);
}

async function printDealMove(name: string, env: NodeJS.ProcessEnv): Promise<void> {
	const { ours, rival, refused, accepted } = await measureDealMove(env);
	console.log(name);
	console.log(`  deal move: ${ours.toFixed(1)} deals/s, rival ${rival.toFixed(1)} deals/s, ratio ${(ours / rival).toFixed(1)}`);
	console.log(`  refused webhooks: ${refused.toFixed(0)}/s, accepted ${accepted.toFixed(1)}/s, ratio ${(refused / accepted).toFixed(1)}\n`);
}

async function printCallback(): Promise<void> {
	const { ours, rival } = await measureCallback({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' });
	console.log('N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true');
	console.log(`  auto-callback: ${ours.toFixed(1)} flows/s, rival ${rival.toFixed(1)} flows/s, ratio ${(ours / rival).toFixed(1)}\n`);
}

async function printEvents(): Promise<void> {
	const { ours, rival } = await measureEvents({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' });
	console.log('N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true');
	console.log(`  MANGO's events, a fifth of them wanted: ${ours.toFixed(0)} events/s, rival ${rival.toFixed(1)} events/s, ratio ${(ours / rival).toFixed(1)}\n`);
}

/** Loads the package as n8n does, in a process of its own, five times. */
function printLoadCost(nodePath: string): void {
	const env = { ...process.env, N8N_USER_FOLDER: mkdtempSync(join(tmpdir(), 'mango-bitrix24-bench-')), NODE_ENV: 'production' };
	const runs = Array.from({ length: 5 }, () => {
		const output = execFileSync(nodePath, ['--expose-gc', join(__dirname, 'loadCost.js'), ROOT], { cwd: ROOT, env, encoding: 'utf8' });
		return JSON.parse(output) as LoadCost;
	});
	const of = (key: keyof LoadCost) => median(runs.map((run) => run[key]));
	console.log(`Loading the package by n8n's loader: ${of('ms').toFixed(0)} ms, ${of('heapMb').toFixed(1)} MB of heap, ${of('rssMb').toFixed(1)} MB resident`);
}

void main();
