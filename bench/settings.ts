import { setTimeout as sleep } from 'node:timers/promises';

import { until } from '../sandbox/n8n/until';
import { ALL_SETTINGS, QUEUE_SETTINGS, type SomeSettings } from '../sandbox/queue/environment';
import { importShipped } from '../test/e2e/office';
import { startQueueOffice, type QueueOffice } from '../test/queue/queueOffice';
import { acceptedRate, numbers, publishTrigger, webhooksFor } from './accepted';
import { inTurns, sendAll } from './load';
import { ratioRow, type Effort, type Row, type Share, type ShareRow } from './rows';

/** What n8n does without each of docs/scaling.md's settings, as `@n8n/config` has it. */
const OWN = {
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'false',
	N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '180 minutes',
	N8N_EXECUTIONS_QUEUE_RECOVERY_BATCH: '100',
	QUEUE_WORKER_LOCK_DURATION: 'a minute',
	QUEUE_WORKER_STALLED_INTERVAL: '30 seconds',
} satisfies Partial<Record<keyof typeof QUEUE_SETTINGS, string>>;

type Setting = keyof typeof OWN;

const ROUNDS = 4;
const WEBHOOKS = 300;
const WARM_UP = 200;
/** Three of n8n's looks for what no queue knows, and more than a dead worker's lock and two looks for it. */
const WATCHED_MS = 180_000;
/** Executions that the two workers run at once, with n8n's own concurrency: 20. */
const BEGUN = 10;
/** More than the workers have room for beside those. */
const NOT_BEGUN = 30;
const WORKERS = ['worker1', 'worker2'] as const;

/** Webhooks accepted a second with N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE, and without it. */
export async function measureSettings(effort: Effort): Promise<Row[]> {
	const setting = 'N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE';
	const kinds = { ours: ALL_SETTINGS, own: without(setting) };
	return await withOffices(kinds, async (offices) => {
		const sender = async ({ n8n }: QueueOffice) => {
			const receiver = await publishTrigger(n8n.client);
			const send = async (usual: number) =>
				await acceptedRate(
					n8n.client,
					n8n.webhookHosts,
					[receiver],
					receiver,
					numbers(effort.count(usual)),
				);
			await send(WARM_UP);
			return () => send(WEBHOOKS);
		};
		const senders = { ours: await sender(offices.ours), own: await sender(offices.own) };
		const { ours, own } = await inTurns(effort.rounds(ROUNDS), senders);
		const what = `Webhooks accepted, queue mode, 2 workers, \`${setting}=true\``;
		return [ratioRow(what, 'a second', ours, { name: ownName(setting), values: own })];
	});
}

/** What becomes of queued executions when Redis is killed, and of those that no queue knows any more. */
export async function measureLostQueue(effort: Effort): Promise<Row[]> {
	const [interval, batch] = [
		'N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL',
		'N8N_EXECUTIONS_QUEUE_RECOVERY_BATCH',
	] as const;
	const forgets = { redis: {} };
	const kinds = {
		ours: ALL_SETTINGS,
		noSync: { ...ALL_SETTINGS, redis: { appendonly: 'yes' } },
		forgets: { ...ALL_SETTINGS, ...forgets },
		forgetsOwnInterval: { ...without(interval), ...forgets },
		forgetsOwnBatch: { ...without(batch), ...forgets },
	};
	const webhooks = effort.count(WEBHOOKS);
	const counts = await inEach(kinds, (office) => loseQueue(office, webhooks));
	const row = (what: string, ours: Share, rival: string, theirs: Share): ShareRow => ({
		what,
		ours,
		rival: { name: rival, ...theirs },
	});
	const done = 'Queued executions, done after SIGKILL of Redis';
	const dangling = 'Executions that no queue knows, marked as crashed';
	const { ours, noSync, forgets: marks, forgetsOwnInterval, forgetsOwnBatch } = counts;
	return [
		row(done, ours.done, "Redis's own `appendfsync`, everysec", noSync.done),
		row(done, ours.done, "Redis's own `appendonly`, no", marks.done),
		row(`${dangling} within 3 minutes`, marks.marked, ownName(interval), forgetsOwnInterval.marked),
		row(`${dangling} at the first look`, marks.atFirst, ownName(batch), forgetsOwnBatch.atFirst),
	];
}

/** Of how many executions that killed workers had taken n8n still knows the deal, three minutes later. */
export async function measureDeadWorkers(): Promise<Row[]> {
	const [lock, stalled] = ['QUEUE_WORKER_LOCK_DURATION', 'QUEUE_WORKER_STALLED_INTERVAL'] as const;
	const counts = await inEach(
		{
			ours: ALL_SETTINGS,
			[ownName(lock)]: without(lock),
			[ownName(stalled)]: without(stalled),
			"both n8n's own": without(lock, stalled),
		},
		killWorkers,
	);
	const { ours, ...rivals } = counts;
	return (['begun', 'taken, not begun'] as const).flatMap((stage) =>
		Object.entries(rivals).map(([name, theirs]) => ({
			what: `Executions of killed workers, ${stage}: deal still known after 3 minutes`,
			ours: ours[stage],
			rival: { name, ...theirs[stage] },
		})),
	);
}

const ownName = (setting: Setting): string => `n8n's own \`${setting}\`, ${OWN[setting]}`;

