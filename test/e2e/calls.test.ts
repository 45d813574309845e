import { setTimeout as sleep } from 'node:timers/promises';

import { makeUsersChoices } from '../../sandbox/start/usersChoices';
import { eventually, importShipped, robot, startOffice, type Office } from './office';

const ENDLESS = 79893;
const FINISHED = 79895;

let office: Office;
beforeAll(async () => {
	office = await startOffice({ mango: { speed: 200 } });
});
beforeEach(() => {
	office.bitrix24.reset();
	office.mango.reset();
});
afterAll(() => office?.stop());

const comment = (dealId: number) =>
	eventually(
		'A comment',
		() => office.bitrix24.comments.find(({ entityId }) => entityId === dealId)?.text,
	);
const toDo = (dealId: number) =>
	eventually('A to-do', () => office.bitrix24.todos.find(({ ownerId }) => ownerId === dealId));
const sent = (path: string) => office.mango.requests.filter((request) => request.path === path);

describe.each([
	['auto-callback.json', 'alone'],
	['mango-bitrix24-integration.json', 'among the three'],
])('the callback of %s', (file) => {
	let url: string;
	beforeAll(async () => {
		({ url } = await importShipped(office, file, makeUsersChoices));
	});

	test('rings the employee and then the client, and leaves a comment', async () => {
		await robot(url, 'Callback', 12);
		expect(await comment(12)).toContain('MANGO OFFICE was asked to call');
		expect(sent('commands/callback')).toHaveLength(1);
		expect(sent('commands/callback')[0].json).toMatchObject({
			command_id: expect.stringMatching(/^mb24\.12\./),
			from: { extension: expect.stringMatching(/^10\d$/) },
			to_number: expect.stringMatching(/^7\d{10}$/),
		});
		expect(office.bitrix24.todos).toEqual([]);
		const call = await eventually('The call', () => office.mango.calls.at(-1));
		expect(call).toMatchObject({ commandId: expect.stringMatching(/^mb24\.12\./) });
	});

	test('reads deal, client and responsible in one HTTP request', async () => {
		await robot(url, 'Callback', 12);
		await comment(12);
		const reads = office.bitrix24.requests.filter(({ commands = [] }) =>
			commands.some((command) => command.startsWith('crm.item.get')),
		);
		expect(reads).toHaveLength(1);
		expect(reads[0].commands?.some((command) => command.startsWith('user.get'))).toBe(true);
	});

	test.each([
		[36, /phone/i],
		[31, /extension/i],
	])('deal %i cannot be called: a to-do says why', async (dealId, why) => {
		await robot(url, 'Callback', dealId);
		const { description, title } = await toDo(dealId);
		expect(title).toMatch(/^Call the client yourself/);
		expect(description).toMatch(why);
		expect(sent('commands/callback')).toEqual([]);
		expect(office.bitrix24.comments).toEqual([]);
	});

	test('a refusal by MANGO OFFICE becomes a to-do with the reason', async () => {
		office.mango.answerNext({ method: 'commands/callback', status: 400, body: { result: 2240 } });
		await robot(url, 'Callback', 12);
		expect((await toDo(12)).description).toMatch(/not enough money/);
	});
});

describe.each([
	['campaign-task.json', 'alone'],
	['mango-bitrix24-integration.json', 'among the three'],
])('the campaign task of %s', (file) => {
	test('the client becomes a task that leads back to the deal, and the deal gets a comment', async () => {
		const { url } = await importShipped(office, file, makeUsersChoices);
		const before = office.mango.campaign(ENDLESS)?.tasks.length ?? 0;
		await robot(url, 'Campaign_Task', 12);
		expect(await comment(12)).toContain('added to a call campaign');
		const tasks = office.mango.campaign(ENDLESS)?.tasks ?? [];
		expect(tasks).toHaveLength(before + 1);
		expect(tasks.at(-1)).toMatchObject({
			number: expect.stringMatching(/^7\d{10}$/),
			comment: expect.stringContaining('deal 12'),
		});

		await robot(url, 'Campaign_Task', 12);
		expect((await toDo(12)).description).toMatch(/holds this number already/);
		expect(office.mango.campaign(ENDLESS)?.tasks).toHaveLength(before + 1);
	});

	test('a campaign that is finished becomes a to-do with the reason', async () => {
		const { url } = await importShipped(office, file, (node) => {
			const chosen = makeUsersChoices(node);
			if ('campaign' in chosen.parameters)
				(chosen.parameters.campaign as { value: string }).value = String(FINISHED);
			return chosen;
		});
		await robot(url, 'Campaign_Task', 12);
		expect((await toDo(12)).description).toMatch(/campaign's status forbids/);
	});
});

test('the three webhooks on one trigger: the deal moves, too', async () => {
	const { url } = await importShipped(office, 'mango-bitrix24-integration.json', makeUsersChoices);
	expect((await fetch(`${url}&Action=Deal_Move&DealID=12&Result=POSITIVE`)).status).toBe(200);
	await eventually('The move', () => office.bitrix24.deal(12)?.stageId === 'PREPARATION');
});

describe("the credential's test, as the editor runs it", () => {
	const testKeys = (keys: Partial<Record<'apiKey' | 'apiSalt' | 'baseUrl', string>>) => {
		const { apiKey, apiSalt, baseUrl } = office.mango;
		return office.n8n.client.testCredential({
			name: 'x',
			type: 'mangoOfficeApi',
			data: { apiKey, apiSalt, baseUrl, ...keys },
		});
	};

	test('right keys', async () => {
		expect(await testKeys({})).toEqual({ status: 'OK', message: 'Connection successful!' });
	});

	test('it says which of the two is wrong', async () => {
		expect(await testKeys({ apiKey: 'x' })).toEqual({
			status: 'Error',
			message: expect.stringContaining('API key'),
		});
		office.mango.reset();
		const wrongSalt = { status: 'Error', message: expect.stringContaining('salt') };
		expect(await testKeys({ apiSalt: 'x' })).toEqual(wrongSalt);
		// A second wrong request would lock the account out.
		expect(await testKeys({ apiSalt: 'x' })).toEqual(wrongSalt);
		expect(office.mango.requests).toHaveLength(1);
	});

	test('a base URL that is none', async () => {
		expect(await testKeys({ baseUrl: 'http://app.mango-office.ru/vpbx/' })).toEqual({
			status: 'Error',
			message: expect.stringContaining('https'),
		});
	});
});

afterEach(() => sleep(50));
