import type { IDataObject } from 'n8n-workflow';

import type { WorkflowNode } from '../../sandbox/n8n/workflow';
import { makeUsersChoices } from '../../sandbox/start/usersChoices';
import { CAMPAIGN, hurry } from './loopOffice';
import { startModels, type Models } from './models';
import { eventually, AUTH_DATA, importShipped, startOffice, type Office } from './office';

const STRANGER = '79160000001';
const ANOTHER = '79160000002';
/** Of deal 28, whose responsible has the extension 102. */
const CLIENT = '79161234507';
const SUMMARY = 'Клиент спросил о сроках поставки.';
const NEXT_STEP = 'Выслать договор до пятницы.';

let office: Office;
let models: Models;
beforeAll(async () => {
	office = await startOffice({ mango: { speed: 100, rateLimit: false, recordingDelay: 1 } });
	models = await startModels('Здравствуйте, когда вы привезёте наш заказ?', [
		'I am sorry, I cannot help with that.',
		JSON.stringify({ output: { summary: SUMMARY, nextStep: NEXT_STEP } }),
	]);
	const faster = (node: WorkflowNode) => atAllHours(hurry(makeUsersChoices(node), 15));
	const events = await importShipped(office, 'unknown-caller.json', faster);
	await importShipped(office, 'missed-call.json', faster);
	await importShipped(office, 'call-summary-ai.json', faster, undefined, {
		openAiApi: models.credential,
	});
	office.mango.setEventsUrl(events.webhookUrl as string);
	await eventually(
		'The tables',
		async () =>
			(await rows('MANGO incoming calls')) !== undefined &&
			(await rows('MANGO missed calls')) !== undefined &&
			(await rows('MANGO call summaries')) !== undefined,
	);
	// Both at once, since n8n asks for ended calls once a minute.
	office.mango.ring({ number: STRANGER, extension: '101', talkSeconds: 40 });
	office.mango.ring({ number: ANOTHER, extension: '103', talkSeconds: 40 });
	office.mango.ring({ number: CLIENT, extension: '101', employee: 'declines' });
	// A talk when he is called back would be summed up as well, sooner or later than the stranger's.
	office.mango.script({ number: CLIENT, client: 'noAnswer' });
});
afterAll(async () => {
	await office?.stop();
	await models?.stop();
});

/** Missed calls are called back whenever the test runs; statistics are asked as often as n8n lets them be. */
function atAllHours(node: WorkflowNode): WorkflowNode {
	const parameters = structuredClone(node.parameters) as IDataObject;
	if (node.type.endsWith('PollingTrigger'))
		parameters.pollTimes = { item: [{ mode: 'everyMinute' }] };
	if (node.name !== 'Settings') return { ...node, parameters };
	const { assignments } = parameters.assignments as { assignments: IDataObject[] };
	const values: IDataObject = { fromHour: 0, untilHour: 24, weekends: true };
	for (const one of assignments) one.value = values[String(one.name)] ?? one.value;
	return { ...node, parameters };
}

const rows = (table: string) => office.n8n.client.dataTableRows(table);
const commands = (method: string) =>
	office.bitrix24.requests
		.flatMap(({ commands: list = [] }) => list)
		.filter((command) => command.startsWith(`${method}?`))
		.map((command) => Object.fromEntries(new URLSearchParams(command.split('?')[1])));
const logged = (entryId?: string) =>
	office.bitrix24.callActivities.filter(({ originId }) => originId === entryId);
const entryOf = (number: string) =>
	office.mango.calls.find(({ client }) => client.number === number)?.id;

test('strangers who talk at once: each a lead, a notification, and what the model made of the talk', async () => {
	const STRANGERS = [STRANGER, ANOTHER];
	await eventually('The notifications', () => commands('im.notify.system.add').length > 1);
	await eventually('The tasks', () => commands('tasks.task.add').length > 1, 150);
	for (const number of STRANGERS) {
		const [{ ownerTypeId, ownerId }, ...others] = logged(entryOf(number));
		expect([ownerTypeId, others]).toEqual([1, []]);
		expect(commands('im.notify.system.add').map(({ MESSAGE }) => MESSAGE)).toContainEqual(
			expect.stringContaining(`lead ${ownerId}: +${number} called`),
		);
		const texts = office.bitrix24.comments.filter(({ entityId }) => entityId === ownerId);
		expect(texts).toHaveLength(1);
		expect(texts[0].text).toContain(`${SUMMARY}\nNext step: ${NEXT_STEP}`);
	}
	expect(models.transcribed[0]).toBeGreaterThan(1000);
	await eventually(
		'The end',
		async () =>
			(await rows('MANGO call summaries'))?.every(({ doneAt }) => doneAt !== null) === true,
	);
	expect(await rows('MANGO call summaries')).toMatchObject(
		STRANGERS.map(() => ({
			failures: 0,
			note: expect.stringMatching(/^summary, task \d+$/),
			summary: '',
		})),
	);
	expect([models.chats.length, commands('tasks.task.add').length]).toEqual([3, 2]);
});

test('a client whom nobody answers: logged once by both templates, a to-do, one callback', async () => {
	const callbacks = () => office.mango.requests.filter(({ path }) => path === 'commands/callback');
	await eventually('The callback', () => callbacks().length > 0, 150);
	await eventually(
		'The end',
		async () => (await rows('MANGO missed calls'))?.every(({ doneAt }) => doneAt !== null) === true,
	);
	expect(logged(entryOf(CLIENT))).toMatchObject([{ ownerTypeId: 2, ownerId: 28 }]);
	expect(office.bitrix24.todos.filter(({ ownerId }) => ownerId === 28)).toHaveLength(1);
	expect(callbacks().map(({ json }) => json)).toMatchObject([{ to_number: CLIENT }]);
	expect(commands('im.notify.system.add')).toHaveLength(2);
});

test('a deal that comes to a stage: its client is in the campaign, once', async () => {
	await importShipped(office, 'mango-events-to-crm.json');
	await eventually('The table', async () => (await rows('MANGO calls')) !== undefined);
	const { webhookUrl, workflowId } = await importShipped(
		office,
		'stage-change.json',
		makeUsersChoices,
	);
	office.bitrix24.setOutgoingWebhooks([
		{ url: webhookUrl as string, events: ['ONCRMDEALUPDATE'], token: AUTH_DATA },
	]);
	const deal = office.bitrix24.addDeal({
		...office.bitrix24.deal(12),
		id: undefined,
		categoryId: 12,
		stageId: 'C12:NEW',
	});
	const move = async (stageId: string) => {
		const response = await fetch(new URL('/_sandbox/move', office.bitrix24.boardUrl), {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ dealId: deal.id, stageId }),
		});
		expect(response.status).toBe(200);
	};
	await move('C12:UC_DIAG01');
	const tasks = () =>
		office.mango
			.campaign(CAMPAIGN)
			?.tasks.filter(({ comment }) => comment?.includes(`deal ${deal.id}]`)) ?? [];
	await eventually('The comment', () =>
		office.bitrix24.comments.some(({ entityId }) => entityId === deal.id),
	);
	expect(tasks()).toHaveLength(1);
	const [row] = ((await rows('MANGO calls')) ?? []).filter(({ dealId }) => dealId === deal.id);
	expect(row).toMatchObject({ key: `task:${tasks()[0].id}` });
	await eventually('The end', async () =>
		(await office.n8n.client.executions(workflowId)).every(({ status }) => status === 'success'),
	);
});
