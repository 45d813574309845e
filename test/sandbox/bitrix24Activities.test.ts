import { createHash } from 'node:crypto';

import { jsonOf, openPortal, rows, type Json } from './openPortal';

const open = openPortal();

const call = {
	OWNER_TYPE_ID: 2,
	OWNER_ID: 12,
	TYPE_ID: 2,
	SUBJECT: 'Исходящий звонок: не ответил',
	RESPONSIBLE_ID: 6,
	COMMUNICATIONS: [{ VALUE: '+74951234567', ENTITY_TYPE_ID: 3, ENTITY_ID: 1 }],
	DIRECTION: 2,
	START_TIME: '2026-11-22T10:00:00.000Z',
	END_TIME: '2026-11-22T10:02:30Z',
	COMPLETED: 'Y',
	DESCRIPTION: 'Занято',
	DESCRIPTION_TYPE: 1,
	ORIGINATOR_ID: 'mango-office',
	ORIGIN_ID: 'MToxMDA2',
	PROVIDER_DATA: '{"outcome":"NEGATIVE","reasonCode":1111}',
};

const add = (changes: object = {}) =>
	open.call('crm.activity.add', { fields: { ...call, ...changes } });
const added = async (changes: object = {}) => Number((await add(changes)).body.result);
const list = async (params: object = {}) => (await open.call('crm.activity.list', params)).body;
const idsOf = async (filter: object) =>
	rows((await list({ filter, order: { ID: 'ASC' } })).result).map(({ ID }) => Number(ID));
const update = (id: number, fields: object) => open.call('crm.activity.update', { id, fields });
const fileOf = (text: string, name = 'mango-1.mp3') => ({
	fileData: [name, Buffer.from(text).toString('base64')],
});
const filesOf = (id: number) =>
	open.portal.callActivities.find((activity) => activity.id === id)?.files ?? [];

