import { AUTH_DATA, PORTAL, startOffice, type Office } from '../test/e2e/office';
import { importBare, importRival } from './bare';
import { inTurns, rate, sendAll, type Rounds } from './load';
import { RIVAL_PATH, rivalWorkflow } from './rival';

const SENDER = `Source=Bitrix24&AuthData=${AUTH_DATA}&Product_id=${PORTAL}&Action=Deal_Move`;
const ROUNDS = 6;
const WARM_UP = 200;
const DEALS = 120;
const REFUSALS = 300;

/**
 * Deals moved a second, through the shipped template's nodes and through the same flow of n8n's own
 * nodes; and webhooks that the trigger refuses a second.
 */
export async function measureDealMove(
	env: NodeJS.ProcessEnv,
): Promise<Rounds<'ours' | 'rival' | 'refused'>> {
	const office = await startOffice({ env });
	try {
		const ours = await importBare(office, 'deal-move.json');
		await importRival(office, rivalWorkflow(office.bitrix24.webhookUrl, AUTH_DATA));
		const rival = `/webhook/${RIVAL_PATH}`;
		await moveDeals(office, ours, WARM_UP);
		await moveDeals(office, rival, WARM_UP);
		return await inTurns(ROUNDS, {
			ours: () => moveDeals(office, ours, DEALS),
			rival: () => moveDeals(office, rival, DEALS),
			refused: () => refuse(office, ours),
		});
	} finally {
		await office.stop();
	}
}

async function moveDeals({ n8n, bitrix24 }: Office, path: string, count: number): Promise<number> {
	bitrix24.reset();
	const deals = Array.from(
		{ length: count },
		() => bitrix24.addDeal({ categoryId: 0, stageId: 'NEW' }).id,
	);
	const webhooks = deals.map((id) => ({ path: `${path}?${SENDER}&DealID=${id}&Result=POSITIVE` }));
	return await rate(
		count,
		() => sendAll(n8n.url, webhooks, 200),
		() => deals.every((id) => bitrix24.deal(id)?.stageId === 'PREPARATION'),
	);
}

async function refuse({ n8n }: Office, path: string): Promise<number> {
	const webhooks = Array.from({ length: REFUSALS }, (_, i) => ({
		path: `${path}?${SENDER}&DealID=${i + 1}&Result=HELLO`,
	}));
	return await rate(REFUSALS, () => sendAll(n8n.url, webhooks, 400));
}
