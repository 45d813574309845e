import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { runNode } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

type Items = Array<INodeExecutionData['json']>;

/**
 * Which items n8n takes for failed ones up to 2.30, after handleNodeErrorOutput of n8n-core
 * 1.122.0, 2.8.1 and 2.30.0. An `error` beside the json counts as well, but makes n8n replace the
 * json (normalizeNodeErrors): the deal would be lost.
 */
function isFailedForOldN8n({ error, json }: INodeExecutionData): boolean {
	const others = Object.keys(json).filter((key) => key !== 'error');
	return (
		error === undefined &&
		Boolean(json.error) &&
		(others.length === 0 || (others.length === 1 && Boolean(json.message)))
	);
}

const OPERATIONS: Array<[string, INodeParameters]> = [
	['get', { resource: 'deal', operation: 'get' }],
	['getCallTarget', { resource: 'deal', operation: 'getCallTarget' }],
	[
		'moveToStage',
		{
			resource: 'deal',
			operation: 'moveToStage',
			pipeline: { __rl: true, mode: 'id', value: '0' },
			stage: { __rl: true, mode: 'id', value: 'WON' },
		},
	],
	['comment', { resource: 'timelineComment', operation: 'add', text: 'x' }],
	['to-do', { resource: 'activity', operation: 'addToDo' }],
];

const ITEMS: Items = [{ dealId: 12 }, { dealId: 'x' }, { dealId: 999999 }];

describe.each(OPERATIONS)('%s', (_name, parameters) => {
	test('a failed item is one that every n8n sends to the error output', async () => {
		const { outputs, error } = await bitrix24.run(parameters, ITEMS, {
			onError: 'continueErrorOutput',
		});
		expect(error).toBeUndefined();
		const [good, failed] = outputs;
		expect(good.map(isFailedForOldN8n)).toEqual([false]);
		expect(failed.map(isFailedForOldN8n)).toEqual([true, true]);
		expect(failed[0].json).toEqual({
			error: "The incoming item's field 'dealId' was \"x\"",
			message: expect.stringMatching(/^It must be a positive whole number/),
		});
	});

	test('in the regular output it has the same', async () => {
		const { outputs } = await bitrix24.run(parameters, ITEMS, { onError: 'continueRegularOutput' });
		expect(outputs[0].map(isFailedForOldN8n)).toEqual([false, true, true]);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	test('where it stops the node, it is found out before anything is asked of the portal', async () => {
		const { error } = await bitrix24.run(parameters, ITEMS);
		expect(error?.message).toBe("The incoming item's field 'dealId' was \"x\"");
		expect(error?.context?.itemIndex).toBe(1);
		expect(bitrix24.portal.requests).toEqual([]);
	});
});

test('an error without advice has its text in both fields', async () => {
	const { outputs } = await bitrix24.run(
		{ resource: 'deal', operation: 'moveByResult', rules: {} },
		[{ dealId: 12 }],
		{ onError: 'continueErrorOutput' },
	);
	expect(outputs.map((items) => items.map(isFailedForOldN8n))).toEqual([[], [true]]);
	expect(outputs[1][0].json.message).toBe(outputs[1][0].json.error);
});

test('the MANGO OFFICE node as well', async () => {
	const { outputs } = await runNode('mangoOffice', {
		parameters: { resource: 'call', operation: 'callback', callFrom: 'item' },
		items: [{ json: { phone: 'abc', employee: '101' } }],
		credentials: { mangoOfficeApi: { apiKey: 'k', apiSalt: 's', baseUrl: 'http://127.0.0.1:1' } },
		onError: 'continueErrorOutput',
	});
	expect(outputs.map((items) => items.map(isFailedForOldN8n))).toEqual([[], [true]]);
});
