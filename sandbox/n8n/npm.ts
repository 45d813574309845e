import { once } from 'node:events';

import { cacheRoot } from './cache';
import { killOwned, spawnOwned } from './ownedProcess';
import { UserError } from './userError';

/** An npm command that failed, with all it printed. */
export class NpmFailure extends Error {
	override name = 'NpmFailure';

	constructor(readonly output: string) {
		super(`npm failed:\n${output.trim()}`);
	}
}

export interface NpmOptions {
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
	{ env, onRequests = () => {}, signal }: NpmOptions = {},
): Promise<string> {
	const npm = spawnOwned('npm', args, {
		cwd,
		env: { ...environmentForNpm(), ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	signal?.addEventListener('abort', () => killOwned(npm));
	let stdout = '';
	let stderr = '';
	npm.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
	npm.stderr?.on('data', (chunk: Buffer) => {
		stderr += chunk.toString();
		onRequests(chunk.toString().split('http fetch ').length - 1);
	});
	const [code] = (await once(npm, 'close').catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'ENOENT') throw error;
		throw new UserError('npm was not found: it comes with Node.js and has to be in the PATH.');
	})) as [number | null];
	if (code === 0) return stdout;
	throw new NpmFailure(stdout + stderr);
}

/**
 * `npm install` in a folder, without what nobody reads here, and giving up after some ten seconds
 * without an answer. `what` is for the user; `explain` may know better why it failed.
 */
export async function npmInstall(
	what: string,
	args: string[],
	folder: string,
	options: NpmOptions & { explain?: () => UserError | undefined } = {},
): Promise<void> {
	const quiet = ['--no-audit', '--no-fund'];
	const soon = ['fetch-retries=3', 'fetch-retry-mintimeout=1000', 'fetch-retry-maxtimeout=5000'];
	try {
		await runNpm(
			['install', ...quiet, ...soon.map((flag) => `--${flag}`), ...args],
			folder,
			options,
		);
	} catch (error) {
		if (!(error instanceof NpmFailure)) throw error;
		throw options.explain?.() ?? new UserError(whyNot(error, what));
	}
}

/** A failure of npm in one sentence for the user. */
function whyNot({ output }: NpmFailure, what: string): string {
	const logFile = /A complete log of this run can be found in:\s*(\S+)/.exec(output)?.[1];
	const details = logFile === undefined ? output.trim() : `npm's log: ${logFile}`;
	if (/ENOSPC/.test(output))
		return `The disk ran full while installing ${what} into ${cacheRoot()}; free about 5 GB and start again.`;
	if (/ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET_TIMEOUT/.test(output))
		return (
			`npm could not reach its registry while installing ${what}: check the network connection ` +
			`and npm's registry and proxy settings (${details}).`
		);
	const said = /npm (?:error|ERR!) (?!code )(.+)/.exec(output)?.[1];
	const reason = said?.replace(/\.$/, '') ?? 'it gave no reason';
	return `npm could not install ${what}: ${reason} (${details}).`;
}

/** Without what an outer `npm start` passes down about this project, which would lead the inner npm astray. */
function environmentForNpm(): NodeJS.ProcessEnv {
	const isAboutThisProject =
		/^npm_(package_|lifecycle_|command$|config_(local_prefix|ignore_scripts|global|workspace))/i;
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !isAboutThisProject.test(name)),
	);
}
