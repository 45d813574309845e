import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { startBitrix24, type Bitrix24Standin, type StandinOptions } from '../../sandbox/bitrix24';
import { startN8n, type N8nHost } from '../../sandbox/n8n/host';
import { freePort } from '../../sandbox/n8n/ports';

export interface Office {
	bitrix24: Bitrix24Standin;
	n8n: N8nHost;
	stop(): Promise<void>;
}

/** A real n8n with the built package, and a Bitrix24 stand-in beside it, both fresh. */
export async function startOffice(options: { bitrix24?: StandinOptions; env?: NodeJS.ProcessEnv } = {}): Promise<Office> {
	const userFolder = await mkdtemp(join(tmpdir(), 'mango-bitrix24-e2e-'));
	const bitrix24 = await startBitrix24({ rateLimit: false, ...options.bitrix24 });
	const n8n = await startN8n({ userFolder, port: await freePort(), packageDir: resolve(__dirname, '../..'), env: options.env });
	return {
		bitrix24,
		n8n,
		stop: async () => {
			await n8n.stop();
			await bitrix24.stop();
			await rm(userFolder, { recursive: true, force: true });
		},
	};
}
