import { toQueryString, type Params } from './formBody';

/** At most this many commands go into one batch (docs/protocols/bitrix24.md#batch). */
export const MAX_COMMANDS = 50;

/** What a command does; `…Stays`: it would take back what is there twice. */
export type Effect =
	| 'activityCompleted'
	| 'callChanged'
	| 'callLogged'
	| 'callStays'
	| 'commentAdded'
	| 'commentStays'
	| 'contactAdded'
	| 'itemChanged'
	| 'itemCreated'
	| 'itemDeleted'
	| 'itemMoved'
	| 'itemStays'
	| 'methodRan'
	| 'notificationSent'
	| 'recordingAddedBeside'
	| 'recordingAnnounced'
	| 'recordingAttached'
	| 'taskCreated'
	| 'toDoAdded'
	| 'toDoStays';

export interface Command {
	method: string;
	params: Params;
	/** Of a command that changes something, and of no other. */
	effect?: Effect;
	/** Of such a command: whether it finds out by itself, when it is run again, that it was carried out. */
	repeatable?: boolean;
	/** What it is about, for the user, where that is known: `contact`. */
	card?: string;
}

/** Whether a command changes something; one that says no effect, but has a write's name, is none to repeat blindly. */
export function writes({ effect, method }: Command): boolean {
	return effect !== undefined || /\.(add|update|delete)$/.test(method);
}

/** Commands of which later ones refer to earlier ones, so that they must run in the same batch. */
export type CommandGroup = readonly Command[];

/** The parameters of a `batch` request; its commands are named by their position: c0, c1, … */
export function batchParams(commands: readonly Command[]): Params {
	const cmd = commands.map(({ method, params }, i) => {
		const nameOf = (command: object) => nameBefore(commands, command, i);
		return [`c${i}`, `${method}?${toQueryString(params, nameOf)}`];
	});
	return { halt: 0, cmd: Object.fromEntries(cmd) };
}

function nameBefore(commands: readonly object[], command: object, position: number): string {
	const i = commands.indexOf(command);
	if (i === -1 || i >= position)
		throw new Error('A command refers to one that does not run before it');
	return `c${i}`;
}

/**
 * The next groups, in their order, that go into one batch together: as many as it holds, and as change
 * at most so many things. None is torn apart; one that changes more than that goes alone.
 */
export function nextBatch<T extends { group: CommandGroup }>(
	waiting: readonly T[],
	mostChanges: number,
): T[] {
	let room = { commands: MAX_COMMANDS, changes: mostChanges };
	const end = waiting.findIndex(({ group }, i) => {
		const changes = group.filter(writes).length;
		if (i > 0 && (group.length > room.commands || changes > room.changes)) return true;
		room = { commands: room.commands - group.length, changes: room.changes - changes };
		return false;
	});
	return waiting.slice(0, end === -1 ? waiting.length : end);
}

/**
 * Whether Bitrix24 would take a part of a text for a reference to another command's answer, and
 * replace it (bitrix24.md#batch). There is no documented way to escape it.
 */
export function looksLikeReference(text: string): boolean {
	return text.split(/\s+/).some((word) => {
		const at = word.search(/\$(result|next|total|time|error)/i);
		return at >= 0 && word.includes('[', at);
	});
}