describe('crm.activity.add', () => {
	it('answers with a number and keeps the call', async () => {
		const { status, body } = await add();
		expect([status, typeof body.result]).toEqual([200, 'number']);
		expect(open.portal.callActivities).toEqual([
			expect.objectContaining({
				id: body.result,
				ownerTypeId: 2,
				ownerId: 12,
				typeId: 2,
				subject: call.SUBJECT,
				description: 'Занято',
				direction: 2,
				startTime: new Date('2026-11-22T10:00:00Z'),
				endTime: new Date('2026-11-22T10:02:30Z'),
				responsibleId: 6,
				completed: true,
				originatorId: 'mango-office',
				originId: 'MToxMDA2',
				providerData: call.PROVIDER_DATA,
				communications: [
					{
						id: expect.any(Number),
						type: 'PHONE',
						value: '+74951234567',
						entityTypeId: 3,
						entityId: 1,
					},
				],
				bindings: [
					{ ownerTypeId: 2, ownerId: 12 },
					{ ownerTypeId: 3, ownerId: 1 },
				],
				files: [],
			}),
		]);
		open.portal.reset();
		expect(open.portal.callActivities).toEqual([]);
	});

	it.each([
		[{ SUBJECT: ' ' }, 'The field SUBJECT is not defined or empty.'],
		[{ TYPE_ID: undefined }, 'The field TYPE_ID is not defined or invalid.'],
		[{ TYPE_ID: 9 }, 'The field TYPE_ID is not defined or invalid.'],
		[{ COMMUNICATIONS: undefined }, 'The field COMMUNICATIONS is not defined or invalid.'],
		[
			{ COMMUNICATIONS: [{ VALUE: '', ENTITY_TYPE_ID: 3, ENTITY_ID: 1 }] },
			'The field COMMUNICATIONS is not defined or invalid.',
		],
		[
			{ COMMUNICATIONS: [{ ...call.COMMUNICATIONS[0], TYPE: 'EMAIL' }] },
			'The field COMMUNICATIONS is not defined or invalid.',
		],
		[
			{
				COMMUNICATIONS: [...call.COMMUNICATIONS, { VALUE: '+7', ENTITY_TYPE_ID: 4, ENTITY_ID: 1 }],
			},
			'The only one communication is allowed for activity of specified type.',
		],
		[{ OWNER_ID: 999 }, "Could not find 'DEAL' with ID: 999"],
		[
			{ COMMUNICATIONS: [{ VALUE: '+7', ENTITY_TYPE_ID: 3, ENTITY_ID: 77 }] },
			"Could not find 'CONTACT' with ID: 77",
		],
		[{ OWNER_TYPE_ID: 177 }, "Entity type '[177]' is not supported in current context"],
		[{ OWNER_ID: 0, RESPONSIBLE_ID: 0 }, 'The field RESPONSIBLE_ID is not defined or invalid.'],
		[{ TYPE_ID: 6 }, 'The custom activity without provider is not supported in current context.'],
	])('refuses %j with an empty code', async (wrong, text) => {
		expect(await add(wrong)).toEqual({ status: 400, body: { error: '', error_description: text } });
		expect(open.portal.callActivities).toEqual([]);
	});

	it('refuses a call without fields', async () => {
		const { body } = await open.call('crm.activity.add', {});
		expect(body).toEqual({ error: '', error_description: "Parameter 'fields' must be array." });
	});

	it('gives the responsible of the owner when none is named', async () => {
		await add({ RESPONSIBLE_ID: undefined, OWNER_ID: 15 });
		expect(open.portal.callActivities[0]?.responsibleId).toBe(6);
	});

	it('takes a deal or its owner for whom the call was with', async () => {
		await add({ COMMUNICATIONS: [{ VALUE: '+74951234567', ENTITY_TYPE_ID: 2, ENTITY_ID: 12 }] });
		await add({ COMMUNICATIONS: [{ VALUE: '+74951234567' }] });
		for (const { bindings } of open.portal.callActivities)
			expect(bindings).toEqual([{ ownerTypeId: 2, ownerId: 12 }]);
	});

	it('adds the same origin twice, as nothing stops it', async () => {
		const [first, second] = await Promise.all([added(), added()]);
		expect(first).not.toBe(second);
		expect(await idsOf({ ORIGIN_ID: 'MToxMDA2' })).toHaveLength(2);
	});

	it('drops a time that it cannot read, and reads one without an offset as the portal’s', async () => {
		await add({ START_TIME: '2026-11-22 13:00:00', END_TIME: 'later' });
		const [activity] = open.portal.callActivities;
		expect(activity?.startTime).toEqual(new Date('2026-11-22T10:00:00Z'));
		expect(activity?.endTime.getTime()).toBeGreaterThanOrEqual(
			activity?.startTime.getTime() ?? NaN,
		);
	});
});

describe('crm.activity.get', () => {
	it('gives the documented row: strings, and empty lists for settings', async () => {
		const id = await added();
		const { result } = (await open.call('crm.activity.get', { id })).body;
		expect(result).toMatchObject({
			ID: String(id),
			OWNER_ID: '12',
			OWNER_TYPE_ID: '2',
			TYPE_ID: '2',
			PROVIDER_ID: 'VOXIMPLANT_CALL',
			PROVIDER_TYPE_ID: 'CALL',
			START_TIME: '2026-11-22T13:00:00+03:00',
			END_TIME: '2026-11-22T13:02:30+03:00',
			DEADLINE: '2026-11-22T13:00:00+03:00',
			COMPLETED: 'Y',
			STATUS: '2',
			RESPONSIBLE_ID: '6',
			DIRECTION: '2',
			SETTINGS: [],
			ORIGINATOR_ID: 'mango-office',
			ORIGIN_ID: 'MToxMDA2',
			AUTHOR_ID: '1',
			PROVIDER_DATA: call.PROVIDER_DATA,
			RESULT_VALUE: null,
		});
		expect(Object.keys(result)).toHaveLength(39);
		expect(result).not.toHaveProperty('COMMUNICATIONS');
	});

	it.each([
		['crm.activity.get', 5],
		['crm.activity.update', 5],
		['crm.activity.delete', 5],
	])('%s does not find what is not there', async (method, id) => {
		const { status, body } = await open.call(method, { id, fields: {} });
		expect([status, body]).toEqual([
			400,
			{ error: '', error_description: 'Activity is not found.' },
		]);
	});
});

