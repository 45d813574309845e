import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { attempt, valueOf, type Attempt } from '../../protocols/attempt';
import type { CommandOutcome } from '../../protocols/bitrix24/batchAnswer';
import type { Command, CommandGroup } from '../../protocols/bitrix24/batchRequest';
import { digest, judge, type Made, type Verdict } from '../../protocols/bitrix24/once';
import { UnknownOutcomeError, type Bitrix24Api } from './api';
import { startsAfterFirst } from './pages';
import { readText } from './parameters';
import { readingWrite } from './unknownOutcome';

/** Something that is to be written once, however often it is asked for. */
export interface OnceJob<T extends Made> {
	/** As makerOf gives it. */
	maker: string;
	/** A page of what may be it, and those of a page that are it. */
	look(start: number): Command;
	read(result: unknown): T[];
	write: CommandGroup;
	/** The ID in what came of `write`. Throws what Bitrix24 answered instead. */
	readId(outcomes: readonly CommandOutcome[]): number;
	remove(id: number): Command;
	/** What it is, for an error: `call abc`. */
	name: string;
}

export type Settled<T extends Made> = Pick<Verdict<T>, 'stays' | 'created'> & {
	outcomes?: CommandOutcome[];
};

/**
 * Who writes something for an item: the same in a retry of the same step of an execution, and in an
 * execution that a worker takes over; another for every other item, run, node, execution and n8n.
 */
export function makerOf(context: IExecuteFunctions, itemIndex: number): string {
	const executionId = context.getExecutionId() || String(Math.random());
	const run: unknown = context.getWorkflowDataProxy(itemIndex).$runIndex;
	return digest(
		[context.getInstanceId(), executionId, context.getNode().id, run, itemIndex].join('/'),
		8,
	);
}

/** The options of operations that can write something once. */
export const onceOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Only Once For',
			name: 'onceFor',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.entryId }}',
			description:
				'The same deal gets it once for the same text here, however often it is asked for, also when an answer of Bitrix24 was lost. A short mark in the last line tells it apart.',
		},
	],
};

/** The text of the option, empty for "as often as asked". Throws NodeOperationError. */
export function readOnceFor(context: IExecuteFunctions, itemIndex: number): string {
	const value = context.getNodeParameter('options.onceFor', itemIndex, '') ?? '';
	return readText({ context, itemIndex, name: "'Only Once For'", value }).trim();
}

/** Those that are there already; undefined for those that are not. `firstPages` is what came of `look(0)`. */
export async function findOnce<T extends Made>(
	api: Bitrix24Api,
	jobs: ReadonlyArray<OnceJob<T>>,
	firstPages: readonly CommandOutcome[],
): Promise<Array<Attempt<Settled<T> | undefined>>> {
	const found: Array<Attempt<Settled<T> | undefined>> = [];
	for (const [i, job] of jobs.entries()) {
		const first = attempt(() => judge(job.read(valueOf(firstPages[i])), job.maker));
		const isThere = 'error' in first || first.value !== undefined;
		found.push(isThere ? first : await findFurther(api, job, firstPages[i]));
	}
	return found;
}

/** In the pages after the first. */
async function findFurther<T extends Made>(
	api: Bitrix24Api,
	job: OnceJob<T>,
	firstPage: CommandOutcome,
) {
	const { total = 0 } = firstPage;
	const pages = await api.run(startsAfterFirst(total).map((start) => job.look(start)));
	return attempt(() =>
		judge(
			pages.flatMap((page) => job.read(valueOf(page))),
			job.maker,
		),
	);
}

/**
 * Writes what was not there a moment ago and looks again, in the same request: when another was
 * first, its own is taken back. When the answer was lost it looks once more, so that what was
 * carried out all the same counts.
 */
export async function writeOnce<T extends Made>(
	api: Bitrix24Api,
	jobs: ReadonlyArray<OnceJob<T>>,
): Promise<Array<Attempt<Settled<T>>>> {
	const told = await api.runNamed(jobs.map(({ write, look }) => ({ write, look: look(0) })));
	const lost = jobs.filter((_, i) => [...told[i].write, told[i].look].some(isUnknown));
	const lookedAgain = await api.run(lost.map(({ look }) => look(0)));

	const verdicts = jobs.map((job, i) =>
		attempt(() => {
			const { write: outcomes, look } = told[i];
			const again = lookedAgain[lost.indexOf(job)] as CommandOutcome | undefined;
			const verdict = again
				? judgeLost(job, again)
				: readingWrite(job.write, () =>
						judge(job.read(valueOf(look)), job.maker, job.readId(outcomes)),
					);
			if (verdict !== undefined) return { ...verdict, outcomes };
			// The last of them is the write itself.
			throw again
				? errorOf(outcomes.reverse().find(isUnknown))
				: new Error(`Bitrix24 reported success, but ${job.name} is not in the CRM`);
		}),
	);
	return await takeBack(api, jobs, verdicts);
}

function judgeLost<T extends Made>(job: OnceJob<T>, again: CommandOutcome): Verdict<T> | undefined {
	return 'error' in again ? undefined : judge(job.read(again.value), job.maker);
}

async function takeBack<T extends Made>(
	api: Bitrix24Api,
	jobs: ReadonlyArray<OnceJob<T>>,
	verdicts: Array<Attempt<Verdict<T> & { outcomes: CommandOutcome[] }>>,
): Promise<Array<Attempt<Settled<T>>>> {
	const surplus = verdicts.flatMap((verdict, i) =>
		'value' in verdict ? verdict.value.surplus.map((id) => ({ i, id })) : [],
	);
	const deleted = await api.run(surplus.map(({ i, id }) => jobs[i].remove(id)));
	return verdicts.map((verdict, i) => {
		const failed = surplus.findIndex((one, n) => one.i === i && 'error' in deleted[n]);
		return failed === -1 ? verdict : { error: errorOf(deleted[failed]) };
	});
}

function isUnknown(outcome: CommandOutcome): boolean {
	return 'error' in outcome && outcome.error instanceof UnknownOutcomeError;
}

function errorOf(outcome: CommandOutcome | undefined): unknown {
	return outcome && 'error' in outcome ? outcome.error : undefined;
}
