import type { ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { createInterface } from 'node:readline';

import { answersOk } from './answersOk';
import type { N8nInstall } from './install';
import { spawnOwned } from './ownedProcess';
import { endOf, Service } from './service';

const LAST_LINES = 15;

/**
 * Loaded into n8n before its own code: ends the whole process group when the pipe to the parent closes, that is also
 * when the parent was killed and could end nothing itself. execArgv is emptied so that n8n's children do without it.
 */
const END_WITH_PARENT =
	"import { isMainThread } from 'node:worker_threads';" +
	"if (isMainThread) { process.execArgv.length = 0; process.stdin.on('end', () => " +
	"process.kill(0, 'SIGKILL')).resume(); }";

/** n8n's parts: all in one or the main of a queue, what takes webhooks, what executes. */
export type N8nRole = 'start' | 'webhook' | 'worker';

export interface N8nServiceOptions {
	/** By which its end is told of. */
	name: string;
	role: N8nRole;
	install: N8nInstall;
	env: NodeJS.ProcessEnv;
	port: number;
	logFile: string;
	/** What else it takes to be up, once it is ready. */
	isServing(): Promise<boolean>;
	onUnexpectedExit?: (reason: string) => void;
}

/** An n8n, not started yet. An error of its start has the end of its log. */
export function n8nService(options: N8nServiceOptions): Service {
	const { name, role, install, env, port, logFile, isServing, onUnexpectedExit } = options;
	const args = [
		`--import=data:text/javascript,${encodeURIComponent(END_WITH_PARENT)}`,
		install.n8nBin,
		role,
	];
	const lastLines: string[] = [];
	const lastWords = () => [`. The end of its log, ${logFile}:`, ...lastLines].join('\n');
	let child: ChildProcess;
	const launch = () => {
		child = spawnOwned(install.nodePath, args, {
			env: { ...systemEnvironment(install), ...env },
			stdio: ['pipe', 'pipe', 'pipe'],
		});
		keepLog(child, logFile, lastLines);
		return child;
	};
	const isUp = async () => {
		const isReady = await answersOk(`http://127.0.0.1:${port}/healthz/readiness`);
		const end = endOf(child);
		if (end !== undefined) throw new Error(`n8n ended while starting (${end})${lastWords()}`);
		return isReady && (await isServing());
	};
	return new Service(name, port, launch, isUp, onUnexpectedExit, lastWords);
}

function keepLog(child: ChildProcess, logFile: string, lastLines: string[]): void {
	mkdirSync(dirname(logFile), { recursive: true });
	const log = createWriteStream(logFile, { flags: 'a' });
	const keep = (line: string): void => {
		log.write(`${line}\n`);
		lastLines.push(line);
		if (lastLines.length > LAST_LINES) lastLines.shift();
	};
	for (const output of [child.stdout, child.stderr])
		if (output) createInterface({ input: output }).on('line', keep);
	child.once('close', () => log.end());
}

/** Only what a program needs to run: the caller's own n8n, npm, jest and proxy settings must not reach this n8n. */
function systemEnvironment({ nodePath }: N8nInstall): NodeJS.ProcessEnv {
	const kept = 'HOME USER LANG LC_ALL TZ TMPDIR TEMP SystemRoot USERPROFILE APPDATA'.split(' ');
	const environment = Object.fromEntries(
		kept.map((name) => [name, process.env[name]]).filter(([, value]) => value !== undefined),
	);
	// n8n starts its task runner with the first "node" in PATH.
	return { ...environment, PATH: [dirname(nodePath), process.env.PATH].join(delimiter) };
}
