import './env.js';

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';

import { growthDuring } from './growth';
import { runNode, type RunOptions } from './harness';

/**
 * Downloads a recording on n8n-core with its store for binary data on the disk, as n8n has it by
 * default, and prints how much more memory was in use meanwhile. A process of its own, so that
 * nothing but the download is measured.
 */
async function main(): Promise<void> {
	const { MANGO = '', RECORDING = '', N8N_STORAGE_PATH = '' } = process.env;
	await Container.get(BinaryDataService).init();
	const options: RunOptions = {
		parameters: { resource: 'recording', operation: 'getLink', recordingId: RECORDING },
		credentials: { mangoOfficeApi: JSON.parse(MANGO) },
	};
	// What is loaded once is not what is measured.
	await runNode('mangoOffice', options);
	const parameters = { ...options.parameters, operation: 'download' };
	const { result, grownBy } = await growthDuring(() =>
		runNode('mangoOffice', { ...options, parameters }),
	);
	const { error, outputs } = result;
	if (error) throw new Error(error.message);
	const inMemory = outputs[0][0].binary?.data.data.length ?? 0;
	console.log(JSON.stringify({ stored: largestFile(N8N_STORAGE_PATH), inMemory, grownBy }));
	process.exit(0);
}

function largestFile(folder: string): number {
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
		statSync(join(folder, name)),
	);
	return Math.max(...files.filter((file) => file.isFile()).map(({ size }) => size));
}

void main();
