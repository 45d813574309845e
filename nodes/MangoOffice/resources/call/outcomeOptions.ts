import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { wrong } from './fields';
import type { IfNotFinished } from './outcomeBook';
import { outcomeRulesOption } from './outcomeRules';

const SHOW = { show: { '/resource': ['call'], '/operation': ['getOutcome'] } };
const LONGEST_WAIT_S = 3600;
const LONGEST_LOOK_BACK_H = 720;

/** Entries of the node's collection "Options". */
export const outcomeOptions: INodeProperties[] = [
	{
		displayName: 'If Not Finished',
		name: 'ifNotFinished',
		type: 'options',
		displayOptions: SHOW,
		options: [
			{ name: 'Error', value: 'error', description: 'The item fails' },
			{
				name: 'Pass On',
				value: 'pass',
				description:
					"The item comes out with its IDs, 'finished: false' and the reason, to be asked for again later",
			},
		],
		default: 'error',
		description:
			'What becomes of an item whose call or task is not finished when the time to wait is over',
	},
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
		description:
			'For how long to ask again, with growing pauses, until MANGO OFFICE has finished the call and put it into the statistics. With 0 it is asked once, for all items together.',
	},
];

export interface OutcomeOptions {
	waitMs: number;
	/** How old a call may be of which no time is known. */
	lookBackMs: number;
	ifNotFinished: IfNotFinished;
}

/** For all items: they are asked for together. Throws NodeOperationError. */
export function readOutcomeOptions(context: IExecuteFunctions): OutcomeOptions {
	return {
		waitMs: readNumber('Wait For', 'waitFor', 120, 0, LONGEST_WAIT_S) * 1000,
		lookBackMs: readNumber('Look Back', 'lookBack', 24, 1, LONGEST_LOOK_BACK_H) * 3_600_000,
		ifNotFinished: readIfNotFinished(),
	};

	function readNumber(
		label: string,
		name: string,
		fallback: number,
		lowest: number,
		highest: number,
	): number {
		const value: unknown = context.getNodeParameter(`options.${name}`, 0, fallback);
		const number = value === '' || value === null ? NaN : Number(value);
		if (number >= lowest && number <= highest) return number;
		throw wrong(
			context,
			`'${label}'`,
			value,
			`It must be a number from ${lowest} to ${highest}.`,
			0,
		);
	}

	function readIfNotFinished(): IfNotFinished {
		const value: unknown = context.getNodeParameter('options.ifNotFinished', 0, 'error');
		if (value === 'error' || value === 'pass') return value;
		throw wrong(context, "'If Not Finished'", value, 'It must be one of: error, pass.', 0);
	}
}
