import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { unknownEmployees } from '../../../../protocols/mangoOffice/outcome/record';
import type { OutcomeRule } from '../../../../protocols/mangoOffice/outcome/rules';
import { callOf } from '../../../../protocols/mangoOffice/statistics';
import { eachItem } from '../../operation';
import { readOutcomeRules } from '../call/outcomeRules';
import { extensionsFor } from '../employee/extensions';
import { callReport, type ReportWish } from './callReport';
import { readReportWish } from './reportWish';

/**
 * One output item a call entry (docs/protocols/mango-office.md#call-statistics, extended
 * statistics): the fields of `CallFacts`, which Call: Get Outcome gives too, then what MANGO tells.
 */
export const execute = eachItem(prepare, async (api, { wish, rules }): Promise<IDataObject[]> => {
	const records = (await callReport(api, wish)).slice(0, wish.limit);
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
	return { wish: readReportWish(context, i), rules: readOutcomeRules(context, i) };
}
