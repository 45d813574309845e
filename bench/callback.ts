import { AUTH_DATA, eventually, importShipped, PORTAL, startOffice, type Office } from '../test/e2e/office';
import { importBare, importRival } from './bare';
import { inTurns, rate, sendAll, type Rounds } from './load';
import { LEAST_PATH, leastCallback, RIVAL_PATH, rivalCallback } from './rivalCallback';

const SENDER = `Source=Bitrix24&AuthData=${AUTH_DATA}&Product_id=${PORTAL}&Action=Callback`;
const ROUNDS = 8;
const WARM_UP = 400;
const CALLBACKS = 120;

/** Flows a second, from the robot's webhook to the first ring at the stand-in: the template's, the rival's, and the least flow's. */
export async function measureCallback(env: NodeJS.ProcessEnv): Promise<Rounds<'ours' | 'rival' | 'least'>> {
	// Its limit of four callbacks a second would be all that is measured.
	const office = await startOffice({ env, mango: { rateLimit: false, speed: 1000 } });
	try {
		const { bitrix24, mango } = office;
		await makeTable(office);
		await importRival(office, rivalCallback(bitrix24.webhookUrl, mango, AUTH_DATA));
		await importRival(office, leastCallback(bitrix24.webhookUrl, mango));
		const paths = { ours: await importBare(office, 'auto-callback.json'), rival: `/webhook/${RIVAL_PATH}`, least: `/webhook/${LEAST_PATH}` };
		for (const path of Object.values(paths)) await ring(office, path, WARM_UP);
		const figure = (path: string) => () => ring(office, path, CALLBACKS);
		return await inTurns(ROUNDS, { ours: figure(paths.ours), rival: figure(paths.rival), least: figure(paths.least) });
	} finally {
		await office.stop();
	}
}

/** The table that the template leaves a row in; what empties it is not measured here. */
async function makeTable(office: Office): Promise<void> {
	const makers = ['Every 10 Seconds', 'Calls Table'];
	await importShipped(office, 'mango-events-to-crm.json', undefined, ({ nodes, connections, ...template }) => ({
		...template,
		nodes: nodes.filter(({ name }) => makers.includes(name)),
		connections: { [makers[0]]: connections[makers[0]] },
	}));
	await eventually('The table', () => office.n8n.client.dataTableRows('MANGO calls'), 60);
}

async function ring({ n8n, mango, bitrix24 }: Office, path: string, count: number): Promise<number> {
	mango.reset();
	bitrix24.reset();
	const body = new URLSearchParams({ 'document_id[0]': 'crm', 'document_id[1]': 'CCrmDocumentDeal', 'document_id[2]': 'DEAL_12' }).toString();
	const webhooks = Array.from({ length: count }, () => ({ path: `${path}?${SENDER}`, body }));
	return await rate(count, () => sendAll(n8n.url, webhooks, 200), () => mango.calls.length >= count);
}
