import type { Execution } from '../../sandbox/n8n/client';
import { DEMO_OWNER } from '../../sandbox/n8n/host';
import { eventually, importShipped, startOffice, type Office } from './office';

let office: Office;
let workflowId: string;
let page: string;
beforeAll(async () => {
	office = await startOffice();
	const { workflow } = await importShipped(office, 'bulk-move.json');
	workflowId = workflow.id;
	page = `${office.n8n.url}/form/${workflow.nodes.find(({ name }) => name === 'File of Deals')?.webhookId}`;
});
beforeEach(() => {
	office.bitrix24.reset();
	office.bitrix24.setDeal(15, { categoryId: 0, stageId: 'NEW' });
});
afterAll(() => office?.stop());

/** Uploads a file on the page, as a browser does. Gives the execution, once its report is there. */
async function upload(file: File, separator: string): Promise<Execution> {
	const { client } = office.n8n;
	const before = (await client.executions(workflowId)).length;
	expect((await send(file, separator, {})).status).toBe(401);
	const { email, password } = DEMO_OWNER;
	const authorization = `Basic ${btoa(`${email}:${password}`)}`;
	await eventually('the page', async () => {
		const { status } = await send(file, separator, { authorization });
		return status === 200;
	});
	const id = await eventually('the execution', async () => {
		const executions = await client.executions(workflowId);
		return executions.length > before ? executions[0].id : undefined;
	});
	return await ended(id);
}

async function send(file: File, separator: string, headers: Record<string, string>) {
	const body = new FormData();
	body.set('field-0', file);
	body.set('field-1', separator);
	return await fetch(page, { method: 'POST', headers, body });
}

/** Until the page with the report waits for the browser. */
async function ended(id: string): Promise<Execution> {
	return await eventually(
		'the report',
		async () => {
			const execution = await office.n8n.client.execution(id);
			return ['new', 'running'].includes(execution.status) ? undefined : execution;
		},
		60,
	);
}

function itemsOf({ data }: Execution, node: string) {
	const [run] = data.resultData.runData[node] ?? [];
	return (run?.data?.main?.[0] ?? []) as Array<{ json: Record<string, unknown>; binary?: object }>;
}

const stages = () => [12, 15].map((id) => office.bitrix24.deal(id)?.stageId);
const LINES = [
	['dealId', 'result'],
	['12', 'positive'],
	['15', 'NEGATIVE'],
	['999999', 'POSITIVE'],
	['x', 'POSITIVE'],
];

test.each([
	['CSV that Excel has saved', 'Сделки.CSV', 'semicolon', '\ufeff', ';'],
	['CSV with commas', 'deals.csv', 'comma', '', ','],
	['sheet', 'deals.xlsx', 'comma', '', ','],
])(
	'a %s: the deals move, and the report tells of each line',
	async (_, name, separator, bom, by) => {
		const text = LINES.map((line) => line.join(by)).join('\r\n');
		const file = new File([bom + text], name, { type: 'application/vnd.ms-excel' });
		const execution = await upload(file, separator);
		expect(execution.data.resultData.error).toBeUndefined();
		expect(stages()).toEqual(['PREPARATION', 'LOSE']);
		const report = itemsOf(execution, 'Report').map(({ json }) => json);
		expect(report.map(({ line, dealId, outcome }) => [line, dealId, outcome])).toEqual([
			[2, '12', 'moved'],
			[3, '15', 'moved'],
			[4, '999999', 'failed'],
			[5, 'x', 'failed'],
		]);
		expect(report[0]).toMatchObject({ from: 'Новая', to: 'Подготовка документов', reason: '' });
		expect(report[2]).toMatchObject({
			reason: expect.stringMatching(/^Bitrix24 has no such deal/),
			advice: expect.stringMatching(/^Check the deal ID/),
		});
		expect(itemsOf(execution, 'Report Sheet')[0].binary).toMatchObject({
			data: { fileName: 'report.xlsx' },
		});
	},
);

test('by hand, in the editor, it moves the deals of its sample data', async () => {
	const execution = await ended(await office.n8n.client.runFrom(workflowId, 'File of Deals'));
	expect(execution.data.resultData.error).toBeUndefined();
	expect(itemsOf(execution, 'Report').map(({ json }) => json.outcome)).toEqual(['moved', 'moved']);
	expect(stages()).toEqual(['PREPARATION', 'LOSE']);
});
