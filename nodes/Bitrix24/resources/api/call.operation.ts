import { updateDisplayOptions, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { attemptAsync } from '../../../../protocols/attempt';
import { fitsBatch } from '../../../../protocols/bitrix24/anyMethod';
import { toFields } from '../../../../protocols/bitrix24/anyResult';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import { toBatches, writes, type Command } from '../../../../protocols/bitrix24/batchRequest';
import { isNotForBatches } from '../../../../protocols/bitrix24/errors';
import { pagesAfter } from '../../../../protocols/bitrix24/fastList';
import { ItemRun } from '../../../shared/itemRun';
import { outputOf, type ItemOutcome, type Output } from '../../../shared/items';
import type { Bitrix24Api } from '../../api';
import { inGeneralWords } from '../../errorWords';
import { callProperties, readCall, type Call } from './callParameters';
import { readFastRows } from './fastRows';
import { readPagedRows } from './pagedRows';

export const description = updateDisplayOptions(
	{ show: { resource: ['api'], operation: ['call'] } },
	callProperties,
);

interface Asked extends Call {
	/** What is sent at first: the command itself, or the first page of a list that is read fast. */
	first: Command;
}

/**
 * Calls a method for each item, many in one HTTP request. A list gives an output item a row, anything
 * else gives one: its fields, or `{ result }`.
 */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const run = new ItemRun(context, itemCount);
	const asked = run.prepare((itemIndex): Asked => {
		const call = readCall(context, itemIndex);
		const { command, fast } = call;
		return { ...call, first: fast ? pagesAfter(command, fast, 0, 1)[0] : command };
	});
	for (const together of inRequests(asked)) {
		if (!run.mayGoOn) break;
		const outcomes = await runTogether(
			api,
			together.map(({ first }) => first),
		);
		for (const [i, one] of together.entries())
			run.settle(one, await attemptAsync(toOutput(api, one, outcomes[i])));
	}
	return run.outcomes;
}

/**
 * In a batch; by themselves go what no batch can hold, and what the portal says that it takes in
 * none, since that has not run then.
 */
async function runTogether(
	api: Bitrix24Api,
	commands: readonly Command[],
): Promise<CommandOutcome[]> {
	if (!fitsBatch(commands[0].params)) return [await api.runAlone(commands[0])];
	const outcomes = await api.run(commands);
	for (const [i, outcome] of outcomes.entries()) {
		if ('error' in outcome && isNotForBatches(outcome.error))
			outcomes[i] = await api.runAlone(commands[i]);
	}
	return outcomes;
}

/**
 * The items in their order, as many together as go into one request; a reading stays apart from
 * writes, since it may be sent again.
 */
function inRequests(asked: readonly Asked[]): Asked[][] {
	const runs: Asked[][] = [];
	let kind = '';
	for (const one of asked) {
		const { params } = one.first;
		const before = kind;
		kind = !fitsBatch(params) ? 'alone' : writes(one.first) ? 'write' : 'read';
		if (kind === before && kind !== 'alone') runs[runs.length - 1].push(one);
		else runs.push([one]);
	}
	return runs.flatMap((together) => {
		const rest = [...together];
		return toBatches(together.map(({ first }) => [first])).map(({ length }) =>
			rest.splice(0, length),
		);
	});
}

async function toOutput(api: Bitrix24Api, asked: Asked, first: CommandOutcome): Promise<Output> {
	const { itemIndex, command, limit, fast } = asked;
	if ('error' in first) throw inGeneralWords(first.error);
	const result = first.value;
	const rows =
		(fast && (await readFastRows(api, command, fast, result, limit))) ??
		(await readPagedRows(
			api,
			command,
			// As it was asked for, once it is known that there is no fast way.
			fast ? (await runTogether(api, [command]))[0] : first,
			limit,
		));
	const json = rows ? rows.map(toFields) : toFields(result);
	const wrote = command.effect === undefined ? undefined : `${command.method} of item ${itemIndex}`;
	return outputOf(json as IDataObject | IDataObject[], wrote);
}