describe('crm.activity.list', () => {
	it('is empty on a portal that has no activities', async () => {
		expect(await list()).toMatchObject({ result: [], total: 0 });
	});

	it('gives communications and files only when they are selected', async () => {
		const id = await added({ FILES: [fileOf('sound')] });
		expect(Object.keys(rows((await list()).result)[0] ?? {})).not.toContain('FILES');
		const [row] = rows(
			(await list({ filter: { ID: id }, select: ['*', 'COMMUNICATIONS', 'FILES'] })).result,
		);
		expect(row?.SUBJECT).toBe(call.SUBJECT);
		expect(row?.COMMUNICATIONS).toEqual([
			{
				ID: expect.stringMatching(/^\d+$/),
				TYPE: 'PHONE',
				VALUE: '+74951234567',
				ENTITY_ID: '1',
				ENTITY_TYPE_ID: '3',
				ENTITY_SETTINGS: expect.objectContaining({ NAME: 'Мария', LAST_NAME: 'Лебедева' }),
			},
		]);
		const [{ id: fileId } = { id: 0 }] = filesOf(id);
		expect(row?.FILES).toEqual([
			{
				id: fileId,
				url:
					'https://qwerty.bitrix24.ru/bitrix/tools/crm_show_file.php' +
					`?fileId=${fileId}&ownerTypeId=6&ownerId=${id}&auth=`,
			},
		]);
		expect(rows((await list({ select: ['ID', 'STORAGE_ELEMENT_IDS'] })).result)).toEqual([
			{ ID: String(id), FILES: row?.FILES },
		]);
	});

	it.each<[string, object, number[]]>([
		['an owner', { OWNER_TYPE_ID: 2, OWNER_ID: 12 }, [0, 1]],
		['a list of owners', { OWNER_TYPE_ID: 2, OWNER_ID: [12, 15] }, [0, 1, 2]],
		['@', { '@OWNER_ID': ['15', '18'] }, [2]],
		['!@', { '!@OWNER_ID': [15] }, [0, 1]],
		['origin', { ORIGINATOR_ID: 'mango-office', ORIGIN_ID: 'b' }, [1]],
		['origin in the other case, as the database compares', { ORIGIN_ID: 'B' }, [1]],
		['not', { '!ORIGIN_ID': 'a' }, [1, 2]],
		['a part of a text', { '%SUBJECT': 'ответ' }, [0, 1, 2]],
		['a beginning', { '=%ORIGIN_ID': 'c%' }, [2]],
		['no part of a text', { '!%ORIGIN_ID': 'A' }, [1, 2]],
		[
			'a period, in any zone',
			{ '>=START_TIME': '2026-11-21T00:00:00+03:00', '<START_TIME': '2026-11-21T21:00:00Z' },
			[1],
		],
		['completed', { COMPLETED: 'N' }, [2]],
		['made since', { '>=CREATED': '2020-01-01' }, [0, 1, 2]],
		['made before', { '<CREATED': '2020-01-01' }, []],
		['a greater ID', { '>ID': 0, TYPE_ID: 2 }, [0, 1, 2]],
		['a key that it does not know, which is passed over', { CALL_ID: 'x', RESPONSIBLE_ID: 7 }, [2]],
	])('finds by %s', async (_what, filter, wanted) => {
		const ids = [
			await added({ ORIGIN_ID: 'a', START_TIME: '2026-11-20T09:00:00Z' }),
			await added({ ORIGIN_ID: 'b', START_TIME: '2026-11-21T09:00:00Z' }),
			await added({
				ORIGIN_ID: 'c',
				START_TIME: '2026-11-22T09:00:00Z',
				OWNER_ID: 15,
				COMPLETED: 'N',
				RESPONSIBLE_ID: 7,
			}),
		];
		expect(await idsOf(filter)).toEqual(wanted.map((index) => ids[index]));
	});

	it('finds by binding, a contact’s calls too, and twice what is bound to two that are asked for', async () => {
		const id = await added();
		await added({
			OWNER_ID: 15,
			COMMUNICATIONS: [{ VALUE: '+7', ENTITY_TYPE_ID: 4, ENTITY_ID: 5 }],
		});
		expect(await idsOf({ OWNER_TYPE_ID: 3, OWNER_ID: 1 })).toEqual([]);
		expect(await idsOf({ BINDINGS: [{ OWNER_TYPE_ID: 3, OWNER_ID: 1 }] })).toEqual([id]);
		const both = await list({
			filter: { BINDINGS: [{ OWNER_TYPE_ID: 2, OWNER_ID: 12 }, { OWNER_TYPE_ID: 3 }] },
		});
		expect([rows(both.result).map(({ ID }) => Number(ID)), both.total]).toEqual([[id, id], 2]);
	});

	it('comes by START_TIME, 50 a page', async () => {
		for (let day = 1; day <= 27; day += 1) {
			await add({ START_TIME: `2026-10-${String(28 - day).padStart(2, '0')}T09:00:00Z` });
			await add({ START_TIME: `2026-09-${String(28 - day).padStart(2, '0')}T09:00:00Z` });
		}
		const first = await list({});
		expect([rows(first.result).length, first.next, first.total]).toEqual([50, 50, 54]);
		expect(first.result[0].START_TIME).toBe('2026-09-01T12:00:00+03:00');
		const last = await list({ start: 50, order: { START_TIME: 'DESC' } });
		expect(rows(last.result).at(-1)?.START_TIME).toBe('2026-09-01T12:00:00+03:00');
		expect(last).not.toHaveProperty('next');
	});

	it.each(['filter', 'order'])('refuses a %s that is no object', async (name) => {
		const { status, body } = await open.call('crm.activity.list', { [name]: 'x' });
		expect([status, body]).toEqual([
			400,
			{ error: '', error_description: `Parameter '${name}' must be array.` },
		]);
	});
});

