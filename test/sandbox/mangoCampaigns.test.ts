import { openMango, openReceiver, type MangoReply } from './openMango';
import { pause, rows, until } from './openPortal';

const open = openMango();
const [endless, finite, finished] = [79893, 79894, 79895];
const add = (campaign_id: unknown, number: unknown, more: object = {}) =>
	open.call('task/add', { campaign_id, number, ...more });
const code = ({ body }: MangoReply) => Number(body.result);
const tasksOf = (id: number) => open.mango.campaign(id)?.tasks ?? [];

describe('campaigns (3)', () => {
	it('are listed without `endless`, which only the campaign itself tells', async () => {
		const { body } = await open.call('campaign/list');
		expect(rows(body.campaigns).map(({ campaign_id, status }) => [campaign_id, status])).toEqual([
			[endless, 2],
			[finite, 2],
			[finished, 4],
		]);
		expect(body.campaigns[0]).toMatchObject({
			tasks_count: 2,
			finished_tasks_count: 1,
			completed: 50,
			members: ['106', '102'],
		});
		expect(body.campaigns[0]).not.toHaveProperty('endless');
		const one = await open.call('campaign', { campaign_id: endless, need_tasks: false });
		expect(one.body.campaign?.endless).toBe(true);
		expect(one.body.campaign).not.toHaveProperty('tasks');
		const whole = await open.call('campaign', { campaign_id: finite, need_tasks: true });
		expect(whole.body.campaign?.endless).toBe(false);
		expect(rows(whole.body.campaign?.tasks)[0]).toMatchObject({
			name: 'Роман Сазонов',
			status: 1,
			attempts_count: 0,
		});
		const bare = await open.call('campaign', { campaign_id: endless });
		expect(bare.body.campaign).not.toHaveProperty('tasks');
		expect(code(await open.call('campaign', {}))).toBe(3103);
		expect(code(await open.call('campaign', { campaign_id: 1, need_tasks: true }))).toBe(3300);
	});

	it('are added stopped, started, stopped and deleted', async () => {
		const schedule = [{ weekday: 1, start: '07:00', end: '16:00' }];
		const { body } = await open.call('campaign/add', {
			line_id: 405519147,
			name: 'Новая',
			schedule,
			operators: [400210106],
			endless: true,
		});
		const { campaign_id } = body;
		expect(open.mango.campaign(Number(campaign_id))).toMatchObject({
			status: 0,
			endless: true,
			operators: ['106'],
			lineId: 405519147,
		});
		expect(
			(await open.call('campaign/start', { campaign_id: String(campaign_id) })).body.status,
		).toBe(2);
		expect(code(await open.call('campaign/delete', { campaign_id }))).toBe(5106);
		expect((await open.call('campaign/stop', { campaign_id })).body.status).toBe(0);
		expect(code(await open.call('campaign/delete', { campaign_id }))).toBe(1000);
		expect(open.mango.campaign(Number(campaign_id))).toBeUndefined();
	});

	it('are not added with a wrong line, schedule or name', async () => {
		const good = {
			line_id: 405519147,
			name: 'Новая',
			schedule: [{ weekday: 1, start: '07:00', end: '16:00' }],
		};
		expect(code(await open.call('campaign/add', { ...good, line_id: 1 }))).toBe(3124);
		expect(
			code(
				await open.call('campaign/add', {
					...good,
					schedule: [{ weekday: 8, start: '07:00', end: '16:00' }],
				}),
			),
		).toBe(3104);
		expect(code(await open.call('campaign/add', { ...good, name: 'я'.repeat(71) }))).toBe(3104);
		expect(code(await open.call('campaign/add', { ...good, created_by: 5 }))).toBe(5105);
		expect(open.mango.campaigns).toHaveLength(3);
	});

	it('stay finished', async () => {
		expect(code(await open.call('campaign/start', { campaign_id: finished }))).toBe(5106);
	});
});

