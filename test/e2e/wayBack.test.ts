import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { MangoStandin } from '../../sandbox/mango';
import type { WorkflowNode } from '../../sandbox/n8n/workflow';
import { realClock } from '../../sandbox/shared/realClock';
import { makeUsersChoices } from '../../sandbox/start/usersChoices';
import { eventually, importShipped, startOffice, type Office } from './office';

const CALLBACK_STAGE = 'C9:UC_CALL01';
const DAY_MS = 86_400_000;

let office: Office;
let robotUrl: string;
beforeAll(async () => {
	office = await startOffice({ mango: { speed: 200 } });
	robotUrl = `${(await importShipped(office, 'auto-callback.json')).url}&Action=Callback`;
}, 120_000);
beforeEach(() => {
	office.mango.reset();
	office.bitrix24.reset();
	office.bitrix24.setRobots([{ stageId: CALLBACK_STAGE, name: 'Callback', url: robotUrl }]);
});
afterAll(() => office?.stop());

/** A deal of the pipeline with the robot, with the client and the responsible of deal 12. */
function addDeal(): number {
	const { contactIds, companyId, assignedById } = office.bitrix24.deal(12) as NonNullable<ReturnType<Office['bitrix24']['deal']>>;
	return office.bitrix24.addDeal({ categoryId: 9, stageId: 'C9:NEW', title: 'Обратный звонок', contactIds, companyId, assignedById }).id;
}

/** What dragging a card on the board does. */
async function drag(dealId: number, stageId = CALLBACK_STAGE): Promise<void> {
	const response = await fetch(new URL('/board/move', office.bitrix24.boardUrl), {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ dealId, stageId }),
	});
	expect(response.status).toBe(200);
}

const stageOf = (dealId: number) => office.bitrix24.deal(dealId)?.stageId;
const comesTo = (dealId: number, stageId: string) => eventually(`Deal ${dealId} in ${stageId}`, () => (stageOf(dealId) === stageId ? true : undefined), 30);
const loggedCalls = (dealId: number) => office.bitrix24.callActivities.filter(({ ownerId, ownerTypeId }) => ownerTypeId === 2 && ownerId === dealId);
const logged = (dealId: number) => eventually('A logged call', () => loggedCalls(dealId)[0], 30);
const toDos = (dealId: number) => office.bitrix24.todos.filter(({ ownerId }) => ownerId === dealId);

/** Recordings of calls that nobody logs are not waited for as long as on the cloud, where they come later too. */
function waitShortly(node: WorkflowNode): WorkflowNode {
	return node.parameters.operation === 'attach' ? { ...node, parameters: { ...node.parameters, waitFor: 15 } } : node;
}

/** MANGO's events go to this template; answers its workflow's ID. */
async function sendEventsTo(file: string): Promise<string> {
	const { webhookUrl, workflowId } = await importShipped(office, file, waitShortly);
	office.mango.setEventsUrl(webhookUrl);
	return workflowId;
}

/** All executions of a workflow have ended, none of them with an error. */
async function settled(workflowId: string): Promise<number> {
	return await eventually(
		'The end of the executions',
		async () => {
			const executions = await office.n8n.client.executions(workflowId);
			if (executions.some(({ stoppedAt }) => stoppedAt === null)) return undefined;
			expect(executions.filter(({ status }) => status !== 'success')).toEqual([]);
			return executions.length;
		},
		60,
	);
}

/** Waits until the stand-in has sent all events of its calls, and they were answered with 200. */
async function allSent({ events, calls }: MangoStandin = office.mango): Promise<void> {
	const isDone = () => calls.length > 0 && calls.every(({ phase }) => phase === 'ended') && events.every(({ status, lost }) => lost || status === 200);
	await eventually('The events', () => (isDone() ? true : undefined), 30);
}

