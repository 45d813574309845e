import type { IDataObject, INode } from 'n8n-workflow';

import { readEvent } from '../../protocols/mangoOffice/events/read';
import { clock } from '../clock/clock';
import { useMango } from '../engine/mangoAccount';
import { usePortal } from '../engine/portal';
import { hostEachMinute } from './eachMinute';
import { canRunTemplates, hostTemplate } from './templateHost';

const TABLE = 'MANGO incoming calls';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const office = useMango({ rateLimit: true, lockout: true });
beforeEach(() => clock.setTime(Date.parse('2026-11-25T09:30:00.000Z')));
const crm = usePortal();

const STRANGER = '79160000001';
/** Of deal 28. */
const CLIENT = '79161234507';

async function host(patch: (node: INode) => void = () => undefined) {
	const template = await hostEachMinute(
		TABLE,
		'unknown-caller.json',
		{ ...office.credentials(), ...crm.credentials() },
		patch,
	);
	const ended = (event: IDataObject) => template.run('MANGO OFFICE Events', [event]);
	return { ...template, ended };
}

/** What MANGO OFFICE Trigger makes of the summary of an incoming call that has just ended. */
function summary(more: IDataObject = {}): IDataObject {
	const now = Math.floor(clock.now() / 1000);
	const raw = {
		entry_id: 'e1',
		call_direction: 1,
		from: { number: STRANGER },
		to: { extension: '101', number: 'sip:a@x.ru' },
		line_number: '74951234567',
		create_time: now - 60,
		forward_time: now - 50,
		talk_time: now - 40,
		end_time: now,
		entry_result: 1,
		disconnect_reason: 1110,
		...more,
	};
	return readEvent('events/summary', Buffer.from(JSON.stringify(raw))) as unknown as IDataObject;
}
const MISSED = { talk_time: 0, entry_result: 0, disconnect_reason: 1111 };

const TYPES = { lead: 1, deal: 2, contact: 3 };

/** The cards of one kind that the node has made. */
async function made(type: keyof typeof TYPES): Promise<IDataObject[]> {
	const body = {
		entityTypeId: TYPES[type],
		filter: { originatorId: 'mango-office' },
		select: ['*'],
	};
	const response = await fetch(`${crm.portal.webhookUrl}crm.item.list.json`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	});
	return ((await response.json()) as { result: { items: IDataObject[] } }).result.items;
}

/** Whom the portal was asked to notify, and of what. */
const told = () =>
	crm.portal.requests
		.flatMap(({ commands = [] }) => commands)
		.filter((command) => command.startsWith('im.notify.system.add'))
		.map((command) => Object.fromEntries(new URLSearchParams(command.split('?')[1])));

const NO_IM = { error: 'insufficient_scope', error_description: 'no' };

