import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { unknownEmployees } from '../../../../protocols/mangoOffice/outcome/record';
import type { OutcomeRule } from '../../../../protocols/mangoOffice/outcome/rules';
import { callOf } from '../../../../protocols/mangoOffice/statistics';
import { eachItem } from '../../operation';
import { readOutcomeRules } from '../call/outcomeRules';
import { readLimit } from '../../paging';
import { extensionsFor } from '../employee/extensions';
import { filtersProperty, readFilters } from './callFilters';
import { callReport, type ReportWish } from './callReport';
import { periodProperties, readPeriod } from './period';

const properties: INodeProperties[] = [
	...periodProperties,
	filtersProperty,
	{
		displayName: 'Time-Out (Minutes)',
		name: 'timeoutMinutes',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 60 },
		default: 5,
		description:
			'How long the report of one item may take in all; MANGO OFFICE is asked every five seconds',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['statistics'], operation: ['getCalls'] } },
	properties,
);

/**
 * One output item a call entry (docs/protocols/mango-office.md#call-statistics, extended
 * statistics): the fields of `CallFacts`, which Call: Get Outcome gives too, then what MANGO tells.
 */
export const execute = eachItem(prepare, async (api, { wish, rules }): Promise<IDataObject[]> => {
	const records = await callReport(api, wish);
	const now = Date.now();
	const extensions = await extensionsFor(api, records.flatMap(unknownEmployees));
	return records.map(
		(record) => callOf(record, rules, (id) => extensions.get(id) ?? null, now) as IDataObject,
	);
});

function prepare(
	context: IExecuteFunctions,
	i: number,
): { wish: ReportWish; rules: OutcomeRule[] } {
	const minutes = Number(context.getNodeParameter('timeoutMinutes', i)) || 5;
	const wish = {
		span: readPeriod(context, i),
		filters: readFilters(context, i, context.getNodeParameter('filters', i, {}) as IDataObject),
		limit: readLimit(context, i),
		waitMs: minutes * 60_000,
		advice: "Ask for a shorter time or narrow the filters, or raise 'Time-Out'.",
	};
	return { wish, rules: readOutcomeRules(context, i) };
}
