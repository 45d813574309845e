import type { IDataObject, INode } from 'n8n-workflow';

import { startBitrix24, type Bitrix24Standin } from '../../sandbox/bitrix24';
import { clock } from '../clock/clock';
import { ago, startN8nApi, STOPPED, type ApiExecution } from './n8nApi';
import { canRunTemplates, hostTemplate } from './templateHost';

const MINUTE = 60_000;
const OWN = 'n8n-nodes-mango-bitrix24';
let portal: Bitrix24Standin;
let n8n: Awaited<ReturnType<typeof startN8nApi>>;
beforeEach(async () => {
	clock.setTime(Date.parse('2026-11-25T09:31:00.000Z'));
	portal = await startBitrix24({ rateLimit: false });
	n8n = await startN8nApi();
});
afterEach(async () => {
	await portal.stop();
	await n8n.stop();
});

async function host() {
	const template = await hostTemplate(
		'recover.json',
		{ bitrix24WebhookApi: { webhookUrl: portal.webhookUrl }, n8nApi: { apiKey: 'key' } },
		(node: INode) => {
			if (node.name !== 'Settings') return;
			const { assignments } = node.parameters.assignments as { assignments: IDataObject[] };
			assignments[0].value = n8n.url;
		},
	);
	return {
		...template,
		rows: () =>
			template.tables
				.rows('MANGO recovered')
				.flatMap(({ ids, note }) => String(ids).split(',').map((id) => [id, note])),
		/** A minute later. */
		tick: async (ms = MINUTE) => {
			await clock.advance(ms);
			await template.run('Every Minute');
		},
	};
}

const NODES = [
	{ name: 'Webhooks', type: `${OWN}.mangoBitrixTrigger` },
	{ name: 'Find', type: `${OWN}.bitrix24` },
	{ name: 'Call Back', type: `${OWN}.mangoOffice` },
	{ name: 'Keep', type: 'n8n-nodes-base.dataTable' },
	{ name: 'Not Followed', type: 'n8n-nodes-base.stopAndError' },
];
const MOVE = { action: 'dealMove', dealId: 12, result: 'POSITIVE' };
const CALLBACK = { action: 'callback', dealId: 28 };
const TASK = { action: 'campaignTask', dealId: 36 };

/** What is kept of an execution of which no node has ended. */
function begun(item: IDataObject, nodes = NODES): Pick<ApiExecution, 'data' | 'workflowData'> {
	return {
		data: {
			resultData: { runData: {} },
			executionData: {
				nodeExecutionStack: [{ node: nodes[0], data: { main: [null, [{ json: item }]] } }],
			},
		},
		workflowData: { name: 'Flow', nodes },
	};
}

/** What is kept of one that ended with an error in this node. */
function failed(
	item: IDataObject,
	lastNodeExecuted: string,
	message = 'It went wrong',
): Partial<ApiExecution> {
	return {
		status: 'error',
		data: {
			resultData: {
				error: { message },
				lastNodeExecuted,
				runData: { Webhooks: [{ data: { main: [[{ json: item }]] } }] },
			},
			executionData: { nodeExecutionStack: [{ node: { name: lastNodeExecuted } }] },
		},
		workflowData: { name: 'Flow', nodes: NODES },
	};
}

/** What a worker that starts again makes of its log for what it had begun: nodes without their items. */
function madeUp({ data, workflowData }: ReturnType<typeof begun>): Partial<ApiExecution> {
	const item = { json: { isArtificialRecoveredEventItem: true } };
	const runData = { Webhooks: [{ executionStatus: 'success', data: { main: [[item]] } }] };
	return { data: { ...data, resultData: { lastNodeExecuted: 'Webhooks', runData } }, workflowData };
}

/** What is kept of one that waits for a worker, or that one took who died before it had begun. */
function queued(item: IDataObject): Partial<ApiExecution> {
	return { ...begun(item), id: '0', status: 'new', startedAt: null, stoppedAt: null };
}

/** Which executions were run again, and which deals have a to-do. */
const done = () => [
	n8n.retries.map(([id]) => id),
	portal.todos.map(({ ownerId }) => ownerId).sort(),
];

