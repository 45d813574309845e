import { AUTH_DATA, PORTAL, startOffice, type Office } from '../test/e2e/office';
import { importBare } from './bare';
import { median, rate, sendAll } from './load';
import { rivalWorkflow } from './rival';

const SENDER = `Source=Bitrix24&AuthData=${AUTH_DATA}&Product_id=${PORTAL}&Action=Deal_Move`;
const ROUNDS = 3;
const WARM_UP = 200;
const DEALS = 300;
const REFUSALS = 600;

export interface DealMoveRates {
	/** Deals moved a second. */
	ours: number;
	rival: number;
	/** Refused webhooks a second. */
	refused: number;
	/** Webhooks let in a second, until their deals are moved. */
	accepted: number;
}

/** Moves deals through the shipped template's nodes and through the same flow of n8n's own nodes, in turns. */
export async function measureDealMove(env: NodeJS.ProcessEnv): Promise<DealMoveRates> {
	const office = await startOffice({ env });
	try {
		const ours = await importBare(office, 'deal-move.json');
		const rival = await importRival(office);
		await moveDeals(office, ours, WARM_UP);
		await moveDeals(office, rival, WARM_UP);
		const rates = { ours: [] as number[], rival: [] as number[], refused: [] as number[] };
		for (let round = 0; round < ROUNDS; round++) {
			rates.ours.push(await moveDeals(office, ours, DEALS));
			rates.rival.push(await moveDeals(office, rival, DEALS));
			rates.refused.push(await refuse(office, ours));
		}
		return { ours: median(rates.ours), rival: median(rates.rival), refused: median(rates.refused), accepted: median(rates.ours) };
	} finally {
		await office.stop();
	}
}

async function importRival({ n8n, bitrix24 }: Office): Promise<string> {
	const { id } = await n8n.client.createWorkflow(rivalWorkflow(bitrix24.webhookUrl, AUTH_DATA));
	await n8n.client.publish(id);
	const path = '/webhook/rival-deal-move';
	await n8n.client.waitForWebhook(`${n8n.url}${path}`);
	return path;
}

async function moveDeals({ n8n, bitrix24 }: Office, path: string, count: number): Promise<number> {
	bitrix24.reset();
	const deals = Array.from({ length: count }, () => bitrix24.addDeal({ categoryId: 0, stageId: 'NEW' }).id);
	const webhooks = deals.map((id) => ({ path: `${path}?${SENDER}&DealID=${id}&Result=POSITIVE` }));
	return await rate(count, () => sendAll(n8n.url, webhooks, 200), () => deals.every((id) => bitrix24.deal(id)?.stageId === 'PREPARATION'));
}

async function refuse({ n8n }: Office, path: string): Promise<number> {
	const webhooks = Array.from({ length: REFUSALS }, (_, i) => ({ path: `${path}?${SENDER}&DealID=${i + 1}&Result=HELLO` }));
	return await rate(REFUSALS, () => sendAll(n8n.url, webhooks, 400));
}
