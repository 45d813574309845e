import type { INodeParameters } from 'n8n-workflow';

import { addHints, counted } from '../../nodes/shared/hints';
import type { RunResult } from './harness';
import { chosen, useMango } from './mangoAccount';
import { usePortal } from './portal';

const bitrix24 = usePortal();
const office = useMango();

function hintsOf({ run, error }: RunResult): string[] {
	expect(error).toBeUndefined();
	return (run.data.resultData.runData.Node[0].hints ?? []).map(({ message }) => message);
}

function call(n: number, more: object = {}) {
	return {
		entryId: `call ${n}`,
		outcome: 'POSITIVE',
		direction: 'incoming',
		startTime: '2026-11-25T09:00:00Z',
		endTime: '2026-11-25T09:01:00Z',
		clientNumber: `7999111220${n}`,
		...more,
	};
}

describe('what the editor says above the output', () => {
	test.each<[string, INodeParameters, object[], string[]]>([
		[
			'calls that were not logged',
			{ resource: 'call', operation: 'log' },
			[
				call(1),
				call(2),
				call(3),
				call(4, { clientNumber: null }),
				call(5, { final: false, endTime: null }),
			],
			[
				'3 calls of nobody in the CRM: not logged.',
				"1 call without the client's number: not logged.",
				'1 call still going on: not logged.',
			],
		],
		[
			'deals without a rule',
			{
				operation: 'moveByResult',
				noRule: 'pass',
				rules: { rule: [{ pipeline: '9', successStage: 'C9:WON' }] },
			},
			[{ dealId: 12, result: 'POSITIVE' }],
			["1 deal not moved: the table 'Rules' has no row for the pipeline."],
		],
		['nothing to say', { operation: 'get' }, [{ dealId: 12 }], []],
	])('%s', async (_, parameters, items, words) => {
		expect(hintsOf(await bitrix24.run(parameters, items as never))).toEqual(words);
	});

	test('a failed item is an error, and no hint', async () => {
		const options = { onError: 'continueRegularOutput' as const };
		const run = await bitrix24.run({ operation: 'get' }, [{ dealId: 'x' }], options);
		expect(hintsOf(run)).toEqual([]);
	});

	test('clients that stand in the items twice', async () => {
		const items = [{ phone: '79161234567' }, { phone: '8 916 123-45-67' }];
		const parameters = {
			resource: 'campaignTask',
			operation: 'addMany',
			campaign: chosen(79893),
		};
		expect(hintsOf(await office.run(parameters, items))).toEqual([
			'1 client not added: another item has the same number.',
		]);
	});

	test('an n8n without hints is told nothing', () => {
		const hint = { isOf: () => true, words: (n: number) => counted(n, 'deal') };
		expect(() => {
			addHints({}, [hint], [{ json: {} }]);
		}).not.toThrow();
	});
});
