import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { OUTCOMES, type Outcome } from '../../../../protocols/mangoOffice/outcome/facts';
import { RULE_SCOPES, type OutcomeRule } from '../../../../protocols/mangoOffice/outcome/rules';
import { wrong } from './fields';

/** Entry of the node's collection "Options". */
export const outcomeRulesOption: INodeProperties = {
	displayName: 'Outcome Rules',
	name: 'outcomeRules',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Rule' },
	displayOptions: {
		show: { '/resource': ['call', 'statistics'], '/operation': ['getOutcome', 'getCalls'] },
	},
	placeholder: 'Add Rule',
	default: {},
	description:
		'What goes before the table of this node. A call in which client and employee talked is always POSITIVE; the rules are for the others.',
	options: [
		{
			displayName: 'Rule',
			name: 'rule',
			values: [
				{
					displayName: 'Applies To',
					name: 'appliesTo',
					type: 'options',
					options: [
						{ name: 'Any Call', value: 'any', description: 'Whoever was being rung' },
						{
							name: 'Campaign Tasks',
							value: 'task',
							description:
								"By the task's status reason, for example 25 for a due date that has passed",
						},
						{
							name: 'Client Being Rung',
							value: 'client',
							description: "Outgoing calls that ended while the client's telephone rang",
						},
						{
							name: 'Employee Being Rung',
							value: 'employee',
							description: 'Callbacks that ended before the client was rung',
						},
						{
							name: 'Incoming Calls',
							value: 'incoming',
							description: 'Calls of clients that nobody answered',
						},
					],
					default: 'any',
				},
				{
					displayName: 'Code',
					name: 'code',
					type: 'number',
					default: 1111,
					description:
						'Reason code, for example 1111 for no answer; a round one such as 1130 stands for all that have no line of their own',
				},
				{
					displayName: 'Outcome',
					name: 'outcome',
					type: 'options',
					options: [
						{ name: 'NEGATIVE', value: 'NEGATIVE' },
						{ name: 'NEUTRAL', value: 'NEUTRAL' },
						{ name: 'POSITIVE', value: 'POSITIVE' },
					],
					default: 'NEUTRAL',
				},
			],
		},
	],
};

/** The user's rules for one item. Throws NodeOperationError. */
export function readOutcomeRules(context: IExecuteFunctions, itemIndex: number): OutcomeRule[] {
	const rules = context.getNodeParameter(
		'options.outcomeRules.rule',
		itemIndex,
		[],
	) as IDataObject[];
	return rules.map(({ appliesTo, code, outcome }, index) => {
		const label = (name: string) => `'${name}' of outcome rule ${index + 1}`;
		const scope = RULE_SCOPES.find((one) => one === appliesTo);
		if (scope === undefined)
			throw wrong(
				context,
				label('Applies To'),
				appliesTo,
				`It must be one of: ${RULE_SCOPES.join(', ')}.`,
				itemIndex,
			);
		return {
			appliesTo: scope,
			code: readCode(scope, code, label('Code')),
			outcome: readOutcome(outcome, label('Outcome')),
		};
	});

	function readCode(scope: OutcomeRule['appliesTo'], value: unknown, label: string): number {
		const [lowest, highest] = scope === 'task' ? [1, 99] : [1000, 9999];
		const code = Number(value === '' || value === null ? NaN : value);
		if (Number.isInteger(code) && code >= lowest && code <= highest) return code;
		const what = scope === 'task' ? "a task's status reason" : 'a reason code of calls';
		throw wrong(
			context,
			label,
			value,
			`It must be ${what}: a whole number from ${lowest} to ${highest}.`,
			itemIndex,
		);
	}

	function readOutcome(value: unknown, label: string): Outcome {
		const outcome = OUTCOMES.find((one) => one === value);
		if (outcome !== undefined) return outcome;
		throw wrong(context, label, value, `It must be one of: ${OUTCOMES.join(', ')}.`, itemIndex);
	}
}
