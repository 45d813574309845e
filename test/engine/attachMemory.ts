import './env.js';

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';

import { growthDuring } from './growth';
import { runNode } from './harness';

/**
 * Attaches a recording that lies in n8n's store for binary data on the disk, as n8n has it by
 * default, and prints how much more memory was in use meanwhile. A process of its own, so that
 * nothing but the attaching is measured.
 */
async function main(): Promise<void> {
	const { WEBHOOK_URL = '', SIZE = '' } = process.env;
	const store = Container.get(BinaryDataService);
	await store.init();
	const put = async (size: number, sha256 = createHash('sha256')) => {
		const file = { data: '', mimeType: 'audio/mpeg', fileName: 'a.mp3' };
		const location = { type: 'execution' as const, workflowId: 'w', executionId: '1' };
		return {
			binary: await store.store(location, Readable.from(noise(size, sha256)), file),
			sha256,
		};
	};
	const attach = (entryId: string, file: Awaited<ReturnType<typeof put>>) =>
		runNode('bitrix24', {
			parameters: { resource: 'recording', operation: 'attach', waitFor: 0 },
			items: [
				{
					json: { entryId, recordingId: 'MToxMDI0MjQyNzoyNTg2MzI1NzAxODow' },
					binary: { data: file.binary },
				},
			],
			credentials: { bitrix24WebhookApi: { webhookUrl: WEBHOOK_URL } },
		});
	// What is loaded once is not what is measured.
	await attach('small', await put(1_000_000));
	const file = await put(Number(SIZE));
	const { result, grownBy } = await growthDuring(() => attach('big', file));
	const { error, outputs } = result;
	if (error) throw new Error(`${error.message}: ${error.description}`);
	console.log(
		JSON.stringify({ json: outputs[0][0].json, sha256: file.sha256.digest('hex'), grownBy }),
	);
	process.exit(0);
}

/** Bytes of which no two pieces are alike, in pieces of a length that three does not divide. */
function* noise(size: number, sha256: ReturnType<typeof createHash>): Generator<Buffer> {
	for (let left = size, seed = 1; left > 0; seed++) {
		const piece = Buffer.alloc(
			Math.min(left, 65_537),
			createHash('sha256').update(String(seed)).digest(),
		);
		sha256.update(piece);
		left -= piece.length;
		yield piece;
	}
}

void main();
