import { setTimeout as sleep } from 'node:timers/promises';

import type { Bitrix24Standin } from '../../sandbox/bitrix24';
import { until } from '../../sandbox/n8n/until';
import type { WorkflowNode } from '../../sandbox/n8n/workflow';
import { importShipped } from '../e2e/office';
import { callsByDeal, makeCallsTable, startQueueOffice, type QueueOffice } from './queueOffice';

/**
 * Ten thousand webhooks, and processes that die under them and come back: what the sender was told of is
 * done. He repeats what was not answered with 2xx, as every sender that must not lose anything does.
 */
const PARTS = ['worker1', 'webhook1', 'main', 'redis', 'postgres'] as const;
/** For each part that is killed. */
const ANSWERED_WHEN_MOVED = 300;
const ANSWERED_WHEN_ACCEPTED = 1650;
/** Robots, who ask once. */
const CALLBACKS = 50;
const CLIENTS = 16;
/** Between what a sender has accepted, so that the workers keep up as they do with real ones. */
const PAUSE_MS = 400;
/** Of a sender: what a killed worker had begun is answered by nobody. */
const PATIENCE_MS = 15_000;
/**
 * A minute and a half until an execution counts as dead, a minute until it is looked for, and what it takes: three
 * minutes on two idle cores. How long it took is printed; here is when something must be wrong.
 */
const RECOVERY_SECONDS = 600;

let office: QueueOffice;
beforeAll(async () => {
	office = await startQueueOffice();
}, 600_000);
afterAll(() => office?.stop());
jest.setTimeout(1_800_000);

const publish = async (file: string, patchNode?: (node: WorkflowNode) => WorkflowNode) =>
	(await importShipped(office, file, patchNode)).url;

/** Whether it was answered with 2xx. */
async function post(url: string): Promise<boolean> {
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: { connection: 'close' },
			signal: AbortSignal.timeout(PATIENCE_MS),
		});
		await response.text();
		return response.ok;
	} catch {
		return false;
	}
}

function newDeals(count: number): number[] {
	// Whose client and responsible can be called.
	const { contactIds, assignedById } = office.bitrix24.deal(12) as NonNullable<
		ReturnType<Bitrix24Standin['deal']>
	>;
	const deal = { categoryId: 0, stageId: 'NEW', contactIds, assignedById };
	return Array.from({ length: count }, () => office.bitrix24.addDeal(deal).id);
}

/** Sends for each of them, from several senders at once. */
async function sendAll(
	deals: readonly number[],
	send: (dealId: number) => Promise<void>,
	left: number[],
) {
	left.push(...deals);
	const sender = async () => {
		for (let dealId = left.shift(); dealId !== undefined; dealId = left.shift()) await send(dealId);
	};
	await Promise.all(Array.from({ length: CLIENTS }, sender));
}

/** How many moves each of these deals has had. */
function movesOf(deals: readonly number[]): number[] {
	const moves = new Map(deals.map((dealId) => [dealId, -1]));
	for (const { dealId } of office.bitrix24.stageHistory)
		moves.set(dealId, (moves.get(dealId) ?? 0) + 1);
	return deals.map((dealId) => moves.get(dealId) as number);
}

/** Kills the part when half are sent, and starts it again two seconds later. Gives when it was up. */
async function killHalfWay(part: (typeof PARTS)[number], left: number[], count: number) {
	while (left.length === 0 || left.length > count / 2) await sleep(20);
	await office.n8n.parts[part].kill();
	await sleep(2000);
	await office.n8n.parts[part].start();
	return Date.now();
}

/** A round of moves about a kill, repeated by the sender until each has its 2xx. */
async function moveAround(part: (typeof PARTS)[number], url: string, deals: number[], pauseMs = 0) {
	const began = Date.now();
	const left: number[] = [];
	let repeated = 0;
	const send = async (dealId: number) => {
		while (!(await post(`${url}&Action=Deal_Move&DealID=${dealId}&Result=POSITIVE`))) {
			repeated += 1;
			await sleep(200);
		}
		await sleep(pauseMs);
	};
	const [upAt] = await Promise.all([
		killHalfWay(part, left, deals.length),
		sendAll(deals, send, left),
	]);
	const seconds = Math.round((Date.now() - began) / 1000);
	console.log(`${part}: ${deals.length} webhooks in ${seconds} s, ${repeated} sent again`);
	return upAt;
}

