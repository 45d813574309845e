import type { SpawnOptions } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { cacheRoot } from './cache';
import { killOwned, spawnOwned } from './ownedProcess';
import { UserError } from './userError';

/** `npm install` without what nobody reads here, and giving up after some ten seconds without an answer. */
export const INSTALL = [
	'install',
	'--no-audit',
	'--no-fund',
	'--fetch-retries=3',
	'--fetch-retry-mintimeout=1000',
	'--fetch-retry-maxtimeout=5000',
];

/** An npm command that failed, with all it printed. */
export class NpmFailure extends Error {
	override name = 'NpmFailure';

	constructor(
		readonly output: string,
		readonly logFile: string,
	) {
		super(`npm failed; its log is ${logFile}`);
	}
}

interface NpmOptions {
	/** Added to the environment. */
	env?: NodeJS.ProcessEnv;
	/** Called with the number of further requests that npm made; it takes npm's `--loglevel=http`. */
	onRequests?: (count: number) => void;
	/** Kills npm. */
	signal?: AbortSignal;
}

/** Runs npm in `cwd`; returns its standard output, or throws NpmFailure. */
export async function runNpm(
	args: string[],
	cwd: string,
	{ env, onRequests, signal }: NpmOptions = {},
): Promise<string> {
	const { code, stdout, stderr } = await collect(
		args,
		{ cwd, env: { ...environmentForNpm(), ...env } },
		onRequests,
		signal,
	);
	if (code === 0) return stdout;
	throw new NpmFailure(stdout + stderr, npmLogFile(stderr) ?? keepOutput(args, stdout + stderr));
}

/** Turns a failure of npm into one sentence for the user. */
export function explainNpmFailure(failure: NpmFailure, what: string): UserError {
	const { output, logFile } = failure;
	if (/ENOSPC/.test(output))
		return new UserError(
			`The disk ran full while installing ${what} into ${cacheRoot()}; free about 5 GB and start again.`,
		);
	if (isNetworkTrouble(output)) {
		return new UserError(
			`npm could not reach its registry while installing ${what}: check the network connection ` +
				`and npm's registry and proxy settings (details: ${logFile}).`,
		);
	}
	return new UserError(
		`npm could not install ${what}: ${npmMessage(output)} (npm's log: ${logFile}).`,
	);
}

function isNetworkTrouble(output: string): boolean {
	return /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET_TIMEOUT/.test(output);
}

async function collect(
	args: string[],
	options: Pick<SpawnOptions, 'cwd' | 'env'>,
	onRequests: (count: number) => void = () => {},
	signal?: AbortSignal,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
	return await new Promise((resolve, reject) => {
		const npm = spawnOwned('npm', args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
		signal?.addEventListener('abort', () => killOwned(npm));
		let stdout = '';
		let stderr = '';
		npm.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
		npm.stderr?.on('data', (chunk: Buffer) => {
			stderr += chunk.toString();
			onRequests(chunk.toString().split('http fetch ').length - 1);
		});
		npm.once('error', (error: NodeJS.ErrnoException) => {
			reject(
				error.code === 'ENOENT'
					? new UserError('npm was not found: it comes with Node.js and has to be in the PATH.')
					: error,
			);
		});
		npm.once('close', (code) => resolve({ code, stdout, stderr }));
	});
}

/** Without what an outer `npm start` passes down about this project, which would lead the inner npm astray. */
function environmentForNpm(): NodeJS.ProcessEnv {
	const isAboutThisProject =
		/^npm_(package_|lifecycle_|command$|config_(local_prefix|ignore_scripts|global|workspace))/i;
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !isAboutThisProject.test(name)),
	);
}

function npmLogFile(stderr: string): string | undefined {
	return /A complete log of this run can be found in:\s*(\S+)/.exec(stderr)?.[1];
}

function keepOutput(args: string[], output: string): string {
	const file = join(cacheRoot(), 'npm-output.log');
	mkdirSync(cacheRoot(), { recursive: true });
	appendFileSync(file, `--- npm ${args.join(' ')}\n${output}\n`);
	return file;
}

function npmMessage(output: string): string {
	const said = /npm (?:error|ERR!) (?!code )(.+)/.exec(output)?.[1];
	return said?.replace(/\.$/, '') ?? 'it gave no reason';
}
