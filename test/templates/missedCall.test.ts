import type { IDataObject, INode } from 'n8n-workflow';

import { missedCallOf } from '../../protocols/mangoOffice/events/missedCall';
import { readEvent } from '../../protocols/mangoOffice/events/read';
import type { Call } from '../../sandbox/mango';
import { clock } from '../clock/clock';
import { useMango } from '../engine/mangoAccount';
import { usePortal } from '../engine/portal';
import { hostEachMinute } from './eachMinute';
import { canRunTemplates, hostTemplate } from './templateHost';

const TABLE = 'MANGO missed calls';
const MINUTE = 60_000;
const office = useMango({ rateLimit: true, lockout: true });
beforeEach(() => clock.setTime(NOON));
const crm = usePortal();

/** Wednesday, half past twelve in Moscow. */
const NOON = Date.parse('2026-11-25T09:30:00.000Z');

type Settings = Record<string, string | number | boolean>;

async function host(settings: Settings = {}) {
	const template = await hostEachMinute(
		TABLE,
		'missed-call.json',
		{ ...office.credentials(), ...crm.credentials() },
		(node: INode) => {
			if (node.name !== 'Settings') return;
			const { assignments } = node.parameters.assignments as { assignments: IDataObject[] };
			for (const one of assignments) one.value = settings[String(one.name)] ?? one.value;
		},
	);
	const missed = (event: IDataObject) => template.run('MANGO OFFICE Events', [event]);
	return { ...template, missed };
}

/** Of deal 28, whose responsible has the extension 102. */
const CLIENT = '79161234507';
const STRANGER = '79160000001';

/** What MANGO OFFICE Trigger makes of a missed call that has just ended. */
function missedCall(more: IDataObject = {}): IDataObject {
	const now = Math.floor(clock.now() / 1000);
	const summary = {
		entry_id: 'e1',
		call_direction: 1,
		from: { number: CLIENT },
		to: { extension: '101', number: 'sip:a@x.ru' },
		line_number: '74951234567',
		create_time: now - 30,
		forward_time: 0,
		talk_time: 0,
		end_time: now,
		entry_result: 0,
		disconnect_reason: 1111,
		...more,
	};
	const event = readEvent('events/summary', Buffer.from(JSON.stringify(summary)));
	return missedCallOf(event) as IDataObject;
}

/** Whom MANGO OFFICE was asked to ring: extension, then number. */
const callbacks = () =>
	office
		.sent('commands/callback')
		.map(({ from, to_number }) => `${(from as IDataObject).extension} ${to_number}`);

/** Somebody does what a to-do says. */
async function complete(id: number): Promise<void> {
	await fetch(`${crm.portal.webhookUrl}crm.activity.update.json`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ id, fields: { COMPLETED: 'Y' } }),
	});
}

const now = () => new Date(clock.now()).toISOString();

