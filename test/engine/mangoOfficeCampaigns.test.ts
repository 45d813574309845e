import {
	setGlobalState,
	type IDataObject,
	type INodeParameters,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { loadList, type RunOptions } from './harness';
import { chosen, until, useMango } from './mangoAccount';

const office = useMango();
const ENDLESS = 79893;
const WITH_AN_END = 79894;
const FINISHED = 79895;

beforeAll(() => setGlobalState({ defaultTimezone: 'Asia/Vladivostok' }));

type Item = IDataObject;

function campaign(
	operation: string,
	id: number | string | undefined,
	more: INodeParameters = {},
	options: Partial<RunOptions> = {},
) {
	const target = id === undefined ? {} : { campaign: chosen(id) };
	return office.run({ resource: 'campaign', operation, ...target, ...more }, {}, options);
}

function task(
	operation: string,
	id: number | string | undefined,
	more: INodeParameters = {},
	items: Item | Item[] = {},
	options: Partial<RunOptions> = {},
) {
	const target = id === undefined ? {} : { campaign: chosen(id) };
	return office.run({ resource: 'campaignTask', operation, ...target, ...more }, items, options);
}

const client = (more: Item = {}): Item => ({
	dealId: 12,
	title: 'Подключение',
	phone: '8 (916) 555-00-01',
	client: { name: 'Иван Петров' },
	...more,
});
const GO_ON = { onError: 'continueRegularOutput' as const };

describe('Campaign: Get Many, Get', () => {
	test('the list has all campaigns with their status in words', async () => {
		const { outputs } = await campaign('getMany', undefined, { returnAll: true });
		expect(
			outputs[0].map(({ json }) => [
				json.campaignId,
				json.name,
				json.status,
				json.statusText,
				json.statusReasonText,
			]),
		).toEqual([
			[ENDLESS, 'Повторные звонки', 2, 'Running', null],
			[WITH_AN_END, 'Ноябрьская акция', 2, 'Running', null],
			[FINISHED, 'Опрос, октябрь', 4, 'Finished', 'All Tasks Done'],
		]);
		expect(outputs[0][0].pairedItem).toEqual({ item: 0 });
		expect(office.mango.requests).toHaveLength(1);
	});

	test('up to a limit', async () => {
		const { outputs } = await campaign('getMany', undefined, { returnAll: false, limit: 2 });
		expect(outputs[0]).toHaveLength(2);
	});

	test('one campaign tells whether it is endless', async () => {
		const { outputs } = await campaign('get', ENDLESS);
		expect(outputs[0][0].json).toMatchObject({
			campaignId: ENDLESS,
			endless: true,
			statusText: 'Running',
			tasksCount: 2,
			createdBy: { userId: expect.any(Number) },
		});
	});

	test.each(['x', '-1', '0', '1.5'])('the ID %j is not sent', async (id) => {
		const { error } = await campaign('get', id);
		expect(error?.message).toBe(`'Campaign' was ${JSON.stringify(id)}`);
		expect(office.mango.requests).toEqual([]);
	});

	test('an unknown campaign is an error', async () => {
		const { error } = await campaign('get', 1);
		expect(error?.message).toContain('MANGO OFFICE has no such object (result 3300');
	});
});

describe('Campaign: Start, Stop, Delete', () => {
	test('one after the other', async () => {
		expect((await campaign('stop', ENDLESS)).outputs[0][0].json).toEqual({
			campaignId: ENDLESS,
			status: 0,
			statusText: 'Stopped',
		});
		expect(office.mango.campaign(ENDLESS)?.status).toBe(0);
		expect((await campaign('start', ENDLESS)).outputs[0][0].json).toEqual({
			campaignId: ENDLESS,
			status: 2,
			statusText: 'Running',
		});
		expect(office.mango.campaign(ENDLESS)?.status).toBe(2);
		expect((await campaign('delete', FINISHED)).outputs[0][0].json).toEqual({
			campaignId: FINISHED,
			status: 6,
			statusText: 'Being Deleted',
		});
		expect(office.mango.campaign(FINISHED)).toBeUndefined();
	});

	test.each([
		['start', FINISHED],
		['stop', FINISHED],
		['delete', ENDLESS],
	])('%s of campaign %i in a status that forbids it', async (operation, id) => {
		const before = office.mango.campaign(id)?.status;
		const { error } = await campaign(operation, id);
		expect(error?.message).toContain("The campaign's status forbids this (result 5106");
		expect(office.mango.campaign(id)?.status).toBe(before);
	});
});

describe('Campaign: Create', () => {
	const hours = { hours: [{ weekdays: [1, 2], start: '09:00', end: '18:00' }] };
	const create = (more: INodeParameters = {}, campaignOptions: INodeParameters = {}) =>
		campaign('create', undefined, {
			name: 'Обзвон',
			line: 405519147,
			schedule: hours,
			campaignOptions,
			...more,
		});

	test('an endless campaign with a schedule in UTC', async () => {
		const { outputs } = await create();
		const { campaignId } = outputs[0][0].json;
		expect(outputs[0][0].json).toEqual({
			campaignId: expect.any(Number),
			name: 'Обзвон',
			endless: true,
		});
		expect(office.mango.campaign(Number(campaignId))).toMatchObject({
			name: 'Обзвон',
			endless: true,
			status: 0,
		});
		expect(office.sent('campaign/add')).toEqual([
			{
				line_id: 405519147,
				name: 'Обзвон',
				endless: true,
				schedule: [
					{ weekday: 1, start: '00:00', end: '08:00' },
					{ weekday: 1, start: '23:00', end: '23:59' },
					{ weekday: 2, start: '00:00', end: '08:00' },
					{ weekday: 7, start: '23:00', end: '23:59' },
				],
			},
		]);
	});

	test('all options go out under the names of MANGO', async () => {
		const { error } = await create(
			{},
			{
				answerWait: 60,
				callProcessing: 120,
				callsPerOperator: 1.5,
				dialMode: 7,
				endless: false,
				endDate: '2027-03-01T12:00:00',
				operators: [400210102],
				order: 5,
				priority: 1,
				redialBusy: 5,
				redialMax: 4,
				redialNoAnswer: 10,
				redialNotAvailable: 1,
				startDate: '2027-02-01T12:00:00',
				timerBusy: 60,
				timerNoAnswer: 10800,
				timerNotAvailable: 0,
				timezoneMode: 2,
			},
		);
		expect(error).toBeUndefined();
		expect(office.sent('campaign/add')[0]).toMatchObject({
			answer_wait: 60,
			call_processing: 120,
			add_calls_coef: 1.5,
			dial_mode: 7,
			endless: false,
			start_date: '2027-02-01 02:00:00',
			end_date: '2027-03-01 02:00:00',
			operators: [400210102],
			order: 5,
			priority: 1,
			redial_busy: 5,
			redial_max: 4,
			redial_no_answer: 10,
			redial_not_avail: 1,
			timer_busy: 60,
			timer_no_answer: 10800,
			timer_not_avail: 0,
			timezone_mode: 2,
		});
	});

	test.each<[string, INodeParameters, INodeParameters, RegExp]>([
		['no name', { name: ' ' }, {}, /^'Name' is empty/],
		['a long name', { name: 'x'.repeat(71) }, {}, /^'Name' has 71 characters/],
		['no line', { line: '={{ "" }}' }, {}, /^'Line' was ""/],
		['no schedule', { schedule: {} }, {}, /^The schedule is empty/],
		[
			'hours that end first',
			{ schedule: { hours: [{ weekdays: [1], start: '18:00', end: '09:00' }] } },
			{},
			/end before they start/,
		],
		['an unknown answer wait', {}, { answerWait: '={{ 15 }}' }, /^'Answer Wait' was 15/],
		['an order out of bounds', {}, { order: 1000 }, /^'Order' was 1000/],
		[
			'an operator without ID',
			{},
			{ operators: '={{ ["Anna"] }}' },
			/^'Operator Names or IDs' was "Anna"/,
		],
		[
			'dates the wrong way round',
			{},
			{ startDate: '2027-03-01T00:00:00', endDate: '2027-02-01T00:00:00' },
			/^'End Date' must come after/,
		],
		['a date that is none', {}, { startDate: 'soon' }, /^The date was "soon"/],
	])('%s is not sent', async (_, more, options, message) => {
		const { error } = await create(more, options);
		expect(error?.message).toMatch(message);
		expect(office.mango.requests).toEqual([]);
	});
});

describe('Campaign Task: Add', () => {
	test('takes phone, name and deal from the item, and leads back to the deal', async () => {
		const { outputs } = await task('add', ENDLESS, {}, client());
		const { taskId } = outputs[0][0].json;
		expect(outputs[0][0]).toEqual({
			json: {
				taskId: expect.any(Number),
				campaignId: ENDLESS,
				phone: '79165550001',
				name: 'Иван Петров',
				dealId: 12,
			},
			pairedItem: { item: 0 },
		});
		expect(office.sent('task/add')).toEqual([
			{ campaign_id: ENDLESS, number: '79165550001', name: 'Иван Петров', comment: '[deal 12]' },
		]);
		const read = await task('get', undefined, {}, { taskId });
		expect(read.outputs[0][0].json).toMatchObject({
			taskId,
			dealId: 12,
			number: '79165550001',
			statusText: 'Queued',
		});
	});

	test("without a client's name the deal's title stands for it", async () => {
		await task('add', ENDLESS, {}, client({ client: undefined }));
		expect(office.sent('task/add')[0].name).toBe('Подключение');
	});

	test('takes all fields, times from the time zone of the workflow', async () => {
		const { error } = await task('add', ENDLESS, {
			taskFrom: 'parameter',
			phone: '+7 916 555-00-02',
			name: 'Пётр',
			dealId: '77',
			additionalFields: {
				alternativeNumbers:
					'8 916 555-00-02, 8 916 555-00-03,, sip:ivan@test.mangosip.ru, 79165550003',
				blockedUntil: '2027-03-01T09:30:00',
				comment: 'Напомнить о договоре',
				customFields: { field: [{ id: '5783', value: 'Томск' }] },
				dueDate: '2027-03-01T18:00:00+03:00',
				organization: 'ООО Ромашка',
				position: 'Директор',
				priority: 10,
			},
		});
		expect(error).toBeUndefined();
		expect(office.sent('task/add')).toEqual([
			{
				campaign_id: ENDLESS,
				number: '79165550002',
				name: 'Пётр',
				priority: 10,
				organization: 'ООО Ромашка',
				position: 'Директор',
				comment: 'Напомнить о договоре [deal 77]',
				due_date: '2027-03-01 15:00:00',
				blocked_until: '2027-02-28 23:30:00',
				custom_fields: { 5783: 'Томск' },
				subtasks: [
					{ number: '79165550003', order: 0, type: 0 },
					{ number: 'sip:ivan@test.mangosip.ru', order: 1, type: 0 },
				],
			},
		]);
		expect(office.mango.campaign(ENDLESS)?.tasks.at(-1)).toMatchObject({
			number: '79165550002',
			customFields: { 5783: 'Томск' },
		});
	});

	test('a Luxon time of an expression is an instant', async () => {
		const { error } = await task(
			'add',
			ENDLESS,
			{ additionalFields: { blockedUntil: '={{ DateTime.fromISO("2027-03-01T10:00:00Z") }}' } },
			client(),
		);
		expect(error).toBeUndefined();
		expect(office.sent('task/add')[0].blocked_until).toBe('2027-03-01 10:00:00');
	});

	test('the deal may go into a custom field, or nowhere', async () => {
		await task(
			'add',
			ENDLESS,
			{ additionalFields: { dealIn: 'customField', dealField: '5781', comment: 'x' } },
			client(),
		);
		expect(office.sent('task/add')[0]).toMatchObject({
			comment: 'x',
			custom_fields: { 5781: '12' },
		});
		await task(
			'add',
			ENDLESS,
			{ additionalFields: { dealIn: 'nowhere' } },
			client({ phone: '79165550009' }),
		);
		expect(office.sent('task/add')[1]).toEqual({
			campaign_id: ENDLESS,
			number: '79165550009',
			name: 'Иван Петров',
		});
	});

	test.each<[string, INodeParameters, Item, RegExp]>([
		[
			'no phone',
			{},
			client({ phone: undefined }),
			/^The incoming item's field 'phone' was not there/,
		],
		['an empty phone', {}, client({ phone: '' }), /^The incoming item's field 'phone' was ""/],
		[
			'a client whose numbers are masks',
			{},
			client({ phone: null, problem: 'badPhone' }),
			/^The client of deal 12 has no phone number that can be dialled/,
		],
		[
			'a client known to have none',
			{},
			client({ phone: null, problem: 'noPhone' }),
			/^The client of deal 12 has no phone number/,
		],
		['a phone that is none', {}, client({ phone: '12' }), /^The phone number was "12"/],
		[
			'a bad alternative number',
			{ additionalFields: { alternativeNumbers: '+7 916 555-00-03, x' } },
			client(),
			/^The phone number was " x"|^The phone number was "x"/,
		],
		[
			'a deal that is no number',
			{},
			client({ dealId: 'D_12' }),
			/^The deal ID \('dealId'\) was "D_12"/,
		],
		[
			'a long name',
			{},
			client({ client: { name: 'x'.repeat(256) } }),
			/^'Name' has 256 characters/,
		],
		[
			'a comment that the deal makes too long',
			{ additionalFields: { comment: 'x'.repeat(1020) } },
			client(),
			/^'Comment' has 1030 characters/,
		],
		[
			'a priority out of bounds',
			{ additionalFields: { priority: 0 } },
			client(),
			/^'Priority' was 0/,
		],
		[
			'a due date in the past',
			{ additionalFields: { dueDate: '2020-01-01T00:00:00' } },
			client(),
			/^'Due Date' has passed/,
		],
		[
			'no time to call',
			{ additionalFields: { dueDate: '2027-01-01T00:00:00', blockedUntil: '2027-01-02T00:00:00' } },
			client(),
			/^'Due Date' must come after/,
		],
		[
			'a custom field without ID',
			{ additionalFields: { customFields: { field: [{ id: 'City', value: 'x' }] } } },
			client(),
			/^'Field' was "City"/,
		],
		[
			'no field for the deal',
			{ additionalFields: { dealIn: 'customField' } },
			client(),
			/^'Deal Field' was/,
		],
	])('%s is not sent', async (_, more, item, message) => {
		const { error } = await task('add', ENDLESS, more, item);
		expect(error?.message).toMatch(message);
		expect(office.mango.requests).toEqual([]);
	});

	test.each([
		['a finished campaign', FINISHED, client(), "The campaign's status forbids this (result 5106"],
		[
			'a campaign that is not endless',
			WITH_AN_END,
			client(),
			"The campaign's status forbids this (result 5106",
		],
		[
			'a number that is there already',
			ENDLESS,
			client({ phone: '79161110002' }),
			'The campaign holds this number already (result 5109',
		],
		['an unknown campaign', 1, client(), 'MANGO OFFICE has no such object (result 3300'],
	])('%s refuses it', async (_, id, item, message) => {
		const { error } = await task('add', id, {}, item);
		expect(error?.message).toContain(message);
		expect(error?.description).toBeTruthy();
	});

	test('is never sent again when its answer is lost', async () => {
		office.mango.answerNext({ method: 'task/add', body: '', dropConnection: true, runFirst: true });
		const { error } = await task('add', ENDLESS, {}, client());
		expect(error?.message).toMatch(/^It is not known whether MANGO OFFICE has done this/);
		expect(office.sent('task/add')).toHaveLength(1);
		expect(office.mango.campaign(ENDLESS)?.tasks.at(-1)?.number).toBe('79165550001');
	});

	test('is sent again when the Contact Center was overloaded', async () => {
		office.mango.answerNext({ method: 'task/add', status: 503, body: { result: 5008 } });
		const { outputs } = await task('add', ENDLESS, {}, client());
		expect(outputs[0][0].json.taskId).toEqual(expect.any(Number));
		expect(
			office.mango.campaign(ENDLESS)?.tasks.filter(({ number }) => number === '79165550001'),
		).toHaveLength(1);
	});

	test('one bad item keeps all from being sent, unless the node goes on', async () => {
		const items = [client(), client({ phone: undefined }), client({ phone: '79165550004' })];
		expect((await task('add', ENDLESS, {}, items)).error?.context?.itemIndex).toBe(1);
		expect(
			(await task('addMany', ENDLESS, {}, [client(), client({ phone: '12' })])).error?.context
				?.itemIndex,
		).toBe(1);
		expect(office.mango.requests).toEqual([]);
		const { outputs } = await task('add', ENDLESS, {}, items, GO_ON);
		expect(outputs[0].map(({ json }) => json.phone ?? json.error)).toEqual([
			'79165550001',
			"The incoming item's field 'phone' was not there",
			'79165550004',
		]);
	});

	test('the first refusal ends it, so that a repeated execution adds nothing twice', async () => {
		const { error } = await task('add', ENDLESS, {}, [
			client({ phone: '79161110002' }),
			client({ phone: '79165550004' }),
		]);
		expect(error?.message).toContain('The campaign holds this number already (result 5109');
		expect(office.sent('task/add')).toHaveLength(1);
	});
});

describe('Campaign Task: Add Many', () => {
	const clients = (count: number) =>
		Array.from({ length: count }, (_, i) =>
			client({ dealId: i + 1, phone: `7916${String(2_000_000 + i)}` }),
		);
	const numbersOf = (id: number) =>
		office.mango.campaign(id)?.tasks.map(({ number }) => number) ?? [];

	test('1,000 items go out in one request, and all arrive', async () => {
		const { outputs } = await task('addMany', ENDLESS, {}, clients(1000));
		expect(outputs[0]).toHaveLength(1000);
		expect(outputs[0][999]).toEqual({
			json: {
				campaignId: ENDLESS,
				phone: '79162000999',
				name: 'Иван Петров',
				dealId: 1000,
				added: true,
			},
			pairedItem: { item: 999 },
		});
		expect(office.mango.requests.map(({ path }) => path)).toEqual(['tasks/push']);
		await until(() => numbersOf(ENDLESS).length === 1002);
		expect(new Set(numbersOf(ENDLESS)).size).toBe(1002);
		expect(office.mango.campaign(ENDLESS)?.tasks.at(-1)?.comment).toBe('[deal 1000]');
	});

	test('a campaign need not be endless; each campaign has its request', async () => {
		const items = clients(4).map((item, i) => ({ ...item, to: i % 2 ? ENDLESS : WITH_AN_END }));
		const { outputs } = await office.run(
			{
				resource: 'campaignTask',
				operation: 'addMany',
				campaign: { __rl: true, mode: 'id', value: '={{ $json.to }}' },
			},
			items,
		);
		expect(outputs[0].map(({ json }) => [json.campaignId, json.dealId])).toEqual([
			[WITH_AN_END, 1],
			[ENDLESS, 2],
			[WITH_AN_END, 3],
			[ENDLESS, 4],
		]);
		expect(
			office
				.sent('tasks/push')
				.map(({ campaign_id: id, tasks }) => [id, (tasks as unknown[]).length]),
		).toEqual([
			[WITH_AN_END, 2],
			[ENDLESS, 2],
		]);
	});

	test('a number that comes twice is added once, and the second item says so', async () => {
		const { outputs } = await task('addMany', ENDLESS, {}, [
			client(),
			client({ dealId: 13, phone: '+7 916 555-00-01' }),
		]);
		expect(outputs[0].map(({ json }) => [json.dealId, json.added, json.reason])).toEqual([
			[12, true, undefined],
			[13, false, 'duplicate'],
		]);
		expect((office.sent('tasks/push')[0].tasks as unknown[]).length).toBe(1);
	});

	test('items that cannot be tasks do not harm the others when the node goes on', async () => {
		const { outputs } = await task(
			'addMany',
			ENDLESS,
			{},
			[client({ problem: 'noPhone', phone: undefined }), client()],
			GO_ON,
		);
		expect(outputs[0].map(({ json }) => json.error ?? json.added)).toEqual([
			'The client of deal 12 has no phone number',
			true,
		]);
		expect(
			(await task('addMany', ENDLESS, {}, [client({ phone: undefined }), client()])).error?.message,
		).toContain("'phone' was not there");
		expect(office.sent('tasks/push')).toHaveLength(1);
	});

	test.each([
		['a finished campaign', FINISHED, client(), "The campaign's status forbids this (result 5106"],
		[
			'a number that is there already',
			ENDLESS,
			client({ phone: '79161110002' }),
			'The campaign holds this number already (result 5109',
		],
	])('%s refuses all', async (_, id, item, message) => {
		const { error } = await task('addMany', id, {}, [client(), item]);
		expect(error?.message).toContain(message);
		const before = numbersOf(id).length;
		const { outputs } = await task('addMany', id, {}, [client(), item], GO_ON);
		expect(outputs[0].map(({ json }) => json.error)).toEqual([
			expect.stringContaining(message),
			expect.stringContaining(message),
		]);
		expect(numbersOf(id)).toHaveLength(before);
	});

	test('the error of a campaign names its first item, not the first of all', async () => {
		const items = clients(3).map((item, i) => ({ ...item, to: i ? FINISHED : ENDLESS }));
		const { error } = await office.run(
			{
				resource: 'campaignTask',
				operation: 'addMany',
				campaign: { __rl: true, mode: 'id', value: '={{ $json.to }}' },
			},
			items,
		);
		expect(error?.message).toContain('(result 5106');
		expect(error?.context?.itemIndex).toBe(1);
	});

	test('more than a campaign can hold is not sent', async () => {
		const { error } = await task('addMany', ENDLESS, {}, clients(10_001));
		expect(error?.message).toMatch(/^A campaign takes 10000 tasks at most; these items hold 10001/);
		expect(office.mango.requests).toEqual([]);
	});

	test('is never sent again when its answer is lost', async () => {
		office.mango.answerNext({ method: 'tasks/push', body: '', dropConnection: true });
		const { error } = await task('addMany', ENDLESS, {}, clients(2));
		expect(error?.message).toMatch(/^It is not known whether/);
		expect(office.sent('tasks/push')).toHaveLength(1);
	});

	test('after a wrong request nothing more is sent: the next one would lock the account out', async () => {
		const items = clients(2).map((item, i) => ({ ...item, to: i ? ENDLESS : 1 }));
		const { outputs } = await office.run(
			{
				resource: 'campaignTask',
				operation: 'addMany',
				campaign: { __rl: true, mode: 'id', value: '={{ $json.to }}' },
			},
			items,
			GO_ON,
		);
		expect(outputs[0].map(({ json }) => json.error)).toEqual([
			expect.stringContaining('(result 3300'),
			'This item was not sent to MANGO OFFICE',
		]);
		expect(office.mango.requests).toHaveLength(1);
	});
});

describe('Campaign Task: Get, Get Many', () => {
	const [done, queued] = [11227801, 11227802];

	test('status and reason come in words', async () => {
		office.mango.setTask(queued, { status: 4, statusReason: 26 });
		const { outputs } = await task('get', undefined, { taskId: String(queued) });
		expect(outputs[0][0].json).toMatchObject({
			taskId: queued,
			campaignId: ENDLESS,
			status: 4,
			statusText: 'Done',
			statusReason: 26,
			statusReasonText: 'Forbidden Number',
		});
	});

	test('an unknown task, and none at all', async () => {
		expect((await task('get', undefined, { taskId: '1' })).error?.message).toContain(
			'MANGO OFFICE has no such object (result 3300',
		);
		expect((await task('get', undefined)).error?.message).toBe(
			"The incoming item's field 'taskId' was not there",
		);
		expect(office.mango.requests).toHaveLength(1);
	});

	test.each<[string, object]>([
		['from the list', chosen(String(queued))],
		['by its ID', chosen(queued, 'id')],
		['as a text, as workflows have it from before there was a list', String(queued)],
		['as a number of an expression', '={{ Number($json.id) }}'],
	] as Array<[string, object]>)('the task is taken %s', async (_, taskId) => {
		const { outputs } = await task('get', undefined, { taskId: taskId as never }, { id: queued });
		expect(outputs[0][0].json.taskId).toBe(queued);
	});

	const ALL = [done, queued, 11227803, 11227804, 11227805];
	test.each([
		['of the chosen campaign', 'campaignTask', 'stop', chosen('79894'), [11227803, 11227804]],
		['of all campaigns where none is asked for', 'campaignTask', 'get', undefined, ALL],
		['of all campaigns for an outcome', 'call', 'getOutcome', undefined, ALL],
	])('the list has the tasks %s', async (_, resource, operation, campaign, expected) => {
		const parameters = { resource, operation, ...(campaign && { campaign }) };
		const found = await office.search('searchTasks', '', { parameters });
		expect(found.map(({ value }) => Number(value))).toEqual(expected);
	});

	test('the list has name, number and status, and finds by them', async () => {
		const parameters = { resource: 'campaignTask', operation: 'get' };
		const [{ name }] = await office.search('searchTasks', '', { parameters });
		expect(name).toMatch(/^.+, \d{11} \((Done|Queued)\)$/);
		expect(
			await office.search('searchTasks', name.slice(2, 7).toUpperCase(), { parameters }),
		).toContainEqual(expect.objectContaining({ name }));
		expect(await office.search('searchTasks', 'nobody', { parameters })).toEqual([]);
	});

	test('all of 250 tasks in three pages', async () => {
		await task(
			'addMany',
			ENDLESS,
			{},
			Array.from({ length: 248 }, (_, i) => client({ phone: `7916${3_000_000 + i}` })),
		);
		await until(() => office.mango.campaign(ENDLESS)?.tasks.length === 250);
		const { outputs } = await task('getMany', ENDLESS, { returnAll: true });
		expect(new Set(outputs[0].map(({ json }) => json.taskId)).size).toBe(250);
		expect(outputs[0][0].json).toMatchObject({
			taskId: done,
			statusText: 'Done',
			statusReasonText: 'Talked',
		});
		expect(outputs[0][249].json).toMatchObject({
			dealId: 12,
			statusText: 'Queued',
			customFields: {},
		});
		expect(
			office.sent('v2/campaign/tasks').map(({ limit, cursor }) => [limit, typeof cursor]),
		).toEqual([
			[100, 'undefined'],
			[100, 'string'],
			[100, 'string'],
		]);
	});

	test('up to a limit, and no more than that is asked for', async () => {
		const { outputs } = await task('getMany', ENDLESS, { returnAll: false, limit: 1 });
		expect(outputs[0].map(({ json }) => json.taskId)).toEqual([done]);
		expect(office.sent('v2/campaign/tasks')).toEqual([
			{ campaign_ids: ENDLESS, fields: ['alias_all'], limit: 1 },
		]);
	});

	test('a cursor that stays the same does not go round for ever', async () => {
		const page = { result: 1000, cursor: 'same', tasks: [{ task_id: 1, task_status: 1 }] };
		for (let i = 0; i < 3; i += 1)
			office.mango.answerNext({ method: 'v2/campaign/tasks', body: page });
		const { outputs } = await task('getMany', ENDLESS, { returnAll: true });
		expect(outputs[0]).toHaveLength(2);
	});
});

describe('Campaign Task: Update, Start, Stop, Delete', () => {
	const id = 11227802;

	test('changes what is set and keeps the name', async () => {
		const { outputs } = await task(
			'update',
			ENDLESS,
			{ updateFields: { priority: 5, customFields: { field: [{ id: 5783, value: 'Омск' }] } } },
			{ taskId: id },
		);
		expect(outputs[0][0].json).toEqual({ taskId: id, campaignId: ENDLESS, updated: true });
		expect(office.mango.task(id)).toMatchObject({
			name: 'Лидия Крылова',
			priority: 5,
			number: '79161110002',
			customFields: { 5783: 'Омск' },
		});
		await task('update', ENDLESS, { updateFields: { name: 'Лидия' } }, { taskId: id });
		expect(office.mango.task(id)?.name).toBe('Лидия');
		expect(office.mango.requests.map(({ path }) => path)).toEqual([
			'task',
			'task/update',
			'task/update',
		]);
		expect(office.sent('task/update')[1]).toEqual({
			campaign_id: ENDLESS,
			task_id: id,
			name: 'Лидия',
		});
	});

	test('nothing to change is not sent', async () => {
		const { error } = await task('update', ENDLESS, {}, { taskId: id });
		expect(error?.message).toBe("There is nothing to change: 'Update Fields' is empty");
		expect(office.mango.requests).toEqual([]);
	});

	test('stop, start, delete', async () => {
		expect((await task('stop', ENDLESS, {}, { taskId: id })).outputs[0][0].json).toEqual({
			taskId: id,
			campaignId: ENDLESS,
			stopped: true,
		});
		expect(office.mango.task(id)?.status).toBe(0);
		expect((await task('start', ENDLESS, { taskId: id })).outputs[0][0].json).toEqual({
			taskId: id,
			campaignId: ENDLESS,
			started: true,
		});
		expect(office.mango.task(id)?.status).toBe(1);
		expect((await task('delete', ENDLESS, { taskId: id })).outputs[0][0].json).toEqual({
			taskId: id,
			campaignId: ENDLESS,
			deleted: true,
		});
		expect(office.mango.task(id)).toBeUndefined();
	});

	test('a task that is done cannot be started', async () => {
		const { error } = await task('start', ENDLESS, { taskId: 11227801 });
		expect(error?.message).toContain("The task's status forbids this (result 5111");
	});
});

describe('the lists of the editor', () => {
	const load = async (method: string) => {
		const parameters = { resource: 'campaignTask', operation: 'add' };
		const list = await loadList(
			'mangoOffice',
			{ parameters, credentials: office.credentials() },
			'parameters.x',
			(node, context) =>
				node.methods?.loadOptions?.[method].call(context) as Promise<INodePropertyOptions[]>,
		);
		return list;
	};

	test('custom fields, groups, lines and employees by their IDs', async () => {
		expect(await load('getCustomFields')).toEqual([
			{ name: 'Сделка Битрикс24', value: '5781' },
			{ name: 'Сумма сделки', value: '5782' },
			{ name: 'Город', value: '5783' },
		]);
		expect((await load('getGroups'))[0]).toEqual({ name: 'Продажи (200)', value: 80101 });
		expect((await load('getLines'))[0].value).toBe(405519147);
		expect((await load('getEmployees'))[0].value).toBe(400210101);
	});

	test('a refusal reaches the user', async () => {
		office.mango.answerNext({ status: 400, body: { result: 5101 } });
		await expect(load('getCustomFields')).rejects.toThrow('The account has no Contact Center');
	});
});
