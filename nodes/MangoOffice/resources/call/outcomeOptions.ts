import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { outcomeRulesOption } from './outcomeRules';
import { wrong } from './fields';

const SHOW = { show: { '/resource': ['call'], '/operation': ['getOutcome'] } };
const LONGEST_WAIT_S = 3600;
const LONGEST_LOOK_BACK_H = 720;

/** Entries of the node's collection "Options". */
export const outcomeOptions: INodeProperties[] = [
	{
		displayName: 'Look Back (Hours)',
		name: 'lookBack',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: LONGEST_LOOK_BACK_H },
		displayOptions: SHOW,
		default: 24,
		description: "How old the call may be whose incoming item has neither 'time' nor 'startTime'",
	},
	outcomeRulesOption,
	{
		displayName: 'Wait For (Seconds)',
		name: 'waitFor',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: LONGEST_WAIT_S },
		displayOptions: SHOW,
		default: 120,
		description: 'For how long to ask again, with growing pauses, until MANGO OFFICE has finished the call and put it into the statistics',
	},
];

/** In ms, for all items: they are asked for together. Throws NodeOperationError. */
export function readWaits(context: IExecuteFunctions): { waitMs: number; lookBackMs: number } {
	return { waitMs: read('Wait For', 'waitFor', 120, 0, LONGEST_WAIT_S) * 1000, lookBackMs: read('Look Back', 'lookBack', 24, 1, LONGEST_LOOK_BACK_H) * 3_600_000 };

	function read(label: string, name: string, fallback: number, lowest: number, highest: number): number {
		const value: unknown = context.getNodeParameter(`options.${name}`, 0, fallback);
		const number = value === '' || value === null ? NaN : Number(value);
		if (number >= lowest && number <= highest) return number;
		throw wrong(context, `'${label}'`, value, `It must be a number from ${lowest} to ${highest}.`, 0);
	}
}
