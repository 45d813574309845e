import type { WorkflowJson } from '../sandbox/n8n/workflow';
import { AUTH_DATA, startOffice, type Office } from '../test/e2e/office';
import { acceptedRate, webhooksFor } from './accepted';
import { importBare, importRival, type Receiver } from './bare';
import { asking, ASKING_PATH, FLOOR, FLOOR_NAME, FLOOR_PATH } from './floor';
import { inTurns, rate, sendAll } from './load';
import { RIVAL_PATH, rivalWorkflow } from './rival';
import { ratioRow, type Effort, type Row } from './rows';

const ROUNDS = 8;
const WARM_UP = 100;
const DEALS = 120;
const REFUSALS = 300;

/**
 * Deals moved a second, through the shipped template's nodes and through the same flow of n8n's own
 * nodes; webhooks that the trigger refuses a second; and what the move leaves of the executions that
 * this n8n does at all.
 */
export async function measureDealMove(lazily: boolean, effort: Effort): Promise<Row[]> {
	const env = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: String(lazily) };
	const office = await startOffice({ env });
	try {
		const { client } = office.n8n;
		const path = RIVAL_PATH;
		const receivers = {
			ours: await importBare(office, 'deal-move.json'),
			rival: await importRival(client, rivalWorkflow(office.bitrix24.webhookUrl, AUTH_DATA), path),
			floor: await importRival(client, FLOOR, FLOOR_PATH),
		};
		const move = async (to: Receiver, usual: number) =>
			await moveDeals(office, to, effort.count(usual));
		await move(receivers.ours, WARM_UP);
		const asked = await importRival(client, askingTheSame(office), ASKING_PATH);
		const all = [asked, ...Object.values(receivers)];
		/** As far as n8n's own floor can be told: until every execution is stored. */
		const finish = async (to: Receiver, usual: number) =>
			await acceptedRate(client, office.n8n.url, all, to, addDeals(office, effort.count(usual)));
		await move(receivers.rival, WARM_UP);
		await finish(receivers.floor, WARM_UP);
		await finish(asked, WARM_UP);
		const { ours, rival, refused, finished, floor, bare } = await inTurns(effort.rounds(ROUNDS), {
			ours: () => move(receivers.ours, DEALS),
			rival: () => move(receivers.rival, DEALS),
			refused: () => refuse(office, receivers.ours, effort.count(REFUSALS)),
			finished: () => finish(receivers.ours, DEALS),
			floor: () => finish(receivers.floor, DEALS),
			bare: () => finish(asked, DEALS),
		});
		const setting = lazily ? '`N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true`' : "n8n's default setting";
		const second = 'a second';
		const untilStored = `Deals moved, until the execution is stored, ${setting}`;
		return [
			ratioRow(`Deals moved, ${setting}`, second, ours, { name: "n8n's own nodes", values: rival }),
			ratioRow(`Webhooks refused, ${setting}`, second, refused, {
				name: 'deals moved by this package',
				values: ours,
			}),
			ratioRow(
				untilStored,
				second,
				finished,
				{ name: FLOOR_NAME, values: floor },
				lazily ? 'goal 0.70 or more' : undefined,
			),
			ratioRow(untilStored, second, finished, {
				name: "n8n's own Webhook and HTTP Request nodes, which send the same two requests and look at no answer",
				values: bare,
			}),
		];
	} finally {
		await office.stop();
	}
}

/** The two requests by which the last deal was moved, without what looks at their answers. */
function askingTheSame({ bitrix24 }: Office): WorkflowJson {
	const bodies = bitrix24.requests.map(({ params }) => JSON.stringify(params));
	const id = /[?&]id=\d+/.exec(bodies.at(-1) ?? '')?.[0].slice(1);
	const same = bodies.filter((body) => new RegExp(`[?&]${id}(?!\\d)`).test(body));
	if (same.length !== 2) throw new Error(`A deal was moved by ${same.length} requests, not by two`);
	return asking(`${bitrix24.webhookUrl}batch.json`, same);
}

function addDeals({ bitrix24 }: Office, count: number): number[] {
	bitrix24.reset();
	return Array.from(
		{ length: count },
		() => bitrix24.addDeal({ categoryId: 0, stageId: 'NEW' }).id,
	);
}

async function moveDeals(office: Office, { path }: Receiver, count: number): Promise<number> {
	const deals = addDeals(office, count);
	return await rate(
		count,
		() => sendAll(office.n8n.url, webhooksFor(path, deals), 200),
		() => deals.every((id) => office.bitrix24.deal(id)?.stageId === 'PREPARATION'),
	);
}

async function refuse(office: Office, { path }: Receiver, count: number): Promise<number> {
	const webhooks = webhooksFor(path, addDeals(office, count), 'HELLO');
	return await rate(count, () => sendAll(office.n8n.url, webhooks, 400));
}
