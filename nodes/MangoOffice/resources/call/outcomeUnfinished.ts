import type { IDataObject } from 'n8n-workflow';

import { outcomeOfRecord } from '../../../../protocols/mangoOffice/outcome/record';
import { outcomeOfTask } from '../../../../protocols/mangoOffice/outcome/task';
import { spanOf } from './outcomeSpans';
import type { Asked, OutcomeTarget } from './outcomeTarget';

/** MANGO OFFICE has not finished a call within the time that the user gives it. */
export class UnfinishedError extends Error {
	override name = 'UnfinishedError';

	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
	}
}

/** Why nothing more is known: not asked, the report not made in time, refused for now. */
export type Obstacle = { is: 'notAsked' } | { is: 'notTold' } | { is: 'refused'; error: Error };

export interface Unfinished {
	target: OutcomeTarget;
	/** As it was found last. */
	found?: IDataObject;
	obstacle?: Obstacle;
	waitMs: number;
	lookBackMs: number;
}

const WAIT = "Raise the option 'Wait For', or ask later.";

/** What is known of a call or task that is not finished, in words. */
export function unfinished({
	target,
	found,
	obstacle,
	waitMs,
	lookBackMs,
}: Unfinished): UnfinishedError {
	const seconds = `${waitMs / 1000} seconds`;
	const name = nameOf(target);
	if (obstacle?.is === 'refused')
		return new UnfinishedError(
			`MANGO OFFICE did not tell of ${name}: ${obstacle.error.message}`,
			WAIT,
		);
	if (obstacle?.is === 'notAsked')
		return new UnfinishedError(
			`MANGO OFFICE was not asked for ${name}: there was no time left, or an earlier request had failed`,
			WAIT,
		);
	if ('taskId' in target) {
		const { reason } = outcomeOfTask(found ?? {});
		return new UnfinishedError(
			`The campaign task ${target.taskId} is still being worked on after ${seconds}`,
			`Found last: status 'In Work', result '${reason}'. ${WAIT}`,
		);
	}
	if (found !== undefined) {
		const { reason, startTime, attempts } = outcomeOfRecord(found);
		const words = name.charAt(0).toUpperCase() + name.slice(1);
		return new UnfinishedError(
			`${words} has not ended after ${seconds}`,
			`Found last: started ${startTime}, attempts ${attempts}, result '${reason}'. ${WAIT}`,
		);
	}
	if (obstacle?.is === 'notTold')
		return new UnfinishedError(
			`MANGO OFFICE did not complete the report with ${name} within ${seconds}`,
			WAIT,
		);
	const { from, to } = spanOf(target, lookBackMs);
	const [first, last] = [from, to].map((time) => new Date(time).toISOString());
	if ('asked' in target) {
		return new UnfinishedError(
			`MANGO OFFICE's statistics hold no call to ${target.asked.number} that began between ${first} and ${last}`,
			`The call was asked for at ${new Date(target.asked.at).toISOString()}. MANGO OFFICE may have refused it, or the statistics do not hold it yet, or MANGO's clock is more than a minute behind n8n's.`,
		);
	}
	return new UnfinishedError(
		`MANGO OFFICE's statistics do not hold ${name} after ${seconds}`,
		`Found last: no such call between ${first} and now. Check the entry ID. For an older call, raise the option 'Look Back'. For one that has just begun, raise the option 'Wait For'.`,
	);
}

function nameOf(target: OutcomeTarget): string {
	if ('taskId' in target) return `the campaign task ${target.taskId}`;
	return 'entryId' in target ? `the call ${target.entryId}` : askedName(target.asked);
}

function askedName({ number, at }: Asked): string {
	return `the call to ${number} of ${new Date(at).toISOString()}`;
}