/** Ours but for these, which the processes are not told of. */
function without(...names: Setting[]): SomeSettings {
	const left = Object.fromEntries(names.map((name) => [name, undefined]));
	return { ...ALL_SETTINGS, n8n: { ...QUEUE_SETTINGS, ...left } };
}

/** An office for each of these settings, all of them there at once. */
async function withOffices<Kind extends string, T>(
	kinds: Record<Kind, SomeSettings>,
	work: (offices: Record<Kind, QueueOffice>) => Promise<T>,
): Promise<T> {
	const offices: Array<[Kind, QueueOffice]> = [];
	try {
		for (const kind of Object.keys(kinds) as Kind[])
			offices.push([kind, await startQueueOffice({}, { settings: kinds[kind] })]);
		return await work(Object.fromEntries(offices) as Record<Kind, QueueOffice>);
	} finally {
		await Promise.all(offices.map(([, office]) => office.stop()));
	}
}

/** The same in each of them, at the same time: what is counted is no matter of speed. */
async function inEach<Kind extends string, T>(
	kinds: Record<Kind, SomeSettings>,
	work: (office: QueueOffice) => Promise<T>,
): Promise<Record<Kind, T>> {
	return await withOffices(kinds, async (offices) => {
		const done = Object.entries<QueueOffice>(offices).map(
			async ([kind, office]) => [kind, await work(office)] as const,
		);
		return Object.fromEntries(await Promise.all(done)) as Record<Kind, T>;
	});
}

/**
 * Webhooks that are accepted while no worker is there, then SIGKILL of Redis: how many executions are done, and
 * how many n8n has marked as crashed, three minutes after the last process is up or when all are one or the other.
 */
async function loseQueue({ n8n }: QueueOffice, webhooks: number) {
	const { client, parts, webhookHosts } = n8n;
	const { workflowId, path } = await publishTrigger(client);
	const count = async (wanted: string) =>
		(await client.allExecutions(workflowId)).filter(({ status }) => status === wanted).length;
	await Promise.all(WORKERS.map((worker) => parts[worker].stop()));
	await sendAll(webhookHosts, webhooksFor(path, numbers(webhooks)), 200);
	// A look in the middle marks what is stored and not in the queue yet.
	const before = await count('crashed');
	const of = webhooks - before;
	await parts.redis.kill();
	await parts.redis.start();
	await Promise.all(WORKERS.map((worker) => parts[worker].start()));
	const end = Date.now() + WATCHED_MS;
	const counts: number[] = [];
	for (;;) {
		const done = await count('success');
		const marked = (await count('crashed')) - before;
		counts.push(marked);
		if (done + marked === of || Date.now() > end) {
			// n8n looks again after half a minute; in the middle of a look no two counts are the same.
			const atFirst = counts.find((one, i) => one > 0 && one === counts[i + 1]) ?? marked;
			const share = (shared: number) => ({ count: shared, of });
			return { done: share(done), marked: share(marked), atFirst: share(atFirst) };
		}
		await sleep(2000);
	}
}

/**
 * Both workers are killed while the portal does not answer what they run, and a moment after Redis has given them as
 * many more as they have room for: these they have taken, and not begun.
 */
async function killWorkers(office: QueueOffice) {
	const { bitrix24 } = office;
	const { client, parts, webhookHosts } = office.n8n;
	const { workflowId, url } = await importShipped(office, 'deal-move.json');
	const add = () => bitrix24.addDeal({ categoryId: 0, stageId: 'NEW' }).id;
	const send = async (count: number) => {
		const deals = numbers(count).map(add);
		await sendAll(webhookHosts, webhooksFor(new URL(url).pathname, deals), 200);
		return deals;
	};
	bitrix24.hold(() => new Promise(() => undefined));
	const begun = await send(BEGUN);
	const running = async () =>
		(await client.executions(workflowId)).filter(({ status }) => status === 'running');
	await until(async () => (await running()).length === BEGUN, {
		everyMs: 200,
		seconds: 120,
		late: () => `Not all of ${BEGUN} executions have begun`,
	});
	for (const worker of WORKERS) parts[worker].freeze();
	const more = await send(NOT_BEGUN);
	await Promise.all(WORKERS.map((worker) => parts[worker].kill()));
	bitrix24.hold(undefined);
	await Promise.all(WORKERS.map((worker) => parts[worker].start()));
	await sleep(WATCHED_MS);
	const known = await dealsIn(office, workflowId);
	const share = (deals: number[]) => ({
		count: deals.filter((deal) => known.has(deal)).length,
		of: deals.length,
	});
	// What Redis still had is done by the workers that came up.
	const taken = more.filter((deal) => bitrix24.deal(deal)?.stageId === 'NEW');
	if (taken.length === 0) throw new Error('No worker has died between taking and beginning');
	return { begun: share(begun), 'taken, not begun': share(taken) };
}

/** The deals that the stored data of its executions tell. */
async function dealsIn({ n8n }: QueueOffice, workflowId: string): Promise<Set<number>> {
	const deals = new Set<number>();
	for (const { id } of await n8n.client.allExecutions(workflowId)) {
		const text = JSON.stringify((await n8n.client.execution(id)).data);
		for (const [, deal] of text.matchAll(/"dealId":"?(\d+)/g)) deals.add(Number(deal));
	}
	return deals;
}
