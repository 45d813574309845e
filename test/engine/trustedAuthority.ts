import './env.js';
import { runNode } from './harness';

/**
 * Reads deal 12 of a portal and prints what came of it: a process of its own, since Node.js reads
 * NODE_EXTRA_CA_CERTS when it starts.
 */
async function main(): Promise<void> {
	const { error, outputs } = await runNode('bitrix24', {
		parameters: { resource: 'deal', operation: 'get' },
		items: [{ json: { dealId: 12 } }],
		credentials: { bitrix24WebhookApi: { webhookUrl: process.env.WEBHOOK_URL ?? '' } },
	});
	const { message, description } = error ?? {};
	console.log(JSON.stringify({ message, description, dealId: outputs[0]?.[0]?.json.dealId }));
	process.exit(0);
}

void main();
