import type { ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { createInterface } from 'node:readline';

import type { N8nInstall } from './install';
import { endOwned, killAndWait, spawnOwned } from './ownedProcess';
import { until } from './until';

const READY_SECONDS = 180;
const STOP_GRACE_MS = 15_000;
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

export interface N8nProcessOptions {
	install: N8nInstall;
	role?: N8nRole;
	env: NodeJS.ProcessEnv;
	logFile: string;
	onLog?: (line: string) => void;
	/** Called when n8n ends without having been stopped. */
	onUnexpectedExit?: (reason: string) => void;
}

/** One running n8n. */
export class N8nProcess {
	private readonly child: ChildProcess;
	private readonly lastLines: string[] = [];
	private endReason: string | undefined;
	private isStopping = false;

	constructor(private readonly options: N8nProcessOptions) {
		const { install, env, role = 'start' } = options;
		this.child = spawnOwned(
			install.nodePath,
			[
				`--import=data:text/javascript,${encodeURIComponent(END_WITH_PARENT)}`,
				install.n8nBin,
				role,
			],
			{ env: { ...systemEnvironment(install), ...env }, stdio: ['pipe', 'pipe', 'pipe'] },
		);
		this.child.once('error', (error) => this.noteEnd(error.message));
		this.child.once('exit', (code, signal) =>
			this.noteEnd(signal === null ? `exit code ${code}` : `signal ${signal}`),
		);
		this.keepLog();
	}

	/** Waits until n8n says that it is ready; throws with the end of its log when it does not get there. */
	async ready(url: string): Promise<void> {
		const isReady = async () => {
			if (this.endReason !== undefined)
				throw new Error(this.withLog(`n8n ended while starting (${this.endReason})`));
			return await answersOk(`${url}/healthz/readiness`);
		};
		const late = () => this.withLog(`n8n was not ready within ${READY_SECONDS} s`);
		await until(isReady, { everyMs: 100, seconds: READY_SECONDS, late });
	}

	/** Ends n8n and everything that it started. */
	async stop(): Promise<void> {
		this.isStopping = true;
		await endOwned(this.child, STOP_GRACE_MS);
	}

	/** Ends it at once, without a chance to put anything in order. */
	async kill(): Promise<void> {
		this.isStopping = true;
		await killAndWait(this.child);
	}

	/** Holds it where it stands, its connections open; `kill` ends it. */
	freeze(): void {
		this.child.kill('SIGSTOP');
	}

	private keepLog(): void {
		mkdirSync(dirname(this.options.logFile), { recursive: true });
		const log = createWriteStream(this.options.logFile, { flags: 'a' });
		const keep = (line: string): void => {
			log.write(`${line}\n`);
			this.lastLines.push(line);
			if (this.lastLines.length > LAST_LINES) this.lastLines.shift();
			this.options.onLog?.(line);
		};
		for (const output of [this.child.stdout, this.child.stderr]) {
			if (output) createInterface({ input: output }).on('line', keep);
		}
		this.child.once('close', () => log.end());
	}

	private noteEnd(reason: string): void {
		if (this.endReason !== undefined) return;
		this.endReason = reason;
		if (!this.isStopping) this.options.onUnexpectedExit?.(reason);
	}

	private withLog(what: string): string {
		const { logFile } = this.options;
		return [`${what}. The end of its log, ${logFile}:`, ...this.lastLines].join('\n');
	}
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

async function answersOk(url: string): Promise<boolean> {
	try {
		const response = await fetch(url);
		await response.text();
		return response.ok;
	} catch {
		return false;
	}
}
