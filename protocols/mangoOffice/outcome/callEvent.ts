import type { Direction } from './facts';
import { codeOf, numberOrNull, textOf } from './values';

type Fields = Readonly<Record<string, unknown>>;

interface Party {
	extension: string | null;
	number: string | null;
	groupExtension: string | null;
	takenFromCallId: string | null;
}

/** An item of the MANGO OFFICE Trigger with `event: 'call'`, as far as the outcome goes. Times are in ms. */
export interface CallEvent {
	callId: string;
	sequence: number | null;
	time: number | null;
	state: string;
	location: string;
	direction: Direction | null;
	extension: string | null;
	reasonCode: number | null;
	from: Party;
	to: Party;
	isCallback: boolean;
	hasCommand: boolean;
}

/** One with `event: 'summary'`. */
export interface Summary {
	direction: Direction | null;
	extension: string | null;
	clientNumber: string | null;
	startTime: number | null;
	endTime: number | null;
	answered: boolean;
	talkSeconds: number;
	reasonCode: number | null;
	rangClient: boolean;
}

/** Anything as an object whose fields can be read. */
export function fieldsOf(value: unknown): Fields {
	return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** Undefined for an item that is no event of a call's leg. */
export function readCallEvent(item: Fields): CallEvent | undefined {
	const [callId, state] = [textOf(item.callId), textOf(item.state)];
	if (item.event !== 'call' || callId === null || state === null) return undefined;
	return {
		callId,
		sequence: numberOrNull(item.sequence),
		time: timeOf(item.time),
		state,
		location: textOf(item.location) ?? 'abonent',
		direction: directionOf(item.direction),
		extension: textOf(item.extension),
		reasonCode: codeOf(item.reasonCode),
		from: partyOf(item.from),
		to: partyOf(item.to),
		// Only calls that MANGO makes to two people have an initiator or a task (section 2.2).
		isCallback: textOf(item.initiator) !== null || textOf(item.taskId) !== null,
		hasCommand: textOf(item.commandId) !== null,
	};
}

/** Undefined for an item that is no summary. */
export function readSummary(item: Fields): Summary | undefined {
	if (item.event !== 'summary') return undefined;
	const talkSeconds = Math.max(0, numberOrNull(item.talkSeconds) ?? 0);
	const to = partyOf(item.to);
	return {
		direction: directionOf(item.direction),
		extension: textOf(item.extension),
		clientNumber: textOf(item.clientNumber),
		startTime: timeOf(item.startTime),
		endTime: timeOf(item.endTime),
		answered: item.answered === true,
		talkSeconds,
		reasonCode: codeOf(item.reasonCode),
		// `to` is empty when the client was never rung (section 2.2).
		rangClient: to.number !== null || to.extension !== null,
	};
}

export function timeOf(value: unknown): number | null {
	const text = textOf(value);
	const time = text === null ? NaN : Date.parse(text);
	return Number.isNaN(time) ? null : time;
}

export function directionOf(value: unknown): Direction | null {
	return value === 'incoming' || value === 'outgoing' || value === 'internal' ? value : null;
}

function partyOf(value: unknown): Party {
	const { extension, number, groupExtension, takenFromCallId } = fieldsOf(value);
	return {
		extension: textOf(extension),
		number: textOf(number),
		groupExtension: textOf(groupExtension),
		takenFromCallId: textOf(takenFromCallId),
	};
}
