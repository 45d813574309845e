import { clock } from '../clock/clock';
import { useMango } from '../engine/mangoAccount';
import { usePortal } from '../engine/portal';
import { canRunTemplates, hostTemplate } from './templateHost';

const TABLE = 'MANGO calls';
const MINUTE = 60_000;
const office = useMango();
const bitrix24 = usePortal();

/** A callback that a webhook without a deal has asked for, or the follow-up of a missed call. */
const asked = (id: string, phone: string, more: object = {}) => ({
	key: `command:mb24.-.1.0.${id}`,
	commandId: `mb24.-.1.0.${id}`,
	phone,
	employee: '101',
	startTime: new Date(clock.now()).toISOString(),
	dueAt: new Date(clock.now()),
	tries: 0,
	failures: 0,
	...more,
});

async function host(file: string) {
	const template = await hostTemplate(file, {
		...office.credentials(),
		...bitrix24.credentials(),
	});
	const look = () => template.run('Every 10 Seconds');
	await look();
	return { ...template, look, rows: () => template.tables.rows(TABLE) };
}

const FILES = ['callback-outcome.json', 'campaign-outcome.json', 'mango-events-to-crm.json'];

/** What becomes of a call that has no deal, of which nobody could get a to-do. */
describe.each(canRunTemplates ? FILES : [])('%s', (file) => {
	test('MANGO OFFICE has refused it: the execution fails once, and names the clients', async () => {
		const { tables, look, rows } = await host(file);
		const numbers = ['79160000001', '79160000002'];
		for (const number of numbers) tables.add(TABLE, asked(number, number, { refusal: 'No money' }));
		const shown = String(await look().catch((error: Error) => error));
		for (const number of numbers) expect(shown).toMatch(new RegExp(`the call to ${number} .*No money`));
		expect(rows()).toMatchObject(
			numbers.map(() => ({ doneAt: expect.any(String), note: 'No money' })),
		);
		await clock.advance(5 * MINUTE);
		await look();
	});

	test('nothing is heard of it for two hours: the same', async () => {
		const { tables, look, rows } = await host(file);
		tables.add(TABLE, asked('a', '79160000001'));
		for (const minutes of [0, 60]) {
			await clock.advance(minutes * MINUTE);
			await look();
		}
		expect(rows()).toMatchObject([{ doneAt: null }]);
		await clock.advance(61 * MINUTE);
		await expect(look()).rejects.toThrow(/the call to 79160000001 .*no deal: .*hold no call/);
		expect(rows()).toMatchObject([{ doneAt: expect.any(String) }]);
		await clock.advance(5 * MINUTE);
		await look();
	});

	test('it has a deal: a to-do, as ever', async () => {
		const { tables, look, rows } = await host(file);
		tables.add(TABLE, asked('a', '79160000001', { dealId: 12, refusal: 'No money' }));
		await look();
		expect(bitrix24.portal.todos).toMatchObject([{ ownerId: 12 }]);
		expect(rows()).toMatchObject([{ note: 'to-do made' }]);
	});
});