(canRunTemplates ? describe : describe.skip)('unknown-caller.json', () => {
	test.each([
		['who talked', {}, 'POSITIVE', /\+79160000001 called at .* on \+74951234567/],
		['whom nobody answered', MISSED, 'NEGATIVE', /\+79160000001 called in vain at/],
	])('a stranger %s becomes a lead, and his employee is told', async (_name, more, outcome, text) => {
		const { ended, tick, rows } = await host();
		await ended(summary(more));
		await tick();
		const [lead, ...others] = await made('lead');
		expect(others).toEqual([]);
		expect(lead).toMatchObject({ assignedById: 1, sourceId: 'CALL' });
		expect(crm.portal.callActivities).toMatchObject([
			{ ownerTypeId: 1, ownerId: lead.id, providerData: expect.stringContaining(outcome) },
		]);
		expect(told()).toMatchObject([{ USER_ID: '1', MESSAGE: expect.stringMatching(text) }]);
		expect(told()[0].MESSAGE).toContain(`lead ${String(lead.id)}`);
		expect(rows()).toMatchObject([
			{ note: 'made, and told user 1', doneAt: expect.any(String) },
		]);
		await tick();
		expect([(await made('lead')).length, told().length]).toEqual([1, 1]);
	});

	test('a contact and a deal, and the source of the line, where that is chosen', async () => {
		const { ended, tick } = await host(({ name, parameters }) => {
			if (name !== 'Create and Log') return;
			const lines = [{ line: '8 (495) 123-45-67', source: 'ADVERTISING' }];
			Object.assign(parameters, { whenNobody: 'contactAndDeal', sourceByLine: { lines } });
		});
		await ended(summary());
		await tick();
		const [deal] = await made('deal');
		expect(deal).toMatchObject({ sourceId: 'ADVERTISING' });
		expect(await made('contact')).toHaveLength(1);
		expect(told()[0].MESSAGE).toContain(`deal ${String(deal.id)}`);
	});

	test('one card for a call that event, its double and the statistics tell of, and for the next ones', async () => {
		const { ended, run, tick, rows } = await host();
		await ended(summary());
		await ended(summary());
		await run('Ended Calls', [
			{ ...summary(), outcome: 'POSITIVE', clientNumber: `+${STRANGER}`, entryId: 'e1' },
		]);
		await ended(summary({ entry_id: 'e2' }));
		await tick();
		await ended(summary());
		await ended(summary({ entry_id: 'e3' }));
		await tick();
		expect(rows().map(({ entryId }) => entryId)).toEqual(['e1', 'e2', 'e3']);
		expect(await made('lead')).toHaveLength(1);
		expect(crm.portal.callActivities).toHaveLength(3);
	});

	test('a call of the statistics alone is enough; its line is what was called', async () => {
		office.addEnded('polled', clock.now() - 5 * MINUTE, {
			incoming: true,
			client: { number: STRANGER },
			lineNumber: '74951234567',
		});
		const statistics = await office.run({
			resource: 'statistics',
			operation: 'getCalls',
			period: 'last24Hours',
		});
		const { run, tick, rows } = await host();
		await run('Ended Calls', [statistics.outputs[0][0].json]);
		await tick();
		expect(rows()).toMatchObject([{ entryId: 'polled', lineNumber: '74951234567' }]);
		expect(await made('lead')).toHaveLength(1);
	});

	test("a client's call is logged, and nothing made", async () => {
		const { ended, tick, rows } = await host();
		await ended(summary({ from: { number: CLIENT } }));
		await tick();
		expect(crm.portal.callActivities).toMatchObject([{ ownerId: 28 }]);
		expect([await made('lead'), told()]).toEqual([[], []]);
		expect(rows()).toMatchObject([{ note: 'logged' }]);
	});

	test.each([
		['withholds his number', { from: {} }],
		['is on the black list', { ...MISSED, disconnect_reason: 1151 }],
	])('who %s leaves no row', async (_name, more) => {
		const { ended, rows } = await host();
		await ended(summary(more));
		expect(rows()).toEqual([]);
	});

	describe('when something fails', () => {
		const down = () => {
			for (let i = 0; i < 40; i += 1) crm.portal.answerNext({ status: 503, body: 'down' });
		};

		test('the portal: tried again, shown at the third time, and done in the end', async () => {
			const { ended, tick, rows } = await host();
			await ended(summary());
			down();
			await tick();
			await tick(2 * MINUTE);
			expect(rows()).toMatchObject([{ failures: 2, doneAt: null }]);
			await expect(tick(5 * MINUTE)).rejects.toThrow('A step has failed three times');
			crm.portal.reset();
			await tick(10 * MINUTE);
			expect(await made('lead')).toHaveLength(1);
			expect(told()).toHaveLength(1);
		});

		test('for three days: the execution fails, with the number', async () => {
			const { ended, tick, rows } = await host();
			await ended(summary());
			await expect(tick(3 * DAY + 2 * MINUTE)).rejects.toThrow(`+${STRANGER}`);
			expect(rows()).toMatchObject([{ doneAt: expect.any(String) }]);
			await tick();
		});

		test('an event of unknown shape: the execution fails once, since nobody knows who called', async () => {
			const { ended, tick, rows } = await host();
			await ended(summary({ create_time: 'noon' }));
			await expect(tick()).rejects.toThrow('a withheld number at 2026-11-25T09:30:00.000Z: its event');
			expect(rows()).toMatchObject([{ doneAt: expect.any(String) }]);
			await tick();
		});

		test('for three days, for several: the execution that fails names them all', async () => {
			const { ended, tick, rows } = await host();
			const numbers = [STRANGER, '79160000002', '79160000003'];
			for (const [i, number] of numbers.entries())
				await ended(summary({ entry_id: `e${i}`, from: { number } }));
			const shown = String(await tick(3 * DAY + 2 * MINUTE).catch((error: Error) => error));
			expect(numbers.filter((number) => shown.includes(number))).toEqual(numbers);
			expect(rows()).toMatchObject(numbers.map(() => ({ doneAt: expect.any(String) })));
		});

		test('n8n ended after the lead was made: the employee is told all the same, of that lead', async () => {
			const { ended, tick, tables, rows } = await host();
			await ended(summary());
			await tick();
			tables.change(TABLE, { doneAt: null, dueAt: new Date(clock.now()) });
			await tick();
			expect(await made('lead')).toHaveLength(1);
			expect(told()).toHaveLength(2);
			expect(rows()).toMatchObject([{ note: 'made, and told user 1' }]);
		});

		test.each(['lead', 'contactAndDeal'])(
			'the webhook may not notify: a to-do, once, for %s',
			async (whenNobody) => {
				const { ended, tick, tables, rows } = await host(({ name, parameters }) => {
					if (name === 'Create and Log') Object.assign(parameters, { whenNobody });
				});
				await ended(summary());
				crm.portal.failCommand('im.notify.system.add', NO_IM, 2);
				await tick();
				const [card] = await made(whenNobody === 'lead' ? 'lead' : 'deal');
				expect(crm.portal.todos).toMatchObject([
					{ ownerId: card.id, title: `A new client: +${STRANGER} called`, responsibleId: 1 },
				]);
				expect(rows()).toMatchObject([{ note: expect.stringMatching(/^made, to-do \d+$/) }]);
				tables.change(TABLE, { doneAt: null, dueAt: new Date(clock.now()) });
				await tick();
				expect(crm.portal.todos).toHaveLength(1);
			},
		);
	});

	test('a call that comes when the workflow was published a moment ago is kept', async () => {
		const { run, tables } = await hostTemplate('unknown-caller.json', {
			...office.credentials(),
			...crm.credentials(),
		});
		await run('When Published');
		await run('MANGO OFFICE Events', [summary()]);
		expect(tables.rows(TABLE)).toHaveLength(1);
	});

	test("so is one that comes while n8n's database is locked", async () => {
		const { ended, tables, rows } = await host();
		tables.turn = () => {
			tables.turn = () => Promise.resolve();
			return Promise.reject(new Error('SQLITE_BUSY: database is locked'));
		};
		await ended(summary());
		expect(rows()).toHaveLength(1);
	});

	test('forgets rows that were done three days ago', async () => {
		const { ended, tick, rows, run } = await host();
		await ended(summary());
		await tick();
		await run('Every Day');
		expect(rows()).toHaveLength(1);
		await clock.advance(3 * DAY);
		await run('Every Day');
		expect(rows()).toEqual([]);
	});
});
