import type { WorkflowJson, WorkflowNode } from '../../sandbox/n8n/workflow';
import { makeUsersChoices } from '../../sandbox/start/usersChoices';
import { eventually, importShipped, robot, startOffice, type Office } from './office';

/** What becomes of a client while a template's data table is not there yet, or is not what it was. */
let office: Office;
beforeAll(async () => {
	office = await startOffice({ mango: { speed: 100, rateLimit: false } });
});
beforeEach(() => {
	office.bitrix24.reset();
	office.mango.reset();
	table = `table ${++count} of its own`;
});
afterAll(() => office?.stop());

let count = 0;
/** Each test has a table of its own, in place of both. */
let table: string;
const publish = (file: string, patchNode?: (node: WorkflowNode) => WorkflowNode) =>
	importShipped(
		office,
		file,
		patchNode,
		(template) =>
			JSON.parse(
				JSON.stringify(template).replaceAll(
					/"MANGO (calls|callback queue)"/g,
					JSON.stringify(table),
				),
			) as WorkflowJson,
	);

/** The schedules tick once a minute, for the first time in twelve seconds. */
function tickLate(node: WorkflowNode): WorkflowNode {
	if (!/^Every \d+ Seconds$/.test(node.name)) return makeUsersChoices(node);
	const second = (new Date().getSeconds() + 12) % 60;
	const interval = [{ field: 'cronExpression', expression: `${second} * * * * *` }];
	return { ...node, parameters: { rule: { interval } } };
}

/** How the only execution of a workflow ended, and with what error. */
async function onlyExecution(workflowId: string): Promise<[string, string | undefined]> {
	const { client } = office.n8n;
	const id = await eventually(
		'The end of the execution',
		async () => {
			const [one] = await client.executions(workflowId);
			return one?.stoppedAt ? one.id : undefined;
		},
		60,
	);
	const { status, data } = await client.execution(id);
	return [status, data.resultData.error?.message];
}

test('a call that ends before the loop has made its table: kept, and the deal moves', async () => {
	const callback = await publish('auto-callback.json', makeUsersChoices);
	const loop = await publish('mango-events-to-crm.json', tickLate);
	office.mango.setEventsUrl(loop.webhookUrl);
	await robot(callback.url, 'Callback', 12);
	const rows = await eventually(
		'The row',
		async () => {
			const found = await office.n8n.client.dataTableRows(table);
			return found?.length ? found : undefined;
		},
		60,
	);
	expect(rows).toHaveLength(1);
	const executions = await office.n8n.client.allExecutions(loop.workflowId);
	expect(executions.filter(({ status }) => status === 'error')).toEqual([]);
});

describe.each([
	['auto-callback.json', 'Callback', /asked for, but its outcome will not be followed/],
	['campaign-task.json', 'Campaign_Task', /campaign, but its outcome will not be followed/],
	['mango-bitrix24-integration.json', 'Callback', /asked for, but its outcome will not/],
	['mango-bitrix24-integration.json', 'Campaign_Task', /campaign, but its outcome will not/],
])('%s, %s', (file, action, message) => {
	test.each([
		['no table', undefined],
		['a table without the columns', ['key']],
	])('%s: the comment is there, and the execution fails and says why', async (_, columns) => {
		if (columns) await office.n8n.client.createDataTable(table, columns);
		const { url, workflowId } = await publish(file, makeUsersChoices);
		await robot(url, action, 12);
		expect(await onlyExecution(workflowId)).toEqual(['error', expect.stringMatching(message)]);
		expect(office.bitrix24.comments).toMatchObject([{ entityId: 12 }]);
		expect(office.bitrix24.todos).toEqual([]);
	});
});

describe('paced-callbacks.json', () => {
	test('published a moment ago: the deal waits in the queue', async () => {
		const { url } = await publish('paced-callbacks.json', (node) =>
			node.name === 'Every Minute'
				? { ...node, parameters: { rule: { interval: [{ field: 'months', monthsInterval: 12 }] } } }
				: node,
		);
		await eventually('The queue', () => office.n8n.client.dataTableRows(table), 60);
		await robot(url, 'Callback', 12);
		await eventually('The row', async () => (await office.n8n.client.dataTableRows(table))?.[0]);
		expect(office.bitrix24.todos).toEqual([]);
	});

	test('a table without the columns: a to-do says so', async () => {
		await office.n8n.client.createDataTable(table, ['key']);
		const { url } = await publish('paced-callbacks.json');
		await robot(url, 'Callback', 12);
		const [toDo] = await eventually(
			'The to-do',
			() => (office.bitrix24.todos.length > 0 ? office.bitrix24.todos : undefined),
			60,
		);
		expect(toDo).toMatchObject({
			ownerId: 12,
			description: expect.stringContaining('The data table of the queue did not take the call.'),
		});
	});
});
