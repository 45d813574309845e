import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { CallFacts } from '../../../../protocols/mangoOffice/outcome/facts';
import { outcomeOfRecord, unknownEmployees } from '../../../../protocols/mangoOffice/outcome/record';
import type { OutcomeRule } from '../../../../protocols/mangoOffice/outcome/rules';
import { outcomeOfTask } from '../../../../protocols/mangoOffice/outcome/task';
import { attempt } from '../../../shared/attempt';
import type { ItemOutcome } from '../../../shared/items';
import type { MangoApi } from '../../api';
import { notSent, unsent } from '../../operation';
import { extensionsFor } from '../employee/extensions';
import { readWaits } from './outcomeOptions';
import { readOutcomeRules } from './outcomeRules';
import { findFinished } from './outcomeSearch';
import { outcomeTargetDescription, readOutcomeTarget, type OutcomeTarget } from './outcomeTarget';

export const description: INodeProperties[] = outcomeTargetDescription;

interface Prepared {
	target: OutcomeTarget;
	rules: OutcomeRule[];
}

/** What MANGO tells of a target: a record, or a task. */
interface Known {
	target: OutcomeTarget;
	found: IDataObject;
}

/**
 * What became of a call, or of a campaign's task, by MANGO's own books: the extended statistics
 * (reference/mango-office-api.md, section 1.5), or the method `task` (section 3). It waits until MANGO has finished the
 * call. The output's fields are those of `CallFacts`.
 */
export async function execute(context: IExecuteFunctions, api: MangoApi, itemCount: number): Promise<ItemOutcome[]> {
	const waits = readWaits(context);
	const prepared = Array.from({ length: itemCount }, (_, i) =>
		attempt((): Prepared => ({ target: readOutcomeTarget(context, i), rules: readOutcomeRules(context, i) })),
	);
	if (!context.continueOnFail() && prepared.some((one) => 'error' in one)) return prepared.map(unsent);
	const targets = prepared.flatMap((one) => ('value' in one ? [one.value.target] : []));
	const finds = await findFinished(api, targets, waits, !context.continueOnFail());
	const known = targets.flatMap((target): Known[] => {
		const find = finds(target);
		return find !== undefined && 'value' in find ? [{ target, found: find.value }] : [];
	});
	const extensions = await extensionsFor(api, known.flatMap(unknownTo));
	return prepared.map((one, itemIndex): ItemOutcome => {
		if ('error' in one) return one;
		const find = finds(one.value.target);
		if (find !== undefined) return 'error' in find ? find : { json: factsOf(one.value, find.value, extensions) };
		return context.continueOnFail() ? (notSent(context, itemIndex) as { error: unknown }) : { items: [] };
	});
}

function factsOf({ target, rules }: Prepared, found: IDataObject, extensions: ReadonlyMap<number, string>): IDataObject {
	const byId = (employeeId: number) => extensions.get(employeeId) ?? null;
	const facts: CallFacts =
		'taskId' in target ? outcomeOfTask(found, rules, (operatorId) => target.extension ?? byId(operatorId)) : outcomeOfRecord(found, rules, byId, Date.now());
	const { entryId, taskId, campaignId, dealId, commandId, ...rest } = facts;
	const ids = { entryId: entryId ?? target.known.entryId ?? null, taskId, campaignId, dealId: target.known.dealId ?? dealId, commandId: target.known.commandId ?? commandId };
	return { ...(Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== undefined)) as IDataObject), ...rest };
}

/** Of the employees whom MANGO tells by their IDs only, unless the item of a task tells. */
function unknownTo({ target, found }: Known): number[] {
	if (!('taskId' in target)) return unknownEmployees(found);
	const operatorId = Number(found.operatorId);
	return target.extension === undefined && operatorId > 0 ? [operatorId] : [];
}
