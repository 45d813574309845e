import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readEmployees, requestEmployees } from '../../../../protocols/mangoOffice/directory';
import type { CallFacts } from '../../../../protocols/mangoOffice/outcome/facts';
import { outcomeOfRecord } from '../../../../protocols/mangoOffice/outcome/record';
import type { OutcomeRule } from '../../../../protocols/mangoOffice/outcome/rules';
import { outcomeOfTask } from '../../../../protocols/mangoOffice/outcome/task';
import { attempt, attemptAsync, type Attempt } from '../../../shared/attempt';
import type { ItemOutcome } from '../../../shared/items';
import type { MangoApi } from '../../api';
import { notSent, unsent } from '../../operation';
import { readWaits } from './outcomeOptions';
import { readOutcomeRules } from './outcomeRules';
import { findFinished, type Finds } from './outcomeSearch';
import { outcomeTargetDescription, readOutcomeTarget, type OutcomeTarget } from './outcomeTarget';

export const description: INodeProperties[] = outcomeTargetDescription;

interface Prepared {
	target: OutcomeTarget;
	rules: OutcomeRule[];
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
	const extensions = await extensionsFor(api, targets, finds);
	return prepared.map((one, itemIndex): ItemOutcome => {
		if ('error' in one) return one;
		const find = finds(one.value.target);
		if (find !== undefined) return 'error' in find ? find : { json: factsOf(one.value, find.value, extensions) };
		return context.continueOnFail() ? (notSent(context, itemIndex) as { error: unknown }) : { items: [] };
	});
}

function factsOf({ target, rules }: Prepared, found: IDataObject, extensions: ReadonlyMap<number, string>): IDataObject {
	const extensionOf = (operatorId: number) => target.extension ?? extensions.get(operatorId) ?? null;
	const facts: CallFacts = 'taskId' in target ? outcomeOfTask(found, rules, extensionOf) : outcomeOfRecord(found, rules);
	const { entryId, taskId, campaignId, dealId, commandId, ...rest } = facts;
	const ids = { entryId: entryId ?? target.known.entryId ?? null, taskId, campaignId, dealId: target.known.dealId ?? dealId, commandId: target.known.commandId ?? commandId };
	return { ...(Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== undefined)) as IDataObject), ...rest };
}

/**
 * The operators' extensions by their IDs, asked for when a task's item does not tell. The outcome is known without
 * them: a failure leaves them out.
 */
async function extensionsFor(api: MangoApi, targets: readonly OutcomeTarget[], finds: Finds): Promise<Map<number, string>> {
	const isNeeded = targets.some((target) => {
		const find = 'taskId' in target && target.extension === undefined ? finds(target) : undefined;
		return find !== undefined && 'value' in find && Number(find.value.operatorId) > 0;
	});
	const answer: Attempt<Record<string, unknown>> = isNeeded ? await attemptAsync(api.call(...requestEmployees(), 'read')) : { value: { users: [] } };
	const employees = 'value' in answer ? attempt(() => readEmployees(answer.value)) : answer;
	return new Map('value' in employees ? employees.value.flatMap(({ userId, extension }) => (userId === null || extension === '' ? [] : [[userId, extension]])) : []);
}
