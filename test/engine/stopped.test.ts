import { ExecuteContext } from 'n8n-core';
import { createRunExecutionData, type INodeParameters } from 'n8n-workflow';

import { clock } from '../clock/clock';
import { prepare, type RunOptions } from './harness';
import { useMango } from './mangoAccount';
import { usePortal } from './portal';

const office = useMango();
const bitrix24 = usePortal();

/** Runs the node, and stops its execution after some ms, in a pause. Gives how long it ran, and how it ended. */
async function stopAt(ms: number, type: string, options: RunOptions) {
	const { workflow, node, additionalData, nodeType } = await prepare(type, options);
	const items = options.items ?? [{ json: {} }];
	const stop = new AbortController();
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'trigger',
		createRunExecutionData(),
		0,
		items,
		{ main: [items] },
		{ node, data: { main: [items] }, source: null },
		[],
		stop.signal,
	);
	clock.after(ms, () => stop.abort());
	const start = clock.now();
	const execute = nodeType.execute as (this: ExecuteContext) => Promise<unknown>;
	const ended = await execute.call(context).then(() => 'with items', String);
	return { took: clock.now() - start, ended };
}

const MANGO: Array<[string, INodeParameters, object]> = [
	[
		'a report of calls that is not ready',
		{
			resource: 'statistics',
			operation: 'getCalls',
			dateFrom: '2026-01-01T00:00:00',
			dateTo: '2026-01-02T00:00:00',
		},
		{ method: 'stats/calls/result', body: { result: 1000, status: 'work', data: [] } },
	],
	[
		'a call that is not in the statistics',
		{ resource: 'call', operation: 'getOutcome', lookUp: 'entry', entryId: 'unknown' },
		{ method: 'stats/calls/result', body: { result: 1000, status: 'complete', data: [] } },
	],
	[
		'a recording that is not stored',
		{ resource: 'recording', operation: 'download', recordingId: 'MToxMDI=', waitMinutes: 30 },
		{},
	],
	[
		'an account that takes no more requests',
		{ resource: 'account', operation: 'getBalance' },
		{ status: 429, body: { code: 0, status: 429 } },
	],
];

describe('stopping an execution ends its pause', () => {
	test.each(MANGO)('for %s', async (_, parameters, answer) => {
		for (let i = 0; i < 100; i += 1) if ('body' in answer) office.mango.answerNext(answer as never);
		const { took, ended } = await stopAt(13_210, 'mangoOffice', {
			parameters,
			credentials: office.credentials(),
		});
		expect([took, ended]).toEqual([13_210, expect.stringContaining('The execution was stopped')]);
	});

	test('for a recording whose call is not logged', async () => {
		const binary = { data: { data: 'AAAA', mimeType: 'audio/mpeg' } };
		const { took, ended } = await stopAt(13_210, 'bitrix24', {
			parameters: { resource: 'recording', operation: 'attach', waitFor: 150 },
			items: [{ json: { entryId: 'entry1', recordingId: 'MToxMDI=' }, binary }],
			credentials: bitrix24.credentials(),
		});
		expect([took, ended]).toEqual([13_210, expect.stringContaining('The execution was stopped')]);
	});

	test('for a portal that takes no more requests', async () => {
		for (let i = 0; i < 100; i += 1)
			bitrix24.portal.answerNext({ status: 503, body: { error: 'QUERY_LIMIT_EXCEEDED' } });
		const { took, ended } = await stopAt(4321, 'bitrix24', {
			parameters: { resource: 'user', operation: 'getAll' },
			credentials: bitrix24.credentials(),
		});
		expect([took, ended]).toEqual([4321, expect.stringContaining('The execution was stopped')]);
	});
});
