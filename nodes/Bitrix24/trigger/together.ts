import { attemptAsync, valueOf, type Attempt } from '../../../protocols/attempt';
import type { CommandOutcome } from '../../../protocols/bitrix24/batchAnswer';
import type { CommandGroup } from '../../../protocols/bitrix24/batchRequest';
import { Bitrix24Error } from '../../../protocols/bitrix24/errors';
import type { Bitrix24Api } from '../api';

interface Waiting {
	api: Bitrix24Api;
	group: CommandGroup;
	settle(answered: Answered): void;
}

interface Answered {
	outcomes: Attempt<CommandOutcome[]>;
	/** By whose request. */
	by: Bitrix24Api;
}

/**
 * Sends together what executions ask for while a request is under way: a hundred events a second
 * would take the portal's whole rate, and its other flows' with it
 * (docs/protocols/bitrix24.md#rate).
 */
export class Together {
	private waiting: Waiting[] = [];
	private isUnderWay = false;

	/** What came of each command, in their order. Throws what the whole request failed with. */
	async run(api: Bitrix24Api, group: CommandGroup): Promise<CommandOutcome[]> {
		const answered = new Promise<Answered>((settle) => this.waiting.push({ api, group, settle }));
		if (!this.isUnderWay) void this.sendAll();
		const { outcomes, by } = await answered;
		if (by === api || !hasFailed(outcomes)) return valueOf(outcomes);
		// It may have failed for the other execution alone: it was stopped, say.
		return await api.run(group);
	}

	private async sendAll(): Promise<void> {
		this.isUnderWay = true;
		while (this.waiting.length > 0) {
			const round = this.waiting;
			this.waiting = [];
			const [{ api: by }] = round;
			const answers = await attemptAsync(by.runGroups(round.map(({ group }) => group)));
			round.forEach(({ settle }, i) =>
				settle({ by, outcomes: 'error' in answers ? answers : { value: answers.value[i] } }),
			);
		}
		this.isUnderWay = false;
	}
}

/** Whether the request failed, and not a command of it. */
function hasFailed(outcomes: Attempt<CommandOutcome[]>): boolean {
	if ('error' in outcomes) return true;
	return outcomes.value.some(
		(outcome) => 'error' in outcome && !(outcome.error instanceof Bitrix24Error),
	);
}
