import { clock } from '../clock/clock';
import { useMango } from '../engine/mangoAccount';
import { usePortal } from '../engine/portal';
import { hostEachMinute } from './eachMinute';
import { canRunTemplates } from './templateHost';

const TABLE = 'MANGO callback queue';
const CALLS = 'MANGO calls';
const MINUTE = 60_000;
const office = useMango({ rateLimit: true, lockout: true });
// Wednesday, half past twelve in Moscow.
beforeEach(() => clock.setTime(Date.parse('2026-11-25T09:30:00.000Z')));
const crm = usePortal();

const COLUMNS = [
	...['key', 'commandId', 'phone', 'employee', 'startTime', 'asked'].map((name) => ({
		name,
		type: 'string',
	})),
	...['dealId', 'tries', 'failures'].map((name) => ({ name, type: 'number' })),
	{ name: 'dueAt', type: 'date' },
];

/** The template beside the loop's table, and what waits in its queue. */
async function host(columns = COLUMNS) {
	const template = await hostEachMinute(TABLE, 'paced-callbacks.json', {
		...office.credentials(),
		...crm.credentials(),
	});
	if (columns.length > 0) await template.tables.create(CALLS, columns);
	const wait = (row: Record<string, string | number>) =>
		template.tables.add(TABLE, { state: 'waiting', tries: 0, ...row });
	return { ...template, wait, calls: () => template.tables.rows(CALLS) };
}

const STRANGER = '79160000001';
const WITHOUT_DEAL = { key: `phone:${STRANGER}`, phone: STRANGER, employee: '101' };
const DEAL = { key: 'deal:12', dealId: 12, phone: '79161234501', employee: '101' };

/** How often MANGO OFFICE was asked to call. */
const asked = () => office.sent('commands/callback').length;
const refuse = (result: number) =>
	office.mango.answerNext({ method: 'commands/callback', status: 400, body: { result } });
const loseAnswer = () =>
	office.mango.answerNext({ method: 'commands/callback', dropConnection: true });
function portalDown(): void {
	for (let i = 0; i < 40; i += 1)
		crm.portal.answerNext({ status: 403, body: { error: 'ACCESS_DENIED', error_description: 'no' } });
}

(canRunTemplates ? describe : describe.skip)('paced-callbacks.json', () => {
	describe('a webhook without a deal', () => {
		test.each([
			['is refused', () => refuse(2240), /not enough money/],
			['gets no answer', loseAnswer, /\S/],
		])('whose call %s: the execution fails with the number, and nobody is called again', async (_, fail, why) => {
			const { wait, tick, rows } = await host();
			wait(WITHOUT_DEAL);
			fail();
			const shown = String(await tick().catch((error: Error) => error));
			expect(shown).toContain(`No call of ${STRANGER}, and no deal to say so in: `);
			expect(shown).toMatch(why);
			expect(rows()).toEqual([]);
			await tick(6 * MINUTE);
			expect(asked()).toBe(1);
		});

		test('is told beside another one, and those with a deal have their to-dos', async () => {
			const { wait, tick, rows } = await host();
			wait(WITHOUT_DEAL);
			wait(DEAL);
			wait({ ...WITHOUT_DEAL, key: 'phone:79160000002', phone: '79160000002' });
			for (let i = 0; i < 3; i += 1) refuse(2240);
			const shown = String(await tick().catch((error: Error) => error));
			expect(shown.match(/No call of \d+/g)).toEqual([
				`No call of ${STRANGER}`,
				'No call of 79160000002',
			]);
			expect(crm.portal.todos).toMatchObject([{ ownerId: 12 }]);
			expect(rows()).toEqual([]);
		});
	});

	test("neither MANGO's answer nor the portal: the loop looks for the call, nobody is called twice", async () => {
		const { wait, tick, rows, calls } = await host();
		wait({ ...DEAL, stageId: '' });
		office.mango.answerNext({ method: 'commands/callback', dropConnection: true });
		crm.portal.hold(({ params }) => {
			if (JSON.stringify(params).includes('crm.activity.todo.add')) portalDown();
			return Promise.resolve();
		});
		await tick();
		expect(crm.portal.todos).toEqual([]);
		expect(rows()).toMatchObject([{ dealId: 12, state: 'calling' }]);
		crm.portal.hold(undefined);
		crm.portal.reset();
		await tick(6 * MINUTE);
		expect(rows()).toEqual([]);
		expect(calls()).toMatchObject([{ key: 'queue:1', dealId: 12 }]);
		expect(asked()).toBe(1);
	});

	test.each([
		['no table', []],
		['a table that lacks a column', COLUMNS.filter(({ name }) => name !== 'asked')],
	])('%s of calls: called and noted, and the execution says what is not followed', async (_, columns) => {
		const { wait, tick, rows } = await host(columns);
		wait(DEAL);
		await expect(tick()).rejects.toThrow('their outcomes will not be followed');
		expect(crm.portal.comments.filter(({ entityId }) => entityId === 12)).toHaveLength(1);
		expect(rows()).toEqual([]);
	});

	test('the portal lets nobody in: the rows wait, and the execution fails once', async () => {
		const { wait, tick, rows } = await host();
		wait(DEAL);
		portalDown();
		await tick();
		await tick(2 * MINUTE);
		await expect(tick(3 * MINUTE)).rejects.toThrow(
			/The call of 79161234501 has failed three times and waits: .*\S/,
		);
		await tick(4 * MINUTE);
		expect(rows()).toMatchObject([{ dealId: 12, state: 'waiting', tries: 4 }]);
		crm.portal.reset();
		await tick(5 * MINUTE);
		expect(asked()).toBe(1);
	});
});
