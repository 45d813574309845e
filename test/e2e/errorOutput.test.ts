import { N8N_VERSION } from '../../sandbox/n8n/install';
import { makeUsersChoices } from '../../sandbox/start/usersChoices';
import { eventually, importShipped, robot, startOffice, type Office } from './office';

/**
 * The last n8n 1, the last that runs on Node 20, and the sandbox's own: each has its own rule for
 * what goes to an error output.
 */
const VERSIONS = ['1.123.81', '2.8.4', N8N_VERSION];

/** With an empty cache an old n8n is installed first. */
const INSTALL_MS = 600_000;

describe.each(VERSIONS)('n8n %s', (version) => {
	let office: Office;
	let url: string;
	beforeAll(async () => {
		office = await startOffice({ version, mango: { speed: 200 } });
		({ url } = await importShipped(office, 'auto-callback.json', makeUsersChoices));
	}, INSTALL_MS);
	beforeEach(() => {
		office.bitrix24.reset();
		office.mango.reset();
	});
	afterAll(() => office?.stop());

	const toDo = (dealId: number) =>
		eventually(
			'A to-do',
			() => office.bitrix24.todos.find(({ ownerId }) => ownerId === dealId),
			30,
		);

	test('a call that MANGO OFFICE refuses becomes a to-do with the reason, and no comment', async () => {
		office.mango.answerNext({ method: 'commands/callback', status: 400, body: { result: 2240 } });
		await robot(url, 'Callback', 12);
		expect(await toDo(12)).toMatchObject({
			description: expect.stringMatching(/not enough money[^]*\n.*\w/),
		});
		expect(office.bitrix24.comments).toEqual([]);
	});

	test('a call that MANGO OFFICE accepts becomes a comment, and no to-do', async () => {
		await robot(url, 'Callback', 12);
		await eventually(
			'A comment',
			() => office.bitrix24.comments.find(({ entityId }) => entityId === 12),
			30,
		);
		expect(office.bitrix24.todos).toEqual([]);
	});
});
