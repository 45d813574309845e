import { setTimeout as sleep } from 'node:timers/promises';

import { paced, startLoop, SUCCESS, type Loop } from './loopOffice';
import { eventually } from './office';

/** The loop as it is shipped, with the real limits of MANGO OFFICE and of the portal. */
let loop: Loop;
beforeAll(async () => {
	loop = await startLoop({
		mango: { people: { employeeRings: 1, clientRings: 1, hangsUp: 'nobody' }, recordAll: false },
		bitrix24: { rateLimit: { perSecond: 2, burst: 50 } },
	});
});
afterAll(() => loop?.stop());

jest.setTimeout(900_000);

const CALLS = 100;

/** A hundred callbacks are asked for, and all are talking. */
async function talking(): Promise<number[]> {
	const before = loop.mango.calls.length;
	const deals = Array.from({ length: CALLS }, () => loop.addDeal());
	// Each has a telephone of his own: a call whose events are lost is found by it.
	await paced(deals, 2, (dealId) => loop.callBack(dealId, `7916123${1000 + dealId}`));
	await eventually(
		'All talks',
		() => loop.mango.calls.slice(before).filter(({ phase }) => phase === 'talk').length === CALLS,
		120,
	);
	return deals;
}

/** They all end within ten seconds. */
async function hangUp(): Promise<Map<number, number>> {
	const ends = new Map<number, number>();
	await paced(
		loop.mango.calls.filter(({ phase }) => phase === 'talk'),
		11,
		async ({ id, commandId }) => {
			ends.set(Number(commandId?.split('.')[1]), Date.now());
			expect(loop.mango.press(id, 'client', 'hangup')).toBe(true);
		},
	);
	return ends;
}

/** How many times each deal was moved, by the portal's log. */
function moves(deals: readonly number[]): number[] {
	const commands = loop.bitrix24.requests.flatMap(({ commands = [], status }) =>
		status === 200 ? commands : [],
	);
	return deals.map(
		(dealId) =>
			commands.filter(
				(command) =>
					command.startsWith('crm.item.update?') &&
					new URLSearchParams(command.split('?')[1]).get('id') === String(dealId),
			).length,
	);
}

const asked = () =>
	loop.mango.requests.filter(({ path, status }) => path === 'stats/calls/request' && status === 200)
		.length;

test('100 callbacks end within ten seconds: all logged and moved once, few reports, no long execution', async () => {
	const deals = await talking();
	const reports = asked();
	const ends = await hangUp();
	const waits = new Map<number, number>();
	await eventually(
		'All moves',
		() => {
			for (const dealId of deals) {
				if (!waits.has(dealId) && loop.stageOf(dealId) === SUCCESS)
					waits.set(dealId, Date.now() - (ends.get(dealId) as number));
			}
			return waits.size === CALLS;
		},
		120,
	);
	await loop.settled();
	expect(deals.map((dealId) => loop.logged(dealId).length)).toEqual(deals.map(() => 1));
	expect(moves(deals)).toEqual(deals.map(() => 1));
	expect(asked() - reports).toBeLessThanOrEqual(10);
	expect(Math.max(...waits.values())).toBeLessThan(30_000);
	const lengths = (await loop.n8n.client.allExecutions(loop.workflowId)).map(
		({ startedAt, stoppedAt }) => Date.parse(stoppedAt as string) - Date.parse(startedAt),
	);
	expect(Math.max(...lengths)).toBeLessThan(15_000);
});

test('n8n is killed five times while they end: the same end, without a hand', async () => {
	const deals = await talking();
	const ending = hangUp();
	for (const pause of [2000, 4000, 9000, 15_000, 25_000]) {
		await sleep(pause);
		await loop.n8n.killAndRestart();
	}
	await ending;
	await eventually(
		'All moves',
		() => deals.every((dealId) => loop.stageOf(dealId) === SUCCESS),
		400,
	);
	await loop.settled(400);
	expect(deals.map((dealId) => loop.logged(dealId).length)).toEqual(deals.map(() => 1));
	// A move that was written again after a kill changes nothing in the history.
	expect(deals.map((dealId) => loop.movesOf(dealId))).toEqual(deals.map(() => [SUCCESS]));
	expect(deals.flatMap((dealId) => loop.toDos(dealId))).toEqual([]);
});
