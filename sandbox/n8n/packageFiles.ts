import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { runNpm } from './npm';
import { UserError } from './userError';

interface Manifest {
	name: string;
	n8n: { nodes: string[] };
}

/** A community package as it lies in n8n's folder. */
export interface InstalledPackage {
	name: string;
	/** Names of the node types that n8n must have loaded. */
	nodeTypes: string[];
}

/**
 * Puts a built package where n8n looks for community packages, with exactly the files that npm would publish:
 * what is missing in the package is missing here too.
 */
export async function installPackage(
	packageDir: string,
	userFolder: string,
): Promise<InstalledPackage> {
	const manifest = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as Manifest;
	const unbuilt = manifest.n8n.nodes.find((file) => !existsSync(join(packageDir, file)));
	if (unbuilt !== undefined)
		throw new UserError(
			`${join(packageDir, unbuilt)} is missing: build the package first (npm run build).`,
		);

	const target = join(userFolder, '.n8n', 'nodes', 'node_modules', manifest.name);
	rmSync(target, { recursive: true, force: true });
	for (const file of await publishedFiles(packageDir)) {
		mkdirSync(dirname(join(target, file)), { recursive: true });
		cpSync(join(packageDir, file), join(target, file));
	}
	return {
		name: manifest.name,
		nodeTypes: manifest.n8n.nodes.map(
			(file) => `${manifest.name}.${nodeNameOf(join(packageDir, file))}`,
		),
	};
}

async function publishedFiles(packageDir: string): Promise<string[]> {
	const output = await runNpm(['pack', '--dry-run', '--json', '--ignore-scripts'], packageDir);
	const packed = JSON.parse(output) as Array<{ files: Array<{ path: string }> }>;
	return (packed[0]?.files ?? []).map(({ path }) => path);
}

/** n8n's convention: the file MangoOffice.node.js holds the node type mangoOffice. */
function nodeNameOf(file: string): string {
	const className = /([^/\\]+)\.node\.js$/.exec(file)?.[1] ?? '';
	return className.charAt(0).toLowerCase() + className.slice(1);
}