describe('crm.activity.update and .delete', () => {
	it('changes what is sent and nothing else', async () => {
		const id = await added();
		expect(
			(await update(id, { SUBJECT: 'Поговорили', COMPLETED: 'N', TYPE_ID: 1 })).body.result,
		).toBe(true);
		const [activity] = open.portal.callActivities;
		expect(activity).toMatchObject({
			id,
			typeId: 2,
			subject: 'Поговорили',
			completed: false,
			originId: 'MToxMDA2',
			responsibleId: 6,
		});
		expect(activity?.bindings).toHaveLength(2);
	});

	it('binds anew with new communications', async () => {
		const id = await added();
		await update(id, { COMMUNICATIONS: [{ VALUE: '+7', ENTITY_TYPE_ID: 4, ENTITY_ID: 1 }] });
		expect(open.portal.callActivities[0]?.bindings).toEqual([
			{ ownerTypeId: 2, ownerId: 12 },
			{ ownerTypeId: 4, ownerId: 1 },
		]);
		const { body } = await update(id, { COMMUNICATIONS: [] });
		expect(body.error_description).toBe('The field COMMUNICATIONS is not defined or invalid.');
	});

	it('deletes for good', async () => {
		const id = await added();
		expect((await open.call('crm.activity.delete', { id })).body.result).toBe(true);
		expect(open.portal.callActivities).toEqual([]);
		expect(await added()).toBeGreaterThan(id);
	});
});

