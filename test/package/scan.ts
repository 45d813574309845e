import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

interface Scanner {
	analyzePackage(
		folder: string,
		patterns?: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
	SOURCE_FILE_PATTERNS: string[];
}

const ROOT = resolve(__dirname, '../..');

/**
 * Runs the scan that n8n runs before it verifies a package: on the source, and on the tarball that
 * npm would publish.
 */
async function main(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'mango-bitrix24-scan-'));
	try {
		await scan(folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function scan(workFolder: string): Promise<void> {
	const scanner = (await import(
		'@n8n/scan-community-package/scanner/scanner.mjs' as string
	)) as Scanner;
	const legs: Array<[string, string, string[] | undefined]> = [
		['source', ROOT, scanner.SOURCE_FILE_PATTERNS],
		['tarball', unpackTarball(workFolder), undefined],
	];
	for (const [name, folder, patterns] of legs) {
		const { passed, message, details } = await scanner.analyzePackage(folder, patterns);
		console.log(`n8n's scan of the ${name}: ${passed ? 'no finding' : (message ?? 'failed')}`);
		if (!passed) {
			console.log(details ?? '');
			process.exitCode = 1;
		}
	}
}

function unpackTarball(folder: string): string {
	const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
		cwd: ROOT,
		encoding: 'utf8',
	});
	const [{ filename }] = JSON.parse(packed) as Array<{ filename: string }>;
	execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
	return join(folder, 'package');
}

void main();
