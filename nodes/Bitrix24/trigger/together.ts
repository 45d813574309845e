import type { NamedCommands, NamedOutcomes } from '../../../protocols/bitrix24/namedCommands';
import { attemptAsync, valueOf, type Attempt } from '../../../protocols/attempt';
import { Bitrix24Error } from '../../../protocols/bitrix24/errors';
import type { Bitrix24Api } from '../api';

interface Waiting<N extends string> {
	api: Bitrix24Api;
	group: NamedCommands<N>;
	settle(answered: Answered<N>): void;
}

interface Answered<N extends string> {
	outcomes: Attempt<NamedOutcomes<N>>;
	/** By whose request. */
	by: Bitrix24Api;
}

/**
 * Sends together what executions ask for while a request is under way: a hundred events a second
 * would take the portal's whole rate, and its other flows' with it
 * (docs/protocols/bitrix24.md#rate).
 */
export class Together<N extends string> {
	private waiting: Array<Waiting<N>> = [];
	private isUnderWay = false;

	/** What came of the commands. Throws what the whole request failed with. */
	async run(api: Bitrix24Api, group: NamedCommands<N>): Promise<NamedOutcomes<N>> {
		const answered = new Promise<Answered<N>>((settle) =>
			this.waiting.push({ api, group, settle }),
		);
		if (!this.isUnderWay) void this.sendAll();
		const { outcomes, by } = await answered;
		if (by === api || !hasFailed(outcomes)) return valueOf(outcomes);
		// It may have failed for the other execution alone: it was stopped, say.
		return (await api.runNamed([group]))[0];
	}

	private async sendAll(): Promise<void> {
		this.isUnderWay = true;
		while (this.waiting.length > 0) {
			const round = this.waiting;
			this.waiting = [];
			const [{ api: by }] = round;
			const answers = await attemptAsync(by.runNamed(round.map(({ group }) => group)));
			round.forEach(({ settle }, i) =>
				settle({ by, outcomes: 'error' in answers ? answers : { value: answers.value[i] } }),
			);
		}
		this.isUnderWay = false;
	}
}

/** Whether the request failed, and not a command of it. */
function hasFailed<N extends string>(outcomes: Attempt<NamedOutcomes<N>>): boolean {
	if ('error' in outcomes) return true;
	return Object.values<NamedOutcomes<N>[N]>(outcomes.value)
		.flat()
		.some((outcome) => 'error' in outcome && !(outcome.error instanceof Bitrix24Error));
}
