import { mkdirSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

import { installOnce, isInstalled } from './atomicInstall';
import { cacheRoot } from './cache';
import locked from './lock/package.json';
import { writeLock } from './lockFile';
import { ensureNode, type NodeRuntime } from './nodeRuntime';
import { npmInstall, runNpm, type NpmOptions } from './npm';
import { withProgress } from './progress';
import { buildSqlite, placeSqlite } from './sqlite';
import { UserError } from './userError';

/**
 * The n8n that the sandbox and the end-to-end tests run. Its dependencies are locked, which makes
 * every install the same and halves the time; for another version change lock/package.json, delete
 * the lock file, and in that folder run `npm install --package-lock-only --ignore-scripts
 * --omit-lockfile-registry-resolved`.
 */
export const N8N_VERSION = locked.dependencies.n8n;

const NEEDED_BYTES = 5e9;
/**
 * n8n up to 2.31 takes xlsx from its makers' own server, which many networks do not reach; newer
 * ones take this copy from npm.
 */
const OVERRIDES = { xlsx: 'npm:@e965/xlsx@0.20.3' };
/** About how many requests npm makes; only for showing progress. */
const EXPECTED_REQUESTS = 2_250;

export interface N8nInstall {
	nodePath: string;
	n8nBin: string;
	dir: string;
}

/** Where n8n lies in the cache, once it is installed. */
export function n8nFolder(cacheDir = cacheRoot(), version = N8N_VERSION): string {
	return join(cacheDir, `n8n-${version}-${process.platform}-${process.arch}`);
}

/**
 * Gets n8n and a Node that can run it from npm, into a cache outside the working tree; at once when
 * they are there.
 */
export async function ensureN8n(
	options: { version?: string; cacheDir?: string } = {},
): Promise<N8nInstall> {
	const { version = N8N_VERSION, cacheDir = cacheRoot() } = options;
	const dir = n8nFolder(cacheDir, version);
	mkdirSync(cacheDir, { recursive: true });
	if (!isInstalled(dir)) await checkFreeSpace(cacheDir);

	const node = await ensureNode(cacheDir);
	await installOnce(dir, (folder) => fill(folder, version, environmentWith(node)));
	return { nodePath: node.nodePath, n8nBin: join(dir, 'node_modules', 'n8n', 'bin', 'n8n'), dir };
}

async function checkFreeSpace(folder: string): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	const free = bavail * bsize;
	if (free >= NEEDED_BYTES) return;
	throw new UserError(
		`n8n needs about 5 GB in ${folder}, and only ${(free / 1e9).toFixed(1)} GB are free: free ` +
			`some space or choose another folder with MANGO_SANDBOX_CACHE.`,
	);
}

/** Downloads n8n and builds its database driver, side by side; when one fails the other is ended. */
async function fill(folder: string, version: string, env: NodeJS.ProcessEnv): Promise<void> {
	const sqliteFolder = join(folder, 'sqlite3');
	const abort = new AbortController();
	let requests = 0;
	let sqlite = 'being built';
	const detail = (): string =>
		`${requests} of about ${EXPECTED_REQUESTS} downloads, sqlite3 ${sqlite}`;
	await withProgress(`Installing n8n ${version}`, detail, async () => {
		const onRequests = (count: number) => void (requests += count);
		const jobs = [
			fetchN8n(folder, version, { env, signal: abort.signal, onRequests }),
			buildSqlite(sqliteFolder, env, abort.signal).then(() => void (sqlite = 'ready')),
		];
		try {
			await Promise.all(jobs);
		} catch (error) {
			abort.abort();
			await Promise.allSettled(jobs);
			throw error;
		}
	});
	placeSqlite(sqliteFolder, folder);
}

/**
 * Without install scripts: one of n8n's dependencies (Kafka) would download C sources, and only
 * sqlite3 needs its own.
 */
async function fetchN8n(folder: string, version: string, options: NpmOptions): Promise<void> {
	if (version === N8N_VERSION)
		writeLock(folder, (await runNpm(['config', 'get', 'registry'], folder)).trim());
	else
		writeFileSync(
			join(folder, 'package.json'),
			JSON.stringify({ private: true, dependencies: { n8n: version }, overrides: OVERRIDES }),
		);
	const args = ['--ignore-scripts', '--engine-strict=false', '--loglevel=http'];
	await npmInstall(`n8n ${version}`, args, folder, options);
}

/** npm and its compiler have to run on n8n's Node, and compile against its headers. */
function environmentWith(node: NodeRuntime): NodeJS.ProcessEnv {
	const path = [dirname(node.nodePath), process.env.PATH].join(delimiter);
	return {
		PATH: path,
		...(node.headersDir === undefined ? {} : { npm_config_nodedir: node.headersDir }),
	};
}
