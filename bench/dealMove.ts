import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { importTemplate } from '../sandbox/n8n/provision';
import type { WorkflowJson } from '../sandbox/n8n/workflow';
import { startOffice, type Office } from '../test/e2e/office';
import { median, rate, sendAll } from './load';
import { rivalWorkflow } from './rival';

const TEMPLATE = JSON.parse(readFileSync(resolve(__dirname, '../templates/deal-move.json'), 'utf8')) as WorkflowJson;
const AUTH_DATA = 'benchbenchbench12';
const SENDER = `Source=Bitrix24&AuthData=${AUTH_DATA}&Product_id=qwerty.bitrix24.ru&Action=Deal_Move`;
const ROUNDS = 3;
const DEALS = 150;
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

/** Moves deals through the shipped template and through the same flow of n8n's own nodes, in turns. */
export async function measureDealMove(env: NodeJS.ProcessEnv): Promise<DealMoveRates> {
	const office = await startOffice({ env });
	try {
		const ours = await importOurs(office);
		const rival = await importRival(office);
		await moveDeals(office, ours, 20);
		await moveDeals(office, rival, 20);
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

async function importOurs(office: Office): Promise<string> {
	const { webhookUrl } = await importTemplate(office.n8n.client, TEMPLATE, {
		credentials: {
			mangoBitrixWebhookApi: { name: 'Webhook', data: { authData: AUTH_DATA, productId: 'qwerty.bitrix24.ru' } },
			bitrix24WebhookApi: { name: 'Portal', data: { webhookUrl: office.bitrix24.webhookUrl } },
		},
	});
	return new URL(webhookUrl as string).pathname;
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
	const paths = deals.map((id) => `${path}?${SENDER}&DealID=${id}&Result=POSITIVE`);
	const send = async () => {
		const statuses = await sendAll(n8n.url, paths);
		if (statuses.get(200) !== count) throw new Error(`n8n answered ${JSON.stringify([...statuses])} to ${count} webhooks`);
	};
	return await rate(count, send, () => deals.every((id) => bitrix24.deal(id)?.stageId === 'PREPARATION'));
}

async function refuse({ n8n }: Office, path: string): Promise<number> {
	const paths = Array.from({ length: REFUSALS }, (_, i) => `${path}?${SENDER}&DealID=${i + 1}&Result=HELLO`);
	return await rate(REFUSALS, async () => {
		const statuses = await sendAll(n8n.url, paths);
		if (statuses.get(400) !== REFUSALS) throw new Error(`n8n answered ${JSON.stringify([...statuses])} to ${REFUSALS} wrong webhooks`);
	});
}