describe('task/add (3)', () => {
	it('gives the task an id', async () => {
		const { body } = await add(endless, '79161112233', {
			name: 'Мария Лебедева',
			priority: 5,
			due_date: '2026-12-31 20:00:00',
			custom_fields: { 5781: '12' },
			subtasks: [{ number: '74951112233', order: 0, type: 0 }],
		});
		const task = open.mango.task(Number(body.task_id));
		expect(task).toMatchObject({
			name: 'Мария Лебедева',
			priority: 5,
			status: 1,
			customFields: { 5781: '12' },
			dueDate: new Date('2026-12-31T20:00:00Z'),
		});
		expect(task?.subtasks).toEqual([{ number: '74951112233', priority: 999, order: 0 }]);
	});

	it('wants an endless campaign that is not finished', async () => {
		expect([
			code(await add(finite, '79161112233')),
			code(await add(finished, '79161112233')),
		]).toEqual([5106, 5106]);
		await open.call('campaign/stop', { campaign_id: endless });
		expect(code(await add(endless, '79161112233'))).toBe(1000);
	});

	it('refuses a number that waits already, not one that is done', async () => {
		expect(code(await add(endless, '+79161110002'))).toBe(5109);
		expect(code(await add(endless, '79161110001'))).toBe(1000);
	});

	it.each([
		[{ number: undefined }, 3103],
		[{ number: '8 (916) 123-45-05' }, 3104],
		[{ number: '7'.repeat(65) }, 3104],
		[{ campaign_id: 'abc' }, 3104],
		[{ priority: 1001 }, 3104],
		[{ due_date: '31.12.2026 20:00' }, 3104],
		[{ subtasks: [{ number: '74951112233', order: 0 }] }, 3103],
		[{ custom_fields: { 1: 'x' } }, 5104],
		[{ campaign_id: 1 }, 3300],
	])('refuses %j with %s', async (wrong, expected) => {
		expect(code(await add(endless, '79161112233', wrong))).toBe(expected);
		expect(tasksOf(endless)).toHaveLength(2);
	});
});

describe('tasks/push (3)', () => {
	const push = (campaign_id: unknown, ...numbers: string[]) =>
		open.call('tasks/push', { campaign_id, tasks: numbers.map((number) => ({ number })) });

	it('is accepted without ids, and done later', async () => {
		const { body } = await push(String(finite), '79161112233', '79161112244');
		expect(Object.keys(body)).toEqual(['result']);
		expect(tasksOf(finite)).toHaveLength(2);
		await until(() => tasksOf(finite).length === 4);
	});

	it('takes a campaign of any status but finished', async () => {
		await open.call('campaign/stop', { campaign_id: finite });
		expect(code(await push(finite, '79161112233'))).toBe(1000);
		expect(code(await push(finished, '79161112233'))).toBe(5106);
	});

	it('refuses all when one is double', async () => {
		expect(code(await push(endless, '79161112233', '79161112233'))).toBe(5109);
		expect(code(await push(endless, '79161112233', '79161110002'))).toBe(5109);
		await pause(30);
		expect(tasksOf(endless)).toHaveLength(2);
	});
});

