import { join } from 'node:path';

import { ensureN8n } from './n8n/install';
import { NpmFailure, runNpm } from './n8n/npm';
import { UserError } from './n8n/userError';
import { DataFolder } from './start/dataFolder';
import { checkPorts, HELP, parseOptions } from './start/options';
import { report } from './start/report';
import { startSandbox } from './start/sandbox';

const PACKAGE_DIR = join(__dirname, '..');
const SECOND_SIGNAL_MS = 1000;

/** What has to be stopped in the end, in the order of starting. */
const running: Array<() => Promise<void>> = [];

async function main(): Promise<void> {
	const start = Date.now();
	const options = parseOptions(process.argv.slice(2));
	if (options.help) return void process.stdout.write(HELP);
	endOnSignals();

	await checkPorts(options);
	const folder = await DataFolder.open(options.dataDir, options.reset);
	say('Building the package …');
	await buildPackage();
	await ensureN8n();
	say('Starting the Bitrix24 stand-in and n8n …');
	const sandbox = await startSandbox(
		PACKAGE_DIR,
		options,
		folder,
		(stop) => running.push(stop),
		endWithN8n,
	);
	say(report(sandbox, options, Math.round((Date.now() - start) / 1000)));
}

async function buildPackage(): Promise<void> {
	try {
		await runNpm(['run', 'build'], PACKAGE_DIR);
	} catch (error) {
		if (!(error instanceof NpmFailure)) throw error;
		throw new UserError(`The package could not be built:\n${error.output.trim()}`);
	}
}

async function stopAll(): Promise<void> {
	await Promise.allSettled(running.splice(0).map((stop) => stop()));
}

/**
 * The first signal ends everything in good order, one more a while later at once. Only a while later, because the
 * terminal's Ctrl-C reaches us twice: directly and through npm or tsx.
 */
function endOnSignals(): void {
	let firstAt: number | undefined;
	const end = (): void => {
		if (firstAt !== undefined) {
			if (Date.now() - firstAt > SECOND_SIGNAL_MS) process.exit(0);
			return;
		}
		firstAt = Date.now();
		say('\nEnding …');
		void stopAll().then(() => process.exit(0));
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

function endWithN8n(reason: string): void {
	void fail(new UserError(`A part has ended by itself, and the rest with it. ${reason}.`));
}

async function fail(error: unknown): Promise<void> {
	process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
	await stopAll();
	process.exit(1);
}

function say(text: string): void {
	process.stdout.write(`${text}\n`);
}

main().catch(fail);