describe('events → outcome → CRM, all on one address', () => {
	let workflowId: string;
	beforeAll(async () => {
		workflowId = await sendEventsTo('mango-events-to-crm.json');
	});

	test('dragged, answered, talked: the deal stands in the success stage, the call and its recording are in the timeline', async () => {
		const dealId = addDeal();
		await drag(dealId);
		await comesTo(dealId, 'C9:WON');
		const call = await logged(dealId);
		const [{ id: entryId, client, legs }] = office.mango.calls;
		expect(call).toMatchObject({
			originatorId: 'mango-office',
			originId: entryId,
			direction: 2,
			completed: true,
			providerData: expect.stringContaining('"outcome":"POSITIVE"'),
			communications: [expect.objectContaining({ entityTypeId: 3, value: `+${client.number}` })],
		});
		expect(call.endTime.getTime() / 1000).toBe(legs.client?.endedAt);
		const talked = Number(legs.client?.endedAt) - Number(legs.client?.connectedAt);
		expect(call.description).toContain(`Talk time: ${Math.floor(talked / 60)}:${String(talked % 60).padStart(2, '0')}`);
		const [file] = await eventually('The recording', () => (loggedCalls(dealId)[0].files.length > 0 ? loggedCalls(dealId)[0].files : undefined), 60);
		expect(file).toMatchObject({ sha256: await sha256OfRecording() });
		expect(toDos(dealId)).toEqual([]);
	});

	test('no answer: a to-do with the attempt, and after the third the failure stage', async () => {
		const dealId = addDeal();
		for (const attempt of [1, 2]) {
			office.mango.script({ client: 'noAnswer' });
			await drag(dealId);
			await eventually('The to-do', () => (toDos(dealId).length === attempt ? true : undefined), 30);
			expect(toDos(dealId).at(-1)?.title).toContain(`attempt ${attempt}`);
			expect(stageOf(dealId)).toBe(CALLBACK_STAGE);
			await drag(dealId, 'C9:NEW');
		}
		office.mango.script({ client: 'busy' });
		await drag(dealId);
		await comesTo(dealId, 'C9:LOSE');
		expect(toDos(dealId)).toHaveLength(2);
		expect(loggedCalls(dealId)).toHaveLength(3);
	});

	test('the employee hangs up before the client answers: neutral, the deal stays', async () => {
		const dealId = addDeal();
		office.mango.script({ employee: 'declines' });
		await drag(dealId);
		const call = await logged(dealId);
		expect(call.providerData).toContain('NEUTRAL');
		await settled(workflowId);
		expect(stageOf(dealId)).toBe(CALLBACK_STAGE);
		expect(toDos(dealId)).toEqual([]);
	});

	test('events shuffled and doubled: one call, one move, no to-do twice', async () => {
		const [talked, missed] = [addDeal(), addDeal()];
		office.mango.deliver({ outOfOrder: true, doubled: true });
		await drag(talked);
		await comesTo(talked, 'C9:WON');
		office.mango.script({ client: 'noAnswer' });
		await drag(missed);
		await eventually('The to-do', () => toDos(missed)[0], 30);
		await allSent();
		await settled(workflowId);
		expect([talked, missed].map((id) => loggedCalls(id).length)).toEqual([1, 1]);
		expect(toDos(missed)).toHaveLength(1);
		expect(office.bitrix24.requests.filter(({ commands = [] }) => commands.some((command) => command.startsWith('crm.item.update')))).toHaveLength(1);
	});

	test('the summary is lost: the end of the leg is enough', async () => {
		const dealId = addDeal();
		office.mango.deliver({ lost: ['events/summary'] });
		await drag(dealId);
		await comesTo(dealId, 'C9:WON');
		expect(loggedCalls(dealId)).toHaveLength(1);
	});

	test('calls of others, wrong signatures and pings start nothing', async () => {
		await settled(workflowId);
		const before = (await office.n8n.client.executions(workflowId)).length;
		office.mango.ring({ number: '79161112233', extension: '101' });
		await allSent();
		expect(await office.mango.ping()).toBe(200);
		const url = `${office.mango.events.length > 0 ? await baseUrl() : ''}/events/call`;
		const forged = new URLSearchParams({ vpbx_api_key: office.mango.apiKey, sign: '0'.repeat(64), json: JSON.stringify({ entry_id: 'x' }) });
		expect((await fetch(url, { method: 'POST', body: forged })).status).toBe(401);
		// The recording of the talk is wanted; nothing else is.
		await eventually('The recording', () => (office.mango.recordings.every(({ stored }) => stored) ? true : undefined));
		await settled(workflowId);
		expect((await office.n8n.client.executions(workflowId)).length - before).toBeLessThanOrEqual(1);
	});

	async function baseUrl(): Promise<string> {
		const workflow = await office.n8n.client.findWorkflow(workflowId);
		const webhooks = await office.n8n.client.webhooks(workflow as NonNullable<typeof workflow>, 'MANGO OFFICE Events');
		return webhooks[0].url;
	}
});