describe('one task (3)', () => {
	const made = async () =>
		Number((await add(endless, '79161112233', { name: 'Мария' })).body.task_id);

	it('can be looked at', async () => {
		const task_id = await made();
		const { body } = await open.call('task', { task_id });
		expect(body.task).toMatchObject({
			campaign_task_id: task_id,
			campaign_id: endless,
			name: 'Мария',
			status: 1,
			status_reason: null,
			talk_duration: null,
			custom_fields: {},
		});
		expect(body.task?.created).toEqual(expect.any(Number));
		for (const field of ['attempts_count', 'record_id'])
			expect(body.task).not.toHaveProperty(field);
		expect((await open.call('task', { task_id, brief: true })).body.task).not.toHaveProperty(
			'custom_fields',
		);
		expect(code(await open.call('task', { task_id: 1 }))).toBe(3300);
	});

	it('is updated with custom fields as an object or a list of one', async () => {
		const task_id = await made();
		expect(
			code(
				await open.call('task/update', {
					campaign_id: endless,
					task_id,
					name: 'Анна',
					priority: '1',
					custom_fields: [{ 5783: 'Тула' }],
				}),
			),
		).toBe(1000);
		expect(open.mango.task(task_id)).toMatchObject({
			name: 'Анна',
			priority: 1,
			customFields: { 5783: 'Тула' },
		});
		expect(code(await open.call('task/update', { campaign_id: endless, task_id }))).toBe(3103);
	});

	it('is stopped, started and deleted, by the ids of both', async () => {
		const task_id = await made();
		expect(code(await open.call('task/stop', { campaign_id: finite, task_id }))).toBe(3300);
		expect(code(await open.call('task/stop', { campaign_id: endless, task_id }))).toBe(1000);
		expect(open.mango.task(task_id)).toMatchObject({ status: 0, statusReason: 11 });
		expect(code(await open.call('task/start', { campaign_id: endless, task_id }))).toBe(1000);
		expect(open.mango.task(task_id)?.status).toBe(1);
		expect(code(await open.call('task/delete', { campaign_id: endless, task_id }))).toBe(1000);
		expect(open.mango.task(task_id)).toBeUndefined();
		const done = tasksOf(finished)[0]?.id;
		expect(code(await open.call('task/start', { campaign_id: finished, task_id: done }))).toBe(
			5111,
		);
	});
});

describe('v2/campaign/tasks (3)', () => {
	it('goes on from a cursor, and takes a list or a number', async () => {
		for (let index = 10; index < 25; index += 1) await add(endless, `791611122${index}`);
		const seen: unknown[] = [];
		let cursor: unknown;
		let pages = 0;
		do {
			const { body } = await open.call('v2/campaign/tasks', {
				campaign_ids: [endless],
				limit: 7,
				...(cursor ? { cursor } : {}),
			});
			seen.push(...rows(body.tasks).map(({ task_id }) => task_id));
			({ cursor } = body as { cursor?: unknown });
			pages += 1;
		} while (cursor);
		expect([pages, new Set(seen).size]).toEqual([3, 17]);
		const { body } = await open.call('v2/campaign/tasks', {
			campaign_ids: endless,
			fields: ['alias_all'],
		});
		expect(rows(body.tasks)).toHaveLength(10);
		expect(body.tasks[0]).toMatchObject({
			task_status: 4,
			task_status_reason: 1,
			task_created: expect.stringMatching(/^\d{4}\.\d\d\.\d\d \d\d:\d\d:\d\d$/),
			task_custom_fields: {},
		});
		expect(code(await open.call('v2/campaign/tasks', { campaign_ids: endless, limit: 101 }))).toBe(
			3104,
		);
		expect(
			code(await open.call('v2/campaign/tasks', { campaign_ids: endless, cursor: 'eA==' })),
		).toBe(3104);
	});
});

