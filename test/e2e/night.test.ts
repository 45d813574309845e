import type { Execution } from '../../sandbox/n8n/client';
import type { WorkflowNode } from '../../sandbox/n8n/workflow';
import { makeUsersChoices } from '../../sandbox/start/usersChoices';
import { startLoop, SUCCESS, CALLBACK_STAGE, type Loop } from './loopOffice';
import { eventually, importShipped } from './office';

let loop: Loop;
let nightlyId: string;
beforeAll(async () => {
	loop = await startLoop({ mango: { speed: 100, rateLimit: false } });
});
beforeEach(async () => {
	// Each night of its own: the table of nights knows the days that are done.
	nightlyId = (
		await importShipped(loop, 'nightly-reconcile.json', (node) => today(makeUsersChoices(node)))
	).workflowId;
});
afterEach(() => loop.n8n.client.unpublish(nightlyId));
afterAll(() => loop?.stop());

let nights = 0;

/** The days that the run goes through are today and those before it, in a table of the test's own. */
function today(node: WorkflowNode): WorkflowNode {
	if (node.name === 'Nights Table') nights += 1;
	const text = JSON.stringify(node.parameters)
		.replace('[1, 2, 3].map', '[0, 1, 2].map')
		.replaceAll('MANGO nights', `nights (${nights})`);
	return { ...node, parameters: JSON.parse(text) as WorkflowNode['parameters'] };
}

async function run(): Promise<Execution> {
	const id = await loop.n8n.client.runFrom(nightlyId, 'Every Night');
	return await eventually(
		'The end of the night',
		async () => {
			const execution = await loop.n8n.client.execution(id);
			return execution.stoppedAt === null ? undefined : execution;
		},
		60,
	);
}

async function lostCall(like = 12): Promise<number> {
	const before = loop.mango.calls.length;
	loop.mango.deliver({ lost: () => true });
	const dealId = loop.addDeal({ like });
	await loop.callBack(dealId);
	await eventually(
		'The call',
		() => loop.mango.calls.length > before && loop.mango.calls.at(-1)?.phase === 'ended',
	);
	await eventually('The recording', () => loop.mango.recordings.every(({ stored }) => stored));
	loop.mango.deliver({});
	return dealId;
}

test('calls that no event has brought: logged, their deals moved, their recordings attached', async () => {
	const dealId = await lostCall();
	// The client has a newer open deal, of which nobody has talked.
	const other = loop.addDeal();
	const execution = await run();
	expect([execution.status, execution.data.resultData.error?.message]).toEqual([
		'success',
		undefined,
	]);
	await eventually('The move', () => loop.stageOf(dealId) === SUCCESS);
	expect(loop.stageOf(other)).toBe(CALLBACK_STAGE);
	await eventually(
		'The recording',
		() =>
			loop.bitrix24.callActivities.length === 1 &&
			loop.bitrix24.callActivities[0].files.length === 1,
	);
	const rows = await loop.n8n.client.dataTableRows(`nights (${nights})`);
	expect(rows).toMatchObject([{ doneAt: expect.any(String) }]);
});

test('MANGO OFFICE is down in the night: the run fails, and the next one does the day', async () => {
	const dealId = await lostCall(15);
	loop.mango.answerNext({ method: 'stats/calls/request', status: 400, body: { result: 2120 } });
	const failed = await run();
	expect(failed.status).toBe('error');
	expect(await loop.n8n.client.dataTableRows(`nights (${nights})`)).toEqual([]);
	expect((await run()).status).toBe('success');
	await eventually('The move', () => loop.stageOf(dealId) === SUCCESS);
});

test('the portal is down in the night: the run fails, and the next one does the day', async () => {
	loop.bitrix24.failCommand(
		'crm.status.list',
		{ error: 'ACCESS_DENIED', error_description: 'down' },
		1,
	);
	expect((await run()).status).toBe('error');
	expect(await loop.n8n.client.dataTableRows(`nights (${nights})`)).toEqual([]);
});

test('a deal whose call never came, and one whose client was never rung: a to-do, once', async () => {
	const [never, notRung] = [loop.addDeal({ like: 33 }), loop.addDeal({ like: 33 })];
	for (const dealId of [never, notRung])
		loop.bitrix24.addStageHistory({ dealId, stageId: CALLBACK_STAGE, time: new Date() });
	loop.mango.script({ employee: 'noAnswer' });
	await loop.callBack(notRung);
	await eventually('The to-do', () => loop.toDos(notRung).length === 1);
	expect((await run()).status).toBe('success');
	const reported = () =>
		loop.bitrix24.todos
			.filter(({ title }) => title.includes('no call was made'))
			.map(({ ownerId }) => ownerId);
	expect(reported()).toEqual(expect.arrayContaining([never, notRung]));
	expect(new Set(reported()).size).toBe(reported().length);
});