describe('the templates by themselves', () => {
	test('callback-outcome.json moves the deal and logs the call', async () => {
		const workflowId = await sendEventsTo('callback-outcome.json');
		const dealId = addDeal();
		await drag(dealId);
		await comesTo(dealId, 'C9:WON');
		expect(loggedCalls(dealId)).toHaveLength(1);
		await settled(workflowId);
	});

	test('campaign-outcome.json moves the deal when the campaign is done with the client, and not before', async () => {
		const workflowId = await sendEventsTo('campaign-outcome.json');
		const campaign = await importShipped(office, 'campaign-task.json', makeUsersChoices);
		const dealId = addDeal();
		office.bitrix24.setRobots([{ stageId: 'C9:UC_NYL06U', name: 'Campaign', url: `${campaign.url}&Action=Campaign_Task` }]);
		// The first attempt fails, so the task is queued again.
		const phone = await eventually('The task', async () => {
			if (stageOf(dealId) !== 'C9:UC_NYL06U') await drag(dealId, 'C9:UC_NYL06U');
			return office.mango.campaign(79893)?.tasks.find(({ comment }) => comment?.includes(`deal ${dealId}]`))?.number;
		});
		office.mango.script({ number: phone, client: 'busy' });
		await dialOnce(phone);
		expect((await logged(dealId)).providerData).toContain('NEGATIVE');
		await settled(workflowId);
		expect(stageOf(dealId)).toBe('C9:UC_NYL06U');

		await dialOnce(phone);
		await comesTo(dealId, 'C9:WON');
		expect(loggedCalls(dealId)).toHaveLength(2);
		const texts = await eventually('The comment', () => {
			const found = office.bitrix24.comments.filter(({ entityId, text }) => entityId === dealId && text.includes('is done with this client'));
			return found.length > 0 ? found : undefined;
		}, 30);
		expect(texts).toHaveLength(1);
		await settled(workflowId);
	});

	test('recordings-to-crm.json attaches the recording to the logged call', async () => {
		await sendEventsTo('callback-outcome.json');
		const callbackEvents = office.mango.events;
		const dealId = addDeal();
		await drag(dealId);
		await logged(dealId);
		const workflowId = await sendEventsTo('recordings-to-crm.json');
		const recording = await eventually('The recording', () => office.mango.recordings.find(({ stored }) => stored));
		const json = callbackEvents.find(({ path }) => path === 'events/record/added')?.json;
		if (json !== undefined) office.mango.push('events/record/added', json);
		await eventually('The file', () => loggedCalls(dealId)[0].files[0], 60);
		await settled(workflowId);
		expect(loggedCalls(dealId)[0].files).toHaveLength(1);
		expect(recording.entryId).toBe(loggedCalls(dealId)[0].originId);
	});
});

/** The campaign makes calls until it has called this number once more. */
async function dialOnce(number: string): Promise<void> {
	const ended = () => office.mango.calls.filter((call) => call.client.number === number && call.phase === 'ended').length;
	const before = ended();
	office.mango.dialCampaigns(true);
	// The next attempt would follow within milliseconds.
	for (const end = Date.now() + 20_000; ended() === before && Date.now() < end; ) await sleep(1);
	office.mango.dialCampaigns(false);
	expect(ended()).toBe(before + 1);
}

