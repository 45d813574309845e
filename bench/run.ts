import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

import { ensureN8n, N8N_VERSION } from '../sandbox/n8n/install';
import { UserError } from '../sandbox/n8n/userError';
import { measureAccepted, measureQueue } from './accepted';
import { measureAttack } from './attack';
import { measureBulk, measureBulkMemory } from './bulk';
import { measureDealMove } from './dealMove';
import { measureEvents } from './events';
import { measureLoop } from './loop';
import { measureMemory } from './memory';
import { help, parseOptions } from './options';
import { measureLoadCost } from './packageLoad';
import { keepResult, lineOf } from './page';
import { FULL, QUICK, type Effort, type Row } from './rows';
import { measureDeadWorkers, measureLostQueue, measureSettings } from './settings';

/** In the page's order. */
const MEASUREMENTS: Record<string, (effort: Effort) => Promise<Row[]>> = {
	'deal-move': (effort) => measureDealMove(true, effort),
	'deal-move-default': (effort) => measureDealMove(false, effort),
	events: measureEvents,
	accepted: measureAccepted,
	queue: measureQueue,
	settings: measureSettings,
	'settings-queue': measureLostQueue,
	'settings-worker': measureDeadWorkers,
	attack: measureAttack,
	loop: measureLoop,
	bulk: measureBulk,
	'bulk-memory': measureBulkMemory,
	memory: measureMemory,
	load: measureLoadCost,
};

/** The longest takes seven. */
const LIMIT_MINUTES = 10;

async function main(): Promise<void> {
	const names = Object.keys(MEASUREMENTS);
	const { rows, quick, help: isHelp } = parseOptions(process.argv.slice(2), names);
	if (isHelp) return void process.stdout.write(help(names));
	leaveNothing();
	await ensureN8n();
	let failed = false;
	for (const name of rows) {
		console.log(`\n${name}`);
		try {
			const measured = await measure(name, quick ? QUICK : FULL);
			for (const row of measured) console.log(`  ${lineOf(row)}`);
			if (!quick)
				keepResult(
					name,
					{ date: today(), machine: machine(), n8n: N8N_VERSION, rows: measured },
					names,
				);
		} catch (error) {
			failed = true;
			console.error(`  failed: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	process.exit(failed ? 1 : 0);
}

/** One that hangs ends everything: what it left running would be measured with the next. */
async function measure(name: string, effort: Effort): Promise<Row[]> {
	const hung = setTimeout(() => {
		console.error(`  not done within ${LIMIT_MINUTES} minutes`);
		process.exit(1);
	}, LIMIT_MINUTES * 60_000);
	try {
		return await MEASUREMENTS[name](effort);
	} finally {
		clearTimeout(hung);
	}
}

/** However it ends, the processes that it started end with it (sandbox/n8n/ownedProcess.ts), and their files go. */
function leaveNothing(): void {
	const folder = mkdtempSync(join(tmpdir(), 'mango-bitrix24-bench-'));
	// PostgreSQL's user has to get at its own part of it.
	chmodSync(folder, 0o711);
	process.env.TMPDIR = folder;
	process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.on(signal, () => process.exit(1));
}

function today(): string {
	return new Date().toISOString().slice(0, 10);
}

function machine(): string {
	const [{ model }] = cpus();
	const memory = Math.round(totalmem() / 2 ** 30);
	return `${cpus().length} cores (${model.trim()}), ${memory} GB`;
}

main().catch((error: unknown) => {
	console.error(error instanceof UserError ? error.message : error);
	process.exit(1);
});