describe('the dialler (3)', () => {
	const done = (id: number) =>
		until(() => open.mango.task(id)?.status === 4 && open.mango.task(id));

	/** One call and no more. */
	const attempt = async (id: number) => {
		const before = open.mango.calls.length;
		open.mango.dialCampaigns(true);
		await until(() => open.mango.calls.length > before);
		open.mango.dialCampaigns(false);
		await until(() => open.mango.task(id)?.status !== 2);
	};

	it('sleeps unless it is switched on', async () => {
		await pause(100);
		expect(open.mango.calls).toHaveLength(0);
	});

	it('calls the most urgent task, and names it in the events', async () => {
		const hook = await openReceiver(() => open.mango);
		open.mango.setEventsUrl(hook.fresh());
		const [, urgent] = tasksOf(endless);
		open.mango.dialCampaigns(true);
		await hook.until('events/summary');
		open.mango.dialCampaigns(false);
		const events = hook.of('events/call');
		await hook.stop();
		expect(events[0]).toMatchObject({
			callback_initiator: 'ObDial',
			task_id: urgent?.id,
			seq: expect.any(Number),
		});
		expect(events[0]).not.toHaveProperty('command_id');
		expect(await done(urgent?.id ?? 0)).toMatchObject({ statusReason: 1, attempts: 1 });
		expect(urgent?.talkDuration).toBe(20);
	});

	it('calls the other numbers, and tries each twice', async () => {
		await open.call('campaign/stop', { campaign_id: finite });
		await open.call('task/delete', { campaign_id: endless, task_id: tasksOf(endless)[1]?.id });
		open.mango.script({ client: 'busy' }, 3);
		open.mango.script({ client: 'unreachable' });
		const { body } = await add(endless, '79161112233', {
			subtasks: [{ number: '74951112233', order: 0, type: 0 }],
		});
		open.mango.dialCampaigns(true);
		expect(await done(Number(body.task_id))).toMatchObject({
			status: 4,
			statusReason: 4,
			attempts: 4,
		});
		expect(open.mango.calls.map(({ client }) => client.number)).toEqual([
			'79161112233',
			'74951112233',
			'79161112233',
			'74951112233',
		]);
	});

	it('puts a task in the queue again, with the reason of its last attempt', async () => {
		await open.call('campaign/stop', { campaign_id: finite });
		const task_id = tasksOf(endless)[1]?.id ?? 0;
		open.mango.script({ client: 'noAnswer' });
		await attempt(task_id);
		expect((await open.call('task', { task_id })).body.task).toMatchObject({
			status: 1,
			status_reason: 3,
			talk_duration: 0,
			end: null,
		});
		const { body } = await open.call('v2/campaign/tasks', { campaign_ids: endless });
		expect(rows(body.tasks)[1]).toMatchObject({
			task_id,
			task_status: 1,
			task_status_reason: 3,
			attempts_count: 1,
			duration: 0,
			last_attempt: expect.any(String),
		});
	});

	it('tells a voicemail that the antirobot noticed, and a talk with its length and its recording', async () => {
		await open.call('campaign/stop', { campaign_id: finite });
		const task_id = tasksOf(endless)[1]?.id ?? 0;
		open.mango.script({ client: 'voicemail' });
		await attempt(task_id);
		expect((await open.call('task', { task_id })).body.task).toMatchObject({
			status: 1,
			status_reason: 23,
		});
		await attempt(task_id);
		const { body } = await open.call('task', { task_id });
		expect(body.task).toMatchObject({ status: 4, status_reason: 1 });
		expect(Number(body.task.talk_duration)).toBe(20);
		const v2 = rows(
			(await open.call('v2/campaign/tasks', { campaign_ids: endless })).body.tasks,
		)[1];
		expect(v2).toMatchObject({ attempts_count: 2, duration: body.task.talk_duration });
		const { campaign } = (await open.call('campaign', { campaign_id: endless, need_tasks: true }))
			.body;
		expect(rows(campaign?.tasks)[1]).toMatchObject({
			record_id: open.mango.calls[1]?.recordingId,
			attempts_count: 2,
		});
	});

	it('does not call the forbidden, the late and the blocked', async () => {
		for (const id of [endless, finite])
			for (const task of [...tasksOf(id)])
				await open.call('task/delete', { campaign_id: id, task_id: task.id });
		const forbidden = Number((await add(endless, '79990000666')).body.task_id);
		const late = Number(
			(await add(endless, '79161112201', { due_date: '2020-01-01 00:00:00' })).body.task_id,
		);
		const blocked = Number(
			(await add(endless, '79161112202', { blocked_until: '2100-01-01 00:00:00' })).body.task_id,
		);
		open.mango.dialCampaigns(true);
		expect((await done(forbidden)).statusReason).toBe(26);
		expect((await done(late)).statusReason).toBe(25);
		await pause(60);
		expect(open.mango.task(blocked)).toMatchObject({ status: 1, attempts: 0 });
		expect(open.mango.calls).toHaveLength(0);
	});

	it('ends a campaign that is not endless with its last task', async () => {
		await open.call('campaign/stop', { campaign_id: endless });
		open.mango.script({ client: 'unknownNumber', number: '79161110004' });
		open.mango.dialCampaigns(true);
		await until(() => open.mango.campaign(finite)?.status === 4);
		expect(tasksOf(finite).map(({ statusReason }) => statusReason)).toEqual([1, 8]);
		expect(open.mango.campaign(finite)?.statusReason).toBe(2);
	});
});
