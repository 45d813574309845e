import { startBitrix24 } from '../sandbox/bitrix24';

/** A portal without limits, in a process of its own: it prints its webhook and goes when its parent does. */
async function main(): Promise<void> {
	const portal = await startBitrix24({ rateLimit: false });
	for (let id = 1; id <= Number(process.argv[2]); id += 1)
		portal.addDeal({ id: 1000 + id, categoryId: 0, stageId: 'NEW' });
	process.stdin.resume().on('end', () => process.exit(0));
	console.log(portal.webhookUrl);
}

void main();
