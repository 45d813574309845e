import { AUTH_DATA, PORTAL, startOffice, type Office } from '../test/e2e/office';
import { importBare } from './bare';
import { median, rate, sendAll } from './load';
import { rivalCallback } from './rivalCallback';

const SENDER = `Source=Bitrix24&AuthData=${AUTH_DATA}&Product_id=${PORTAL}&Action=Callback`;
const ROUNDS = 3;
const WARM_UP = 400;
const CALLBACKS = 300;

/** Flows a second, from the robot's webhook to the first ring at the stand-in: the template's, and the rival's, in turns. */
export async function measureCallback(env: NodeJS.ProcessEnv): Promise<{ ours: number; rival: number }> {
	// Its limit of four callbacks a second would be all that is measured.
	const office = await startOffice({ env, mango: { rateLimit: false, speed: 1000 } });
	try {
		const ours = await importBare(office, 'auto-callback.json');
		const rival = await importRival(office);
		await ring(office, ours, WARM_UP);
		await ring(office, rival, WARM_UP);
		const rates = { ours: [] as number[], rival: [] as number[] };
		for (let round = 0; round < ROUNDS; round++) {
			rates.ours.push(await ring(office, ours, CALLBACKS));
			rates.rival.push(await ring(office, rival, CALLBACKS));
		}
		return { ours: median(rates.ours), rival: median(rates.rival) };
	} finally {
		await office.stop();
	}
}

async function importRival({ n8n, bitrix24, mango }: Office): Promise<string> {
	const { id } = await n8n.client.createWorkflow(rivalCallback(bitrix24.webhookUrl, mango, AUTH_DATA));
	await n8n.client.publish(id);
	const path = '/webhook/rival-callback';
	await n8n.client.waitForWebhook(`${n8n.url}${path}`, { method: 'POST' });
	return path;
}

async function ring({ n8n, mango, bitrix24 }: Office, path: string, count: number): Promise<number> {
	mango.reset();
	bitrix24.reset();
	const body = new URLSearchParams({ 'document_id[0]': 'crm', 'document_id[1]': 'CCrmDocumentDeal', 'document_id[2]': 'DEAL_12' }).toString();
	const webhooks = Array.from({ length: count }, () => ({ path: `${path}?${SENDER}`, body }));
	return await rate(count, () => sendAll(n8n.url, webhooks, 200), () => mango.calls.length >= count);
}