describe('files of an activity', () => {
	it('are measured, and not kept', async () => {
		const id = await added({
			FILES: [
				fileOf('звук'),
				{ fileData: [Buffer.from('x').toString('base64')] },
				{ fileData: ['empty.mp3', ''] },
			],
		});
		expect(filesOf(id)).toEqual([
			{
				id: expect.any(Number),
				name: 'mango-1.mp3',
				size: 8,
				sha256: createHash('sha256').update('звук').digest('hex'),
			},
			{
				id: expect.any(Number),
				name: expect.stringMatching(/^file_/),
				size: 1,
				sha256: expect.any(String),
			},
		]);
	});

	it('stay when an update brings no new one', async () => {
		const id = await added({ FILES: [fileOf('one')] });
		const before = filesOf(id);
		for (const fields of [{ SUBJECT: 'x' }, { FILES: [] }, { FILES: [{ id: before[0]?.id }] }])
			await update(id, fields);
		expect(filesOf(id)).toEqual(before);
	});

	it('are replaced when it does, even those named by their id', async () => {
		const id = await added({ FILES: [fileOf('one')] });
		await update(id, { FILES: [{ id: filesOf(id)[0]?.id }, fileOf('two', 'mango-2.mp3')] });
		expect(filesOf(id).map(({ name }) => name)).toEqual(['mango-2.mp3']);
		expect((await open.call('crm.activity.get', { id })).body.result.FILES).toHaveLength(1);
	});

	it('may be large: 30 MB arrive whole, and the request log does not keep them', async () => {
		const sound = Buffer.alloc(30_000_000, 'mango');
		const id = await added();
		await update(id, { FILES: [{ fileData: ['long.mp3', sound.toString('base64')] }] });
		expect(filesOf(id)).toMatchObject([
			{ size: sound.length, sha256: createHash('sha256').update(sound).digest('hex') },
		]);
		expect(open.portal.requests.at(-1)?.params).toEqual({
			id,
			fields: { FILES: [{ fileData: ['long.mp3', '(40000000 characters of base64)'] }] },
		});
	});

	it('are too much for other methods', async () => {
		const { status } = await fetch(`${open.portal.webhookUrl}crm.item.update`, {
			method: 'POST',
			body: 'x'.repeat(6_000_000),
		});
		expect(status).toBe(413);
	});
});

describe('files of a comment', () => {
	it('are measured, listed with their names, shown in the feed and left out of the request log', async () => {
		const content = Buffer.alloc(6_000_000, 'mango');
		const fields = {
			ENTITY_ID: 12,
			ENTITY_TYPE: 'deal',
			COMMENT: 'Запись разговора',
			FILES: [['mango-2.mp3', content.toString('base64')]],
		};
		const { body } = await open.call('crm.timeline.comment.add', { fields });
		const sha256 = createHash('sha256').update(content).digest('hex');
		expect(open.portal.comments[0]?.files).toEqual([
			{ id: expect.any(Number), name: 'mango-2.mp3', size: content.length, sha256 },
		]);
		expect(open.portal.requests.at(-1)?.params).toEqual({
			fields: { ...fields, FILES: [['mango-2.mp3', '(8000000 characters of base64)']] },
		});
		const listed = await open.call('crm.timeline.comment.list', {
			filter: { ENTITY_ID: 12, ENTITY_TYPE: 'deal' },
		});
		expect(listed.body.result[0].ID).toBe(String(body.result));
		expect(Object.values(listed.body.result[0].FILES)).toMatchObject([
			{ name: 'mango-2.mp3', size: content.length },
		]);
		const { activity } = await jsonOf(await fetch(`${open.portal.boardUrl}_sandbox/state`));
		expect(rows(activity)[0]).toMatchObject({
			kind: 'comment',
			files: [{ name: 'mango-2.mp3', size: content.length }],
		});
	});

	it('are none without a list', async () => {
		await open.call('crm.timeline.comment.add', {
			fields: { ENTITY_ID: 12, ENTITY_TYPE: 'deal', COMMENT: 'x' },
		});
		expect(open.portal.comments[0]?.files).toEqual([]);
	});
});