(canRunTemplates ? describe : describe.skip)('missed-call.json', () => {
	test('tells the responsible, and then rings him and the client, once', async () => {
		const { missed, tick, rows } = await host();
		await missed(missedCall());
		await tick();
		expect(rows()).toMatchObject([{ key: 'e1', dealId: 28, note: 'to-do made', doneAt: null }]);
		expect(crm.portal.todos).toMatchObject([
			{ ownerId: 28, title: `Call +${CLIENT} back: a missed call`, responsibleId: 7 },
		]);
		expect(crm.portal.todos[0].description).toMatch(
			/called at 25\.11\.2026 12:29 on \+74951234567.*for extension 101/,
		);
		expect(crm.portal.callActivities).toMatchObject([{ ownerId: 28 }]);
		expect(crm.portal.comments.filter(({ entityId }) => entityId === 28)).toHaveLength(1);
		expect(callbacks()).toEqual([]);
		await tick();
		expect(callbacks()).toEqual([`102 ${CLIENT}`]);
		expect(rows()).toMatchObject([{ note: 'called back', doneAt: expect.any(String) }]);
		await tick();
		expect([callbacks().length, crm.portal.todos.length]).toEqual([1, 1]);
	});

	test('takes a call that event, its double and the statistics tell of for one', async () => {
		const { missed, run, tick, rows } = await host();
		await missed(missedCall());
		await missed(missedCall());
		await run('Ended Calls', [
			{ entryId: 'e1', clientNumber: `+${CLIENT}`, reasonCode: 1111, startTime: now(), endTime: now() },
			{ entryId: 'spam', clientNumber: `+${STRANGER}`, reasonCode: 1151, startTime: now() },
		]);
		await tick();
		await missed(missedCall());
		await tick();
		await missed(missedCall());
		await tick();
		expect(rows().map(({ key, note }) => [key, note])).toEqual([['e1', 'called back']]);
		expect([callbacks().length, crm.portal.todos.length]).toEqual([1, 1]);
	});

	test('makes one to-do and one callback of three calls of a client', async () => {
		const { missed, tick, rows } = await host();
		for (const entry_id of ['e1', 'e2', 'e3']) await missed(missedCall({ entry_id }));
		await tick();
		await tick();
		expect(rows().map(({ note }) => note)).toEqual(Array(3).fill('called back'));
		expect([callbacks().length, crm.portal.todos.length]).toEqual([1, 1]);
		expect(crm.portal.callActivities).toHaveLength(3);
	});

	test.each<[string, string, string]>([
		['in the evening', '2026-11-25T18:00:00.000Z', '2026-11-26T06:00:00.000Z'],
		['on Friday evening', '2026-11-27T18:00:00.000Z', '2026-11-30T06:00:00.000Z'],
		['in the small hours', '2026-11-25T01:00:00.000Z', '2026-11-25T06:00:00.000Z'],
	])('tells %s, and calls when work begins', async (_name, at, morning) => {
		clock.setTime(Date.parse(at));
		const { missed, tick, rows } = await host();
		await missed(missedCall());
		await tick();
		await tick();
		expect(rows()).toMatchObject([{ state: 'told', dueAt: morning }]);
		expect([callbacks().length, crm.portal.todos.length]).toEqual([0, 1]);
		clock.setTime(Date.parse(morning));
		await tick();
		expect(callbacks()).toEqual([`102 ${CLIENT}`]);
	});

	test.each<[string, Partial<Call>]>([
		['has called again and talked', { incoming: true }],
		['was called by hand', {}],
	])('leaves a client alone who %s', async (_name, more) => {
		const { missed, tick, rows } = await host();
		await missed(missedCall());
		await tick();
		office.addEnded('later', clock.now() - 1000, { client: { number: CLIENT }, ...more });
		await tick();
		expect(rows()).toMatchObject([{ note: 'talked, or called back, since' }]);
		expect(callbacks()).toEqual([]);
	});

	describe('a client without a deal', () => {
		test('is called back by whose the call was', async () => {
			const { missed, tick, rows } = await host();
			await missed(missedCall({ from: { number: STRANGER } }));
			await tick();
			await tick();
			expect(callbacks()).toEqual([`101 ${STRANGER}`]);
			expect(rows()).toMatchObject([{ dealId: null, note: 'called back' }]);
		});

		test("or by the extension of 'Settings', when it was nobody's", async () => {
			const { missed, tick } = await host({ extension: '103' });
			await missed(missedCall({ from: { number: STRANGER }, to: {} }));
			await tick();
			await tick();
			expect(callbacks()).toEqual([`103 ${STRANGER}`]);
		});

		test("has his to-do at the deal of 'Settings'", async () => {
			const { missed, tick, rows } = await host({ dealForOthers: 36 });
			await missed(missedCall({ from: { number: STRANGER }, to: {} }));
			await tick();
			await tick();
			expect(crm.portal.todos).toMatchObject([{ ownerId: 36 }]);
			expect(rows()).toMatchObject([{ doneAt: expect.any(String), note: 'not called back' }]);
		});

		test.each([
			['withholds his number', { from: {} }, 'a withheld number'],
			['called nobody in particular', { from: { number: STRANGER }, to: {} }, `+${STRANGER}`],
			['came with an event of unknown shape', { create_time: 'noon' }, 'a withheld number'],
		])('who %s fails the execution once', async (_name, more, who) => {
			const { missed, tick, rows } = await host();
			await missed(missedCall(more));
			await tick();
			await expect(tick()).rejects.toThrow(`Nobody could be told of a missed call from ${who}`);
			expect(rows()).toMatchObject([{ doneAt: expect.any(String), note: 'nobody was told' }]);
			await tick();
		});

		test('who call at the same time: the execution that fails names them all', async () => {
			const { missed, tick, rows } = await host();
			const numbers = [STRANGER, '79160000002', '79160000003'];
			for (const [i, number] of numbers.entries())
				await missed(missedCall({ entry_id: `e${i}`, from: { number }, to: {} }));
			await tick();
			const shown = String(await tick().catch((error: Error) => error));
			expect(numbers.filter((number) => shown.includes(number))).toEqual(numbers);
			expect(rows()).toMatchObject(numbers.map(() => ({ note: 'nobody was told' })));
			await tick();
		});
	});

	describe('when something fails', () => {
		test('the portal: tried again, shown at the third time, and done in the end', async () => {
			const { missed, tick, rows } = await host();
			await missed(missedCall());
			const down = () => {
				for (let i = 0; i < 40; i += 1) crm.portal.answerNext({ status: 503, body: 'down' });
			};
			down();
			await tick();
			await tick(2 * MINUTE);
			expect(rows()).toMatchObject([{ failures: 2, doneAt: null }]);
			await expect(tick(5 * MINUTE)).rejects.toThrow('A step has failed three times');
			crm.portal.reset();
			await tick(10 * MINUTE);
			expect(rows()).toMatchObject([{ note: 'to-do made' }]);
			expect(crm.portal.todos).toHaveLength(1);
		});

		test.each<[string, number, string, number]>([
			['a refusal', 2240, 'not called back: ', 1],
			['a refusal for the rate', 4290, 'called back', 12],
		])('the callback, by %s', async (_name, result, note, least) => {
			const { missed, tick, rows } = await host();
			await missed(missedCall());
			await tick();
			const refusal = { method: 'commands/callback', status: 400, body: { result } };
			for (let i = 0; i < least; i += 1) office.mango.answerNext(refusal);
			await tick();
			await tick(3 * MINUTE);
			await tick(3 * MINUTE);
			expect(String(rows()[0].note).startsWith(note)).toBe(true);
			expect(crm.portal.todos).toHaveLength(1);
		});

		test("MANGO's answer to the callback is lost: nobody knows, so it is not made again", async () => {
			const { missed, tick, rows, run } = await host();
			await missed(missedCall());
			await tick();
			office.mango.answerNext({ method: 'commands/callback', dropConnection: true });
			await run('Every Minute');
			await tick(6 * MINUTE);
			expect(office.sent('commands/callback')).toHaveLength(1);
			expect(rows()).toMatchObject([{ doneAt: expect.any(String) }]);
		});

		test('n8n was killed while it called back: nobody knows, so it is not made again', async () => {
			const { missed, tick, rows, tables } = await host();
			await missed(missedCall());
			await tick();
			tables.change(TABLE, { state: 'calling' });
			await tick();
			expect(callbacks()).toEqual([]);
			expect(rows()).toMatchObject([{ note: 'n8n ended while it called back' }]);
		});

		test('MANGO OFFICE, when it is asked for the calls since: told all the same', async () => {
			const { missed, tick } = await host();
			await missed(missedCall());
			for (let i = 0; i < 12; i += 1)
				office.mango.answerNext({ method: 'stats/calls/request', status: 502, body: 'down' });
			await tick();
			expect(crm.portal.todos).toHaveLength(1);
		});

		test('the responsible has no extension: the to-do is all', async () => {
			const { missed, tick, rows } = await host();
			await missed(missedCall({ from: { number: '79161234506' } }));
			await tick();
			await tick();
			expect(rows()).toMatchObject([{ dealId: 31, note: 'not called back: noExtension' }]);
			expect(callbacks()).toEqual([]);
		});

		describe('a second missed call of the day, by a client whom nobody can ring', () => {
			test.each([
				['the to-do of the first is open', 0, 1],
				['the to-do of the first is done', 1, 2],
			])('%s', async (_name, done, toDos) => {
				const { missed, tick, rows } = await host();
				const client = { from: { number: '79161234506' } };
				await missed(missedCall(client));
				await tick();
				await tick();
				for (const { id } of crm.portal.todos.slice(0, done)) await complete(id);
				await clock.advance(180 * MINUTE);
				await missed(missedCall({ ...client, entry_id: 'e2' }));
				await tick();
				await tick();
				await tick();
				expect(crm.portal.todos.map(({ title }) => title)).toEqual(
					Array(toDos).fill('Call +79161234506 back: a missed call'),
				);
				expect(rows()).toMatchObject(Array(2).fill({ doneAt: expect.any(String) }));
			});
		});
	});

	test('a call that comes when the workflow was published a moment ago is kept', async () => {
		const { run, tables } = await hostTemplate('missed-call.json', {
			...office.credentials(),
			...crm.credentials(),
		});
		await run('When Published');
		await run('MANGO OFFICE Events', [missedCall()]);
		expect(tables.rows(TABLE)).toHaveLength(1);
	});

	test("so is one that comes while n8n's database is locked", async () => {
		const { missed, tables, rows } = await host();
		tables.turn = () => {
			tables.turn = () => Promise.resolve();
			return Promise.reject(new Error('SQLITE_BUSY: database is locked'));
		};
		await missed(missedCall());
		expect(rows()).toHaveLength(1);
	});

	test('forgets rows that were done three days ago', async () => {
		const { missed, tick, rows, run } = await host();
		await missed(missedCall());
		await tick();
		await tick();
		await run('Every Day');
		expect(rows()).toHaveLength(1);
		await clock.advance(3 * 24 * 60 * MINUTE);
		await run('Every Day');
		expect(rows()).toEqual([]);
	});
});