(canRunTemplates ? describe : describe.skip)('recover.json', () => {
	test.each<[string, () => Partial<ApiExecution>, 'run again' | 'to-do' | 'left']>([
		['a move that crashed', () => begun(MOVE), 'run again'],
		['a move whose end n8n made up of its log', () => madeUp(begun(MOVE)), 'run again'],
		['a callback whose end n8n made up', () => madeUp(begun(CALLBACK)), 'to-do'],
		['a callback that crashed', () => begun(CALLBACK), 'to-do'],
		['a campaign task that crashed', () => begun(TASK), 'to-do'],
		['a callback that no worker had begun', () => ({ ...begun(CALLBACK), startedAt: null }), 'run again'],
		['a task that no worker had begun', () => ({ ...begun(TASK), startedAt: null }), 'run again'],
		[
			'an event of MANGO OFFICE, which comes twice anyway',
			() => begun({}, [{ name: 'Events', type: `${OWN}.mangoOfficeTrigger` }]),
			'run again',
		],
		['a move that runs for long', () => ({ ...begun(MOVE), status: 'running' }), 'run again'],
		['a callback that runs for long', () => ({ ...begun(CALLBACK), status: 'running' }), 'to-do'],
		[
			'one that has run for 80 seconds at the last look',
			() => ({ ...begun(MOVE), status: 'running', startedAt: ago(-100) }),
			'left',
		],
		['a move that no queue gives out any more', () => queued(MOVE), 'run again'],
		['a callback that no queue gives out any more', () => queued(CALLBACK), 'to-do'],
		['one that succeeded', () => ({ ...begun(MOVE), status: 'success' }), 'left'],
		['one that ran to its end after Stop', () => ({ ...failed(MOVE, 'Find'), finished: true }), 'left'],
		['one that somebody stopped', () => ({ ...begun(MOVE), status: 'canceled' }), 'left'],
		['one of long ago', () => ({ ...begun(MOVE), stoppedAt: ago(90_000) }), 'left'],
		['a test in the editor', () => ({ ...begun(MOVE), mode: 'manual' }), 'left'],
		["another's workflow", () => begun(MOVE, [{ name: 'W', type: 'n8n-nodes-base.webhook' }]), 'left'],
		['a move that failed in Bitrix24', () => failed(MOVE, 'Find'), 'run again'],
		['a callback that failed in Bitrix24', () => failed(CALLBACK, 'Find'), 'run again'],
		['a callback that failed in MANGO OFFICE', () => failed(CALLBACK, 'Call Back'), 'to-do'],
		['one that failed elsewhere', () => failed(CALLBACK, 'Keep'), 'to-do'],
		['a move that an earlier Stop failed', () => failed(MOVE, 'Keep', STOPPED), 'run again'],
		['a callback that was stopped', () => failed(CALLBACK, 'Keep', STOPPED), 'to-do'],
		['one that stopped itself, with its own words', () => failed(CALLBACK, 'Not Followed'), 'left'],
	])('%s', async (_name, execution, what) => {
		const { tick } = await host();
		const { id } = n8n.add(execution());
		for (let i = 0; i < 3; i += 1) await tick();
		const [ranAgain, todos] = done();
		expect(ranAgain).toEqual(what === 'run again' ? [id] : []);
		expect(todos).toHaveLength(what === 'to-do' ? 1 : 0);
	});

	test('the to-do says what was to be done, and that it may have been', async () => {
		const { tick, rows } = await host();
		const { id } = n8n.add(begun(CALLBACK));
		await tick();
		expect(portal.todos).toMatchObject([
			{
				ownerId: 28,
				title: 'Call the client yourself',
				description: expect.stringMatching(
					`execution ${id} of "Flow"[^]*It may have been done: look at the calls first`,
				),
			},
		]);
		expect(rows()).toEqual([[id, 'to-do']]);
	});

	test('leaves alone what is in the queue behind it, and what has gone on since it was seen there', async () => {
		const { tick } = await host();
		n8n.add({ ...queued(MOVE), id: '900' });
		const { id } = n8n.add(queued(CALLBACK));
		await tick();
		const taken = n8n.executions.find((one) => one.id === id) as ApiExecution;
		Object.assign(taken, { status: 'running', startedAt: ago(0) });
		await tick();
		Object.assign(taken, { status: 'success', stoppedAt: ago(0) });
		await tick();
		expect(done()).toEqual([[], []]);
	});

	test('runs again three times at most, and then tells', async () => {
		const { tick } = await host();
		let { id } = n8n.add(begun(MOVE));
		for (let i = 0; i < 3; i += 1)
			({ id } = n8n.add({ ...failed(MOVE, 'Find'), mode: 'retry', retryOf: id }));
		await tick();
		expect(done()).toEqual([[], [12]]);
	});

	test('an asking that may wait in the queue is not sent twice; a lost one is told', async () => {
		const { tick } = await host();
		const { id } = n8n.add({ ...begun(CALLBACK), startedAt: null });
		n8n.answer('new');
		await tick();
		// n8n does not list what its main has handed out itself.
		n8n.executions.pop();
		for (let i = 0; i < 9; i += 1) await tick();
		expect(done()).toEqual([[id], []]);
		for (let i = 0; i < 3; i += 1) await tick();
		expect(done()).toEqual([[id], [28]]);
	});

	test('waits while an earlier run of it goes on, and not for one that was killed', async () => {
		const { tick } = await host();
		n8n.add(begun(MOVE));
		const own = { workflowId: 'w', mode: 'trigger', status: 'running', stoppedAt: null };
		n8n.executions.push({ ...n8n.executions[0], ...own, id: '0', startedAt: ago(-30) });
		await tick();
		expect(done()).toEqual([[], []]);
		await tick();
		expect(done()).toEqual([['100'], []]);
	});

	test('more than one run takes: all of them in a few minutes, each once', async () => {
		await n8n.stop();
		n8n = await startN8nApi(100);
		const { tick } = await host();
		for (let i = 0; i < 205; i += 1) n8n.add(begun(MOVE));
		for (let i = 0; i < 3; i += 1) await tick();
		expect(n8n.retries).toHaveLength(205);
		expect(new Set(n8n.retries.map(([id]) => id)).size).toBe(205);
	});

	test('after runs that were cut off at their time limit it takes fewer, until one ends in time', async () => {
		const { tick } = await host();
		for (let i = 0; i < 205; i += 1) n8n.add(begun(MOVE));
		const [dead] = n8n.executions;
		for (const seconds of [120, 60]) {
			const own = { workflowId: 'w', mode: 'trigger', status: 'canceled' };
			const times = { startedAt: ago(seconds + 50), stoppedAt: ago(seconds) };
			n8n.executions.push({ ...dead, ...own, ...times, id: String(seconds) });
		}
		await tick();
		expect(n8n.retries).toHaveLength(20);
		await tick();
		expect(n8n.retries).toHaveLength(40);
		for (let i = 0; i < 4; i += 1) await tick();
		expect(n8n.retries).toHaveLength(205);
		expect(new Set(n8n.retries.map(([id]) => id)).size).toBe(205);
	});

	test("one that lost its data fails this workflow once; the others are told all the same", async () => {
		const { tick, rows } = await host();
		const lost = n8n.add({
			status: 'error',
			data: { resultData: { error: { message: 'job stalled' }, runData: {} } },
			workflowData: { name: 'Flow', nodes: NODES },
		});
		n8n.add(begun({ ...CALLBACK, dealId: 999_999 }));
		n8n.add(begun(CALLBACK));
		n8n.add(begun(MOVE));
		await expect(tick()).rejects.toThrow(
			new RegExp(
				`execution ${lost.id} of "Flow" was for: job stalled[^]*` +
					'No to-do for execution 101 of "Flow", deal 999999: ',
			),
		);
		expect(done()).toEqual([['103'], [28]]);
		expect(rows()).toContainEqual([lost.id, 'leave']);
	});

	test('a key that may not run again is told', async () => {
		const { tick } = await host();
		n8n.add(begun(MOVE));
		n8n.answer(403);
		await expect(tick()).rejects.toThrow('403');
	});
});
