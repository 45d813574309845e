import type { Json } from '../../core/json';
import type { EventSender } from '../events';
import type { Call } from './call';

/**
 * The types of an event's values are loose (mango-office.md#types-and-times-of-events [H]):
 * `strings` are those of the examples of 2017, `numbers` those of the tables of 2026, which call
 * extensions integers too. `mixed`, as in the examples of both: a callback's counters and codes are
 * text, a campaign's are numbers, and an incoming call has one so and the other so.
 */
export type EventStyle = 'mixed' | 'strings' | 'numbers';

const counters = ['seq', 'timestamp', 'completion_code', 'disconnect_reason', 'result'];
const extensions = ['extension', 'acd_group'];

/** Sends events with values of the chosen types. */
export class Teller {
	constructor(
		private readonly events: EventSender,
		private readonly style: EventStyle,
		/** Whether calls by command tell their initiator. */
		private readonly tellsApi: boolean,
	) {}

	tell(path: string, json: Json, asText: readonly string[] = []): void {
		this.events.push(path, this.styled(json, asText));
	}

	tellOf(call: Call, path: string, json: Json): void {
		const { callback_initiator: initiator, ...rest } = json;
		this.tell(path, initiator === 'API' && !this.tellsApi ? rest : json, mixedText(call));
	}

	private styled(json: Json, asText: readonly string[]): Json {
		if (this.style === 'strings') return changed(json, counters, String);
		return this.style === 'numbers'
			? changed(json, extensions, Number)
			: changed(json, asText, String);
	}
}

/** What is text in the events of a call, in the mixed style. */
function mixedText({ initiator, incoming }: Call): string[] {
	if (incoming) return ['disconnect_reason'];
	return initiator === 'API' ? ['seq', 'disconnect_reason'] : [];
}

function changed(json: Json, names: readonly string[], change: (value: unknown) => unknown): Json {
	const entries = Object.entries(json).map(([name, value]) => {
		if (typeof value === 'object' && value !== null)
			return [name, changed(value as Json, names, change)];
		return [name, names.includes(name) ? change(value) : value];
	});
	return Object.fromEntries(entries);
}
