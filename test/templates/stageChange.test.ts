import { useMango } from '../engine/mangoAccount';
import { usePortal } from '../engine/portal';
import { canRunTemplates, hostTemplate } from './templateHost';

const office = useMango();
const bitrix24 = usePortal();

(canRunTemplates ? describe : describe.skip)('stage-change.json', () => {
	test.each([
		['there', ['key', 'dealId', 'taskId', 'phone', 'startTime', 'dueAt', 'tries', 'failures'], undefined],
		['not there', [], /will not be followed/],
		['without a column', ['key'], /will not be followed/],
	])('the table of calls is %s: the client is in the campaign, and noted', async (_, columns, shown) => {
		const { run, tables } = await hostTemplate(
			'stage-change.json',
			{ ...office.credentials(), ...bitrix24.credentials() },
			({ parameters }) => {
				if ('campaign' in parameters) parameters.campaign = { __rl: true, mode: 'id', value: '79893' };
			},
		);
		if (columns.length > 0)
			await tables.create(
				'MANGO calls',
				columns.map((name) => ({ name, type: 'string' })),
			);
		const ran = run('Get Call Target', [{ dealId: 12 }]);
		if (shown) await expect(ran).rejects.toThrow(shown);
		else await ran;
		expect(office.sent('task/add')).toHaveLength(1);
		expect(bitrix24.portal.comments).toMatchObject([{ entityId: 12 }]);
		expect(tables.rows('MANGO calls')).toHaveLength(shown ? 0 : 1);
	});
});
