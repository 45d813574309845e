import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { valueOf, type Attempt } from '../../protocols/attempt';
import type { CommandOutcome } from '../../protocols/bitrix24/batchAnswer';
import type { CommandGroup } from '../../protocols/bitrix24/batchRequest';
import type { Made } from '../../protocols/bitrix24/once';
import { inParts } from '../shared/inParts';
import { ItemRun } from '../shared/itemRun';
import { outputOf, type ItemOutcome, type Output } from '../shared/items';
import type { Bitrix24Api } from './api';
import { findOnce, writeOnce, type OnceJob, type Settled } from './once';
import { commandsOf, type ForResponsible } from './responsibles';
import { readingWrite } from './unknownOutcome';

export interface Write {
	commands: CommandGroup;
	forResponsible?: ForResponsible;
	/** The JSON of the output item; what it throws is the item's error. */
	report(outcomes: CommandOutcome[]): IDataObject;
	/** What was written, for an error about another item: `comment 999 in deal 12`. */
	describe(json: IDataObject): string;
}

/** The same for something that is to be there once. */
export interface WriteOnce extends Pick<Write, 'describe'> {
	job: OnceJob<Made>;
	report(settled: Settled<Made>): IDataObject;
}

/** So many are written before what was answered is let go. */
const PAGE_OF_ITEMS = 1000;

/**
 * Writes something for every item, many in one HTTP request. What `prepare` throws is that item's error. Unless the
 * node continues on failures, one item that cannot be prepared keeps all from being written.
 */
export async function writeItems(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
	prepare: (itemIndex: number) => Write | WriteOnce,
): Promise<ItemOutcome[]> {
	const run = new ItemRun(context, itemCount);
	const writes = run.prepare((itemIndex) => ({ itemIndex, ...prepare(itemIndex) }));
	for (const page of inParts(writes, PAGE_OF_ITEMS)) {
		if (!run.mayGoOn) break;
		await writePage(run, api, page);
		api.isHalfDone = true;
	}
	return run.outcomes;
}

async function writePage(
	run: ItemRun,
	api: Bitrix24Api,
	page: Array<(Write | WriteOnce) & { itemIndex: number }>,
): Promise<void> {
	const often = page.flatMap((write) => ('job' in write ? [] : [write]));
	const once = page.flatMap((write) => ('job' in write ? [write] : []));
	const outcomes = await api.runGroups(await commandsOf(api, often));
	run.settleEach(often, (write, i) =>
		toOutput(
			write,
			readingWrite(write.commands, () => write.report(outcomes[i])),
		),
	);
	const settled = await settleOnce(
		api,
		once.map(({ job }) => job),
	);
	run.settleEach(once, (write, i) => toOutput(write, write.report(valueOf(settled[i]))));
}

function toOutput({ describe }: Pick<Write, 'describe'>, json: IDataObject): Output {
	return outputOf(json, describe(json));
}

/** Looks which are there, and writes the others. */
export async function settleOnce(
	api: Bitrix24Api,
	jobs: ReadonlyArray<OnceJob<Made>>,
): Promise<Array<Attempt<Settled<Made>>>> {
	const firstPages = await api.run(jobs.map(({ look }) => look(0)));
	const found = await findOnce(api, jobs, firstPages);
	const missing = jobs.filter((_, i) => isMissing(found[i]));
	const written = await writeOnce(api, missing);
	return found.map((one, i) =>
		isMissing(one) ? written[missing.indexOf(jobs[i])] : (one as Attempt<Settled<Made>>),
	);
}

function isMissing(found: Attempt<Settled<Made> | undefined>): boolean {
	return 'value' in found && found.value === undefined;
}
