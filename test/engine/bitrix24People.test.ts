import type { INodeExecutionData, INodeListSearchResult, INodeParameters } from 'n8n-workflow';

import { loadList, type RunOptions } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

type Items = INodeExecutionData['json'] | Array<INodeExecutionData['json']>;

const commands = () =>
	bitrix24.portal.requests.flatMap(({ commands: list = [] }) => list.map(decodeURIComponent));
const user = (value: unknown): INodeParameters =>
	({ __rl: true, mode: 'id', value }) as INodeParameters;

describe('User: Notify', () => {
	const notify = (
		parameters: INodeParameters = {},
		json: Items = {},
		options: Partial<RunOptions> = {},
	) =>
		bitrix24.run(
			{
				resource: 'user',
				operation: 'notify',
				user: user('7'),
				message: 'Звонил клиент',
				...parameters,
			},
			json,
			options,
		);

	test.each([
		[{}, 'im.notify.system.add'],
		[{ sender: 'personal' }, 'im.notify.personal.add'],
	])('%j', async (parameters, method) => {
		const { outputs, error } = await notify(parameters);
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toEqual({ userId: 7, notificationId: expect.any(Number) });
		expect(commands()).toEqual([`${method}?USER_ID=7&MESSAGE=Звонил клиент`]);
	});

	test.each([
		[{ user: user('x') }, '\'Employee\' was "x"'],
		[{ message: '={{ " " }}' }, '\'Message\' was " "'],
		[{ message: '={{ { a: 1 } }}' }, '\'Message\' was {"a":1}'],
		[{ message: 'см. $result[c0]' }, '\'Message\' was "см. $result[c0]"'],
		[{ sender: 'boss' }, '\'From\' was "boss"'],
	])('%j', async (parameters, message) => {
		const { error } = await notify(parameters);
		expect(error?.message).toBe(message);
		expect(commands()).toEqual([]);
	});

	test('a notification that was not created is no success', async () => {
		const { error } = await notify({ user: user('99') });
		expect(error?.message).toMatch(/^Bitrix24 did not create the notification/);
	});

	test.each(['insufficient_scope', 'ERROR_METHOD_NOT_FOUND'])(
		'%s names the permission',
		async (error) => {
			bitrix24.portal.failCommand('im.notify.system.add', { error, error_description: '' });
			const result = await notify();
			expect(result.error?.message).toContain("the permission (scope) 'im'");
			expect(result.error?.description).toContain("tick 'Chat and Notifications (im)'");
		},
	);

	test('a lost answer is not repeated', async () => {
		bitrix24.portal.answerNext({ body: '', dropConnection: true, runFirst: true });
		const { error } = await notify();
		expect(error?.description).toMatch(
			/^The notification may have been sent all the same\. Look at the notification/,
		);
		expect(commands()).toHaveLength(1);
	});
});

describe('Task: Create', () => {
	const create = (parameters: INodeParameters = {}, json: Items = {}) =>
		bitrix24.run(
			{
				resource: 'task',
				operation: 'create',
				taskTitle: 'Перезвонить',
				user: user(7),
				...parameters,
			},
			json,
		);

	test('with everything', async () => {
		const { outputs, error } = await create(
			{
				taskFields: {
					dealId: '={{ $json.dealId }}',
					contactId: '3',
					companyId: '',
					leadId: 71,
					deadline: '2026-11-26T15:00',
					description: 'Клиент ждёт',
					isUrgent: true,
					groupId: '5',
				},
			},
			{ dealId: 12 },
		);
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toEqual({
			taskId: expect.any(Number),
			title: 'Перезвонить',
			responsibleId: '7',
			deadline: expect.stringMatching(/^2026-11-26T15:00:00[+-]\d\d:\d\d$/),
			status: '2',
			groupId: '5',
			createdDate: null,
		});
		const [command] = commands();
		for (const part of [
			'fields[UF_CRM_TASK][0]=C_3',
			'fields[UF_CRM_TASK][1]=D_12',
			'fields[UF_CRM_TASK][2]=L_71',
			'fields[PRIORITY]=2',
			'fields[DESCRIPTION]=Клиент ждёт',
		])
			expect(command).toContain(part);
	});

	test('with the least', async () => {
		await create();
		expect(commands()).toEqual([
			'tasks.task.add?fields[TITLE]=Перезвонить&fields[RESPONSIBLE_ID]=7',
		]);
	});

	test.each([
		[{ taskTitle: '={{ "" }}' }, '\'Title\' was ""'],
		[{ user: user('Анна') }, '\'Responsible\' was "Анна"'],
		[{ taskFields: { dealId: 'D_12' } }, '\'Deal ID\' was "D_12"'],
		[{ taskFields: { deadline: 'завтра' } }, '\'Deadline\' was "завтра"'],
		[{ taskFields: { groupId: -1 } }, "'Project ID' was -1"],
	])('%j', async (parameters, message) => {
		const { error } = await create(parameters as INodeParameters);
		expect(error?.message).toBe(message);
		expect(commands()).toEqual([]);
	});

	test('an employee that is not there', async () => {
		const { error } = await create({ user: user(99) });
		expect(error?.message).toContain('не найден');
	});

	test('an answer without a task is no success', async () => {
		bitrix24.portal.answerNext({
			body: { result: { result: { c0: { task: [] } }, result_error: [] } },
		});
		const { error } = await create();
		expect(error?.message).toMatch(/^Bitrix24's answer does not tell whether this was carried out/);
	});

	test('without the permission', async () => {
		bitrix24.portal.failCommand('tasks.task.add', {
			error: 'insufficient_scope',
			error_description: '',
		});
		const { error } = await create();
		expect(error?.message).toBe("The webhook lacks the permission (scope) 'task'");
	});
});

test.each([
	['фрол', ['7']],
	['(106)', ['6']],
	['', ['1', '6', '7', '8', '9']],
])('employees can be searched by name and extension: %j', async (filter, ids) => {
	const { results } = await loadList(
		'bitrix24',
		{ parameters: { resource: 'user', operation: 'notify' }, credentials: bitrix24.credentials() },
		'parameters.user',
		(node, context) =>
			node.methods?.listSearch?.searchUsers.call(context, filter) as Promise<INodeListSearchResult>,
	);
	expect(results.map(({ value }) => value)).toEqual(ids);
});
