import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { map } from '../../../../protocols/attempt';
import type { CallFacts } from '../../../../protocols/mangoOffice/outcome/facts';
import {
	outcomeOfRecord,
	unknownEmployees,
} from '../../../../protocols/mangoOffice/outcome/record';
import type { OutcomeRule } from '../../../../protocols/mangoOffice/outcome/rules';
import { outcomeOfTask } from '../../../../protocols/mangoOffice/outcome/task';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import type { MangoApi } from '../../api';
import { mangoRun } from '../../operation';
import { extensionsFor } from '../employee/extensions';
import { readOutcomeOptions } from './outcomeOptions';
import { readOutcomeRules } from './outcomeRules';
import { findFinished, type Finds } from './outcomeSearch';
import { readOutcomeTarget, type OutcomeTarget } from './outcomeTarget';

/** What MANGO tells of a target: a record, or a task. */
interface Told {
	target: OutcomeTarget;
	found: IDataObject;
}

type Extensions = ReadonlyMap<number, string>;

/**
 * What became of a call, or of a campaign's task, by MANGO's own books: the extended statistics
 * (docs/protocols/mango-office.md#call-statistics), or the methods for tasks
 * (mango-office.md#campaign-tasks). It waits until MANGO has finished the call; with nothing to
 * wait for it looks once, for all items together. The output's fields are those of `CallFacts` with
 * `finished`; what is not finished is an error, or an item with its IDs, `finished: false` and the
 * reason.
 */
export async function execute(
	context: IExecuteFunctions,
	api: MangoApi,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const options = readOutcomeOptions(context);
	const run = mangoRun(context, itemCount);
	const asked = run.prepare((itemIndex) => ({
		itemIndex,
		target: readOutcomeTarget(context, itemIndex),
		rules: readOutcomeRules(context, itemIndex),
	}));
	const targets = asked.map(({ target }) => target);
	const finds = await findFinished(api, targets, options, !context.continueOnFail());
	const told = targets.flatMap((target): Told[] => {
		const find = finds.found(target);
		return find !== undefined && 'value' in find ? [{ target, found: find.value }] : [];
	});
	const extensions = await extensionsFor(api, told.flatMap(unknownTo), finds.end);
	for (const one of asked) {
		const { target, rules } = one;
		const find = finds.found(target);
		if (find !== undefined)
			run.settle(
				one,
				map(find, (found) => outputOf(toJson({ target, found }, rules, extensions))),
			);
		else if (options.ifNotFinished === 'pass')
			run.settle(one, { value: outputOf(unfinishedItem(finds, target)) });
		else if (finds.isTimeOver) run.settle(one, { error: finds.why(target) });
		else run.end();
	}
	return run.outcomes;
}

function toJson(told: Told, rules: OutcomeRule[], extensions: Extensions): IDataObject {
	const { known } = told.target;
	const { entryId, taskId, campaignId, dealId, outcome, final, ...rest } = factsOf(
		told,
		rules,
		extensions,
	);
	const ids = {
		entryId: entryId ?? known.entryId ?? null,
		taskId,
		campaignId,
		dealId: known.dealId ?? dealId,
		commandId: known.commandId,
	};
	const { lineNumber } = known;
	return { ...set(ids), outcome, final, finished: final, ...rest, ...set({ lineNumber }) };
}

function factsOf({ target, found }: Told, rules: OutcomeRule[], extensions: Extensions): CallFacts {
	const byId = (employeeId: number) => extensions.get(employeeId) ?? null;
	if ('taskId' in target)
		return outcomeOfTask(found, rules, (operatorId) => target.extension ?? byId(operatorId));
	return outcomeOfRecord(found, rules, byId, Date.now());
}

/** What the item knew, to be asked for again later. */
function unfinishedItem(finds: Finds, target: OutcomeTarget): IDataObject {
	const last = finds.last(target);
	const facts = last && factsOf({ target, found: last }, [], new Map());
	const taskId = 'taskId' in target ? target.taskId : undefined;
	const campaignId = 'taskId' in target ? target.campaignId : undefined;
	const entryId =
		target.known.entryId ?? ('entryId' in target ? target.entryId : (facts?.entryId ?? undefined));
	const { dealId, commandId, lineNumber } = target.known;
	return {
		...set({ entryId, taskId, campaignId, dealId, commandId, lineNumber }),
		finished: false,
		clientRung: facts?.clientRung ?? false,
		reason: finds.why(target).message,
	};
}

function set(ids: Record<string, unknown>): IDataObject {
	return Object.fromEntries(
		Object.entries(ids).filter(([, id]) => id !== undefined),
	) as IDataObject;
}

/** Of the employees whom MANGO tells by their IDs only, unless the item of a task tells. */
function unknownTo({ target, found }: Told): number[] {
	if (!('taskId' in target)) return unknownEmployees(found);
	const operatorId = Number(found.operatorId);
	return target.extension === undefined && operatorId > 0 ? [operatorId] : [];
}
