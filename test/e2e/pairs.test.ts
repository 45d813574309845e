import { makeUsersChoices } from '../../sandbox/start/usersChoices';
import { eventually, importShipped, onceIn, robot, startOffice, type Office } from './office';

/** The same robot's webhook twice at the same time, to one n8n with SQLite. */
const PAIRS = 12;
const TABLE = 'MANGO calls';
const MANGO_PATHS = { Callback: 'commands/callback', Campaign_Task: 'task/add' };

let office: Office;
beforeAll(async () => {
	office = await startOffice({ mango: { speed: 200, rateLimit: false } });
	// The loop's workflow makes the table.
	const { workflowId } = await importShipped(office, 'mango-events-to-crm.json');
	await eventually('The table', () => office.n8n.client.dataTableRows(TABLE), 120);
	await office.n8n.client.unpublish(workflowId);
});
afterAll(() => office?.stop());
jest.setTimeout(450_000);

/** Deals with a client each: a campaign takes a number once. */
function addDeals(): number[] {
	return Array.from({ length: PAIRS }, (_, i) => {
		const phones = [{ type: 'MOBILE' as const, value: `+7916${String(3_000_000 + i)}` }];
		const contact = office.bitrix24.addContact({ phones });
		return office.bitrix24.addDeal({ contactIds: [contact.id], assignedById: 1 }).id;
	});
}

test.each<[string, keyof typeof MANGO_PATHS]>([
	['auto-callback.json', 'Callback'],
	['campaign-task.json', 'Campaign_Task'],
	['mango-bitrix24-integration.json', 'Callback'],
	['mango-bitrix24-integration.json', 'Campaign_Task'],
])('%s, %s: of each pair one counts', async (file, action) => {
	office.bitrix24.reset();
	office.mango.reset();
	const { url, workflowId } = await importShipped(office, file, (node) =>
		onceIn(10)(makeUsersChoices(node)),
	);
	const deals = addDeals();
	await Promise.all(
		deals.flatMap((dealId) => [robot(url, action, dealId), robot(url, action, dealId)]),
	);
	const executions = await eventually(
		'The end of all executions',
		async () => {
			const all = await office.n8n.client.allExecutions(workflowId);
			return all.filter(({ stoppedAt }) => stoppedAt !== null).length === 2 * PAIRS
				? all
				: undefined;
		},
		400,
	);
	expect(executions.filter(({ status }) => status !== 'success')).toEqual([]);
	expect(office.bitrix24.todos).toEqual([]);
	expect(office.mango.requests.filter(({ path }) => path === MANGO_PATHS[action])).toHaveLength(
		PAIRS,
	);
	expect(office.bitrix24.comments.map(({ entityId }) => entityId).sort()).toEqual(deals);
	await office.n8n.client.unpublish(workflowId);
});
