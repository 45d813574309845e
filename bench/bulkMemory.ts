import '../test/engine/env.js';

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

import { growthDuring } from '../test/engine/growth';
import { runNode } from '../test/engine/harness';

/** How often the memory is looked at: each time takes as long as a collection of garbage. */
const LOOK_EVERY_MS = 500;

/**
 * Moves so many deals by the built node on n8n-core's engine, and prints how much more memory was in
 * use meanwhile, and how much of it stays, in bytes: the output items. A process of its own, so that
 * nothing else is measured.
 */
async function main(): Promise<void> {
	const count = Number(process.argv[2]);
	const webhookUrl = await startPortal(count);
	const rule = { pipeline: '0', successStage: 'PREPARATION', failureStage: '', neutralStage: '' };
	const move = async (from: number, to: number) =>
		await runNode('bitrix24', {
			parameters: { resource: 'deal', operation: 'moveByResult', rules: { rule: [rule] } },
			items: Array.from({ length: to - from }, (_, i) => ({
				json: { dealId: 1001 + from + i, result: 'POSITIVE' },
			})),
			credentials: { bitrix24WebhookApi: { webhookUrl } },
		});
	// What is loaded once is not what is measured.
	await move(0, 1);
	const start = performance.now();
	const measured = await growthDuring(async () => await move(1, count), LOOK_EVERY_MS);
	const { result, grownBy, kept } = measured;
	const seconds = (performance.now() - start) / 1000;
	const moved = result.outputs[0]?.filter(({ json }) => json.moved).length;
	if (moved !== count - 1) throw new Error(`${moved} of ${count - 1} deals moved`);
	console.log(JSON.stringify({ grownBy, kept, seconds }));
	process.exit(0);
}

async function startPortal(deals: number): Promise<string> {
	const portal = spawn(
		process.execPath,
		['--import', 'tsx', resolve(__dirname, 'bulkPortal.ts'), String(deals)],
		{ stdio: ['pipe', 'pipe', 'inherit'] },
	);
	const [line] = (await once(portal.stdout, 'data')) as [Buffer];
	return line.toString().trim();
}

void main();
