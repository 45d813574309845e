import { jsonOf, openPortal, pause, postJson, rows } from './openPortal';

const open = openPortal({
	robots: [
		{
			stageId: 'EXECUTING',
			url: 'http://127.0.0.1:9/hook?Source=Bitrix24&AuthData=topsecret&DealID={{ID}}',
			name: 'Автоперезвон',
		},
	],
});

const state = async () => jsonOf(await fetch(`${open.portal.boardUrl}_sandbox/state`));
const drag = (dealId: number, stageId: string) =>
	postJson(`${open.portal.boardUrl}_sandbox/move`, { dealId, stageId });

/** The next message of an event stream that `wanted` likes. */
async function nextEvent(act: () => Promise<unknown>, wanted: RegExp): Promise<string> {
	const stop = new AbortController();
	const response = await fetch(`${open.portal.boardUrl}_sandbox/events`, { signal: stop.signal });
	act().catch(() => stop.abort());
	let text = '';
	for await (const chunk of response.body ?? []) {
		text += Buffer.from(chunk).toString();
		if (wanted.test(text)) break;
	}
	stop.abort();
	return text;
}

describe('the board', () => {
	it.each([
		['', 'text/html'],
		['board.css', 'text/css'],
		['board.js', 'text/javascript'],
	])('serves /%s, and lets nothing in from outside', async (path, type) => {
		const response = await fetch(open.portal.boardUrl + path);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toContain(type);
		expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
		expect(await response.text()).not.toMatch(
			/(src|href)="https?:|url\(["']?https?:|import .*https?:/,
		);
	});

	it('shows pipelines, stages and deals', async () => {
		const { portal, pipelines, deals } = await state();
		expect(portal).toBe('qwerty.bitrix24.ru');
		expect(rows(pipelines).map(({ name }) => name)).toEqual(['Общая', 'Обзвон', 'Сервис']);
		expect(rows(deals).find(({ id }) => Number(id) === 12)).toMatchObject({
			company: 'ООО «Ромашка»',
			amount: 148000,
			stageId: 'NEW',
		});
	});

	it('shows no secret of a robot, neither on its stage nor in the feed', async () => {
		await drag(12, 'EXECUTING');
		await pause(30);
		const shown = await state();
		const stage = rows(rows(shown.pipelines)[0]?.stages).find(
			({ id }) => String(id) === 'EXECUTING',
		);
		expect(stage?.robots).toEqual([
			{ name: 'Автоперезвон', url: expect.stringContaining('AuthData=•••&DealID={{ID}}') },
		]);
		expect(rows(shown.activity).some(({ kind }) => String(kind) === 'robot')).toBe(true);
		expect(JSON.stringify(shown)).not.toContain('topsecret');
		expect(JSON.stringify(shown)).not.toContain('q1w2e3r4t5y6u7i8');
	});

	it('moves a deal as a user does', async () => {
		expect(await drag(12, 'PREPARATION')).toEqual({
			status: 200,
			body: { stageId: 'PREPARATION' },
		});
		expect(open.portal.deal(12)).toMatchObject({ stageId: 'PREPARATION', movedBy: 6 });
		expect(rows((await state()).activity)[0]).toMatchObject({
			kind: 'move',
			by: 'user',
			dealId: 12,
			from: { id: 'NEW' },
			to: { id: 'PREPARATION' },
		});
	});

	it('holds a user to the same rules', async () => {
		const { status, body } = await drag(36, 'C12:UC_REPAIR');
		expect(status).toBe(409);
		expect(body.message).toContain('Результат диагностики');
		expect(open.stageOf(36)).toBe('C12:UC_DIAG01');
		expect((await drag(999, 'NEW')).status).toBe(404);
	});

	it('hears of a REST move at once', async () => {
		const text = await nextEvent(
			() =>
				open.call('crm.item.update', {
					entityTypeId: 2,
					id: 12,
					fields: { stageId: 'PREPARATION' },
				}),
			/event: deal\n.*\n\n/,
		);
		expect(text).toMatch(
			/event: activity\ndata: .*"kind":"move".*"by":"REST".*"method":"crm.item.update"/,
		);
		expect(text).toMatch(/event: deal\ndata: .*"id":12.*"stageId":"PREPARATION"/);
	});

	it('notes refusals, sub-errors of a batch and dropped stages', async () => {
		await open.call('crm.item.get', { entityTypeId: 2, id: 999 });
		await open.call('batch', { cmd: { a: 'crm.deal.get?id=999' } });
		await open.call('crm.item.update', { entityTypeId: 2, id: 12, fields: { stageId: 'C9:WON' } });
		expect((await state()).activity).toEqual([
			expect.objectContaining({ kind: 'dropped', dealId: 12, stageId: 'C9:WON' }),
			expect.objectContaining({
				kind: 'refusal',
				method: 'batch › crm.deal.get',
				status: 200,
				error: '',
			}),
			expect.objectContaining({
				kind: 'refusal',
				method: 'crm.item.get',
				status: 400,
				error: 'NOT_FOUND',
			}),
		]);
	});

	it('is told to load anew after a reset', async () => {
		expect(await nextEvent(async () => open.portal.reset(), /event: reload/)).toContain(
			'event: reload',
		);
	});

	const call = {
		OWNER_TYPE_ID: 2,
		OWNER_ID: 12,
		TYPE_ID: 2,
		SUBJECT: 'Звонок клиенту: не ответил',
		COMMUNICATIONS: [{ VALUE: '+74951234567', ENTITY_TYPE_ID: 3, ENTITY_ID: 1 }],
		DIRECTION: 2,
		START_TIME: '2026-11-22T10:00:00Z',
		END_TIME: '2026-11-22T10:02:05Z',
	};
	const files = [{ fileData: ['mango-1.mp3', Buffer.from('звук').toString('base64')] }];
	const cardOf = async (id: number) =>
		rows((await state()).deals).find((deal) => Number(deal.id) === id);

	it('shows a logged call and its recording, in the feed and on the card', async () => {
		const { body } = await open.call('crm.activity.add', { fields: call });
		await open.call('crm.activity.update', { id: body.result, fields: { FILES: files } });
		await open.call('crm.activity.update', { id: body.result, fields: { DESCRIPTION: 'x' } });
		const shown = [{ name: 'mango-1.mp3', size: 8 }];
		expect(rows((await state()).activity)).toMatchObject([
			{ kind: 'files', owner: '#12', subject: call.SUBJECT, files: shown },
			{
				kind: 'call',
				owner: '#12',
				direction: 'outgoing',
				client: 'Мария Лебедева',
				phone: '+74951234567',
				seconds: 125,
				files: [],
			},
		]);
		expect((await cardOf(12))?.calls).toEqual([
			{ subject: call.SUBJECT, time: '2026-11-22T10:00:00.000Z', files: shown },
		]);
		expect((await cardOf(15))?.calls).toEqual([]);
	});

	it('shows the latest call first, and a deleted one no more', async () => {
		const { body } = await open.call('crm.activity.add', { fields: call });
		await open.call('crm.activity.add', {
			fields: { ...call, SUBJECT: 'Второй', START_TIME: '2026-11-22T11:00:00Z' },
		});
		expect(rows((await cardOf(12))?.calls).map(({ subject }) => subject)).toEqual([
			'Второй',
			call.SUBJECT,
		]);
		await open.call('crm.activity.delete', { id: body.result });
		expect(await cardOf(12)).toMatchObject({ calls: [{ subject: 'Второй' }] });
	});

	it('tells the open pages of a call: the card, then the feed', async () => {
		const events = await nextEvent(
			() => open.call('crm.activity.add', { fields: call }),
			/event: activity\ndata: .*"kind":"call"/,
		);
		expect(events).toMatch(/event: deal\ndata: .*"id":12,.*"calls":\[\{"subject":"Звонок клиенту/);
	});
});