describe('activities in a batch', () => {
	it('use one another’s results', async () => {
		const fields = new URLSearchParams({
			'fields[OWNER_TYPE_ID]': '2',
			'fields[OWNER_ID]': '12',
			'fields[TYPE_ID]': '2',
			'fields[SUBJECT]': 'Звонок',
			'fields[COMMUNICATIONS][0][VALUE]': '+74951234567',
			'fields[COMMUNICATIONS][0][ENTITY_TYPE_ID]': '3',
		});
		const found = 'crm.duplicate.findbycomm?type=PHONE&values[0]=%2B74951234567';
		const { body } = await open.call('batch', {
			cmd: {
				found,
				added: `crm.activity.add?${fields}&fields[COMMUNICATIONS][0][ENTITY_ID]=$result[found][CONTACT][0]`,
				listed: 'crm.activity.list?filter[ID]=$result[added]&select[0]=ID&select[1]=COMMUNICATIONS',
				missing: 'crm.activity.get?id=1',
			},
		});
		expect(body.result.result.listed[0].COMMUNICATIONS[0]).toMatchObject({
			ENTITY_ID: '1',
			VALUE: '+74951234567',
		});
		expect(body.result.result_total).toEqual({ listed: 1 });
		expect(body.result.result_error).toEqual({
			missing: { error: '', error_description: 'Activity is not found.' },
		});
	});

	it('take a urlencoded body too', async () => {
		const body = new URLSearchParams({ 'fields[SUBJECT]': 'x', 'fields[RESPONSIBLE_ID]': '1' });
		const response = await fetch(`${open.portal.webhookUrl}crm.activity.add.json`, {
			method: 'POST',
			body,
		});
		expect((await jsonOf(response)).error_description).toBe(
			'The field TYPE_ID is not defined or invalid.',
		);
	});
});

describe('to-dos and comments are found and deleted as documented', () => {
	const activities = async (filter: object) =>
		rows(
			(await open.call('crm.activity.list', { filter, select: ['ID', 'DESCRIPTION'] })).body.result,
		);

	it('an empty condition of crm.activity.list is dropped', async () => {
		for (const ownerId of [12, 15])
			await open.call('crm.activity.todo.add', {
				ownerTypeId: 2,
				ownerId,
				deadline: '2026-11-25T10:00:00+03:00',
				description: 'x',
			});
		for (const OWNER_ID of [[], '', null])
			expect(await activities({ OWNER_TYPE_ID: 2, OWNER_ID })).toHaveLength(2);
		expect(await activities({ OWNER_ID: 12, PROVIDER_ID: 'CRM_TODO' })).toEqual([
			{ ID: expect.any(String), DESCRIPTION: 'x' },
		]);
	});

	it('a to-do goes by crm.activity.delete, a comment by its own method', async () => {
		const toDo = (
			await open.call('crm.activity.todo.add', {
				ownerTypeId: 2,
				ownerId: 12,
				deadline: '2026-11-25T10:00:00+03:00',
			})
		).body;
		await open.call('crm.activity.delete', { id: (toDo.result as Json).id });
		const comment = (
			await open.call('crm.timeline.comment.add', {
				fields: { ENTITY_ID: 12, ENTITY_TYPE: 'deal', COMMENT: 'x' },
			})
		).body;
		expect(
			(
				await open.call('crm.timeline.comment.delete', {
					id: comment.result,
					ownerTypeId: 2,
					ownerId: 12,
				})
			).body.result,
		).toBeNull();
		expect([open.portal.todos, open.portal.comments]).toEqual([[], []]);
		expect(
			(await open.call('crm.timeline.comment.delete', { id: comment.result })).body.error,
		).toBe('NOT_FOUND');
	});

	it('crm.timeline.comment.list wants both fields of its filter', async () => {
		expect(
			(await open.call('crm.timeline.comment.list', { filter: { ENTITY_ID: 12 } })).status,
		).toBe(400);
	});
});

describe('crm.timeline.comment.delete', () => {
	const comment = async () =>
		Number(
			(
				await open.call('crm.timeline.comment.add', {
					fields: { ENTITY_ID: 12, ENTITY_TYPE: 'deal', COMMENT: 'x' },
				})
			).body.result,
		);

	it('takes a comment away, and its number is not given again', async () => {
		const [first, second] = [await comment(), await comment()];
		expect((await open.call('crm.timeline.comment.delete', { id: second })).body.result).toBeNull();
		expect(open.portal.comments.map(({ id }) => id)).toEqual([first]);
		expect(await comment()).toBeGreaterThan(second);
	});

	it.each([
		[{ id: 1 }, 'NOT_FOUND'],
		[{}, '100'],
	])('refuses %j', async (params, error) => {
		expect((await open.call('crm.timeline.comment.delete', params)).body).toMatchObject({ error });
	});
});