async function sha256OfRecording(): Promise<string> {
	const [{ id }] = office.mango.recordings;
	const { apiKey, apiSalt, baseUrl } = office.mango;
	const timestamp = String(Math.floor(Date.now() / 1000) + 600);
	const sign = createHash('sha256').update(apiKey + timestamp + id + apiSalt).digest('hex');
	const response = await fetch(`${baseUrl}queries/recording/link/${encodeURIComponent(id)}/download/${apiKey}/${timestamp}/${sign}`);
	expect(response.status).toBe(200);
	return createHash('sha256').update(Buffer.from(await response.arrayBuffer())).digest('hex');
}

describe('nightly-reconcile.json', () => {
	let yesterday: Office;
	beforeAll(async () => {
		// MANGO's clock is a day behind, so that its calls were yesterday.
		yesterday = await startOffice({ mango: { clock: realClock({ speed: 200, now: () => Date.now() - DAY_MS }) } });
	}, 120_000);
	afterAll(() => yesterday?.stop());

	test('logs the calls that no event has brought, once, and reports callbacks that never happened', async () => {
		const { mango, bitrix24, n8n } = yesterday;
		const robot = await importShipped(yesterday, 'auto-callback.json');
		const events = await importShipped(yesterday, 'callback-outcome.json');
		const nightly = await importShipped(yesterday, 'nightly-reconcile.json', makeUsersChoices);
		const { contactIds, companyId, assignedById } = bitrix24.deal(12) as NonNullable<ReturnType<typeof bitrix24.deal>>;
		const deal = (changes: object = {}) => bitrix24.addDeal({ categoryId: 9, stageId: CALLBACK_STAGE, contactIds, companyId, assignedById, ...changes }).id;
		const call = async (dealId: number) => {
			const body = new URLSearchParams({ 'document_id[0]': 'crm', 'document_id[1]': 'CCrmDocumentDeal', 'document_id[2]': `DEAL_${dealId}` });
			expect((await fetch(`${robot.url}&Action=Callback`, { method: 'POST', body })).status).toBe(200);
			const count = mango.calls.length;
			await eventually('The call', () => (mango.calls.length > count && mango.calls.at(-1)?.phase === 'ended' ? true : undefined), 30);
		};
		const noon = new Date(Date.now() - DAY_MS);

		// One call whose events arrive, one of the same client whose events are lost, and a callback that nobody made.
		mango.setEventsUrl(events.webhookUrl);
		const told = deal();
		await call(told);
		await eventually('The logged call', () => bitrix24.callActivities[0], 30);
		mango.setEventsUrl(undefined);
		await call(told);
		const [first, lost] = mango.calls.map(({ id }) => id);
		const never = deal({ contactIds: [], companyId: 0 });
		bitrix24.addStageHistory({ dealId: never, stageId: CALLBACK_STAGE, time: noon });

		for (const run of [1, 2]) {
			const id = await n8n.client.runFrom(nightly.workflowId, 'Every Night');
			const execution = await eventually('The end', async () => {
				const one = await n8n.client.execution(id);
				return one.stoppedAt === null ? undefined : one;
			}, 60);
			expect([run, execution.status]).toEqual([run, 'success']);
			const created = (execution.data.resultData.runData['Log Missing Calls']?.[0].data?.main?.[0] ?? []).map(({ json }) => json.created);
			expect(created.filter(Boolean)).toHaveLength(run === 1 ? 1 : 0);
		}
		expect(bitrix24.callActivities.map(({ originId }) => originId).sort()).toEqual([first, lost].sort());
		const reported = bitrix24.todos.filter(({ title }) => title.includes('no call was made'));
		expect(new Set(reported.map(({ ownerId }) => ownerId))).toEqual(new Set([never]));
	});
});