describe("'When the Last Node Finishes'", () => {
	let url: string;
	beforeAll(async () => {
		url = await publish('deal-move.json', (node) =>
			node.name === 'Call Result'
				? { ...node, parameters: { ...node.parameters, respond: 'lastNode' } }
				: node,
		);
	});

	test.each(PARTS)('SIGKILL of %s: a 2xx means moved, and moved once', async (part) => {
		const deals = newDeals(ANSWERED_WHEN_MOVED);
		await moveAround(part, url, deals);
		expect(movesOf(deals)).toEqual(deals.map(() => 1));
	});
});

describe("'When the Webhook Is Accepted', with recover.json", () => {
	test('SIGKILL of each part: each 2xx is moved once, or called once, or in a to-do', async () => {
		const [moveUrl, callbackUrl] = [
			await publish('deal-move.json'),
			await publish('auto-callback.json'),
		];
		await publish('recover.json');
		await makeCallsTable(office);
		const untouched = newDeals(50);
		const rounds: Array<{
			part: string;
			moves: number[];
			accepted: number[];
			unanswered: number[];
			doneAt?: number;
		}> = [];
		let upAt = 0;
		for (const part of PARTS) {
			const moves = newDeals(ANSWERED_WHEN_ACCEPTED);
			const round = { part, moves, accepted: [] as number[], unanswered: [] as number[] };
			rounds.push(round);
			const askOnce = async (dealId: number) => {
				const is2xx = await post(`${callbackUrl}&Action=Callback&DealID=${dealId}`);
				(is2xx ? round.accepted : round.unanswered).push(dealId);
				await sleep(200);
			};
			[upAt] = await Promise.all([
				moveAround(part, moveUrl, moves, PAUSE_MS),
				sendAll(newDeals(CALLBACKS), askOnce, []),
			]);
		}

		const calls = () => callsByDeal(office);
		const toDos = () => new Set(office.bitrix24.todos.map(({ ownerId }) => ownerId));
		const open = ({ moves, accepted }: (typeof rounds)[number]) => {
			const [asked, told, moved] = [calls(), toDos(), movesOf(moves)];
			return [
				...moves.filter((dealId, i) => moved[i] === 0 && !told.has(dealId)),
				...accepted.filter((dealId) => !asked.has(dealId) && !told.has(dealId)),
			];
		};
		await until(
			() => {
				for (const round of rounds)
					if (round.doneAt === undefined && open(round).length === 0) round.doneAt = Date.now();
				return rounds.every(({ doneAt }) => doneAt !== undefined);
			},
			{
				everyMs: 500,
				seconds: Math.ceil((upAt - Date.now()) / 1000) + RECOVERY_SECONDS,
				late: () => rounds.map((round) => `${round.part}: ${open(round).join()}`).join('\n'),
			},
		);
		const asked = calls();
		for (const { part, moves, accepted, unanswered, doneAt = 0 } of rounds)
			console.log(
				`${part}: all done ${Math.round((doneAt - upAt) / 1000)} s after the last process was up; ` +
					`${moves.filter((dealId) => toDos().has(dealId)).length} moves and ` +
					`${accepted.filter((dealId) => toDos().has(dealId)).length} of ${accepted.length} callbacks are to-dos, ` +
					`${unanswered.length} callbacks got no 2xx, ` +
					`${unanswered.filter((dealId) => asked.has(dealId)).length} of these were called`,
			);
		expect(movesOf(untouched)).toEqual(untouched.map(() => 0));
		const deals = rounds.flatMap(({ moves }) => moves);
		const [moved, told] = [movesOf(deals), toDos()];
		expect(moved.filter((moves) => moves > 1)).toEqual([]);
		// Nobody is asked to move what has moved.
		expect(deals.filter((dealId, i) => moved[i] > 0 && told.has(dealId))).toEqual([]);
		expect([...asked].filter(([, times]) => times > 1)).toEqual([]);
	});
});
