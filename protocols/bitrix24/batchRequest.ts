import { toQueryString, type Params } from './formBody';

/** At most this many commands go into one batch (docs/protocols/bitrix24.md#batch). */
const MAX_COMMANDS = 50;

/** What a command does; `…Stays`: it would take back what is there twice. */
export type Effect =
	| 'callChanged'
	| 'callLogged'
	| 'callStays'
	| 'commentAdded'
	| 'commentStays'
	| 'contactCreated'
	| 'contactStays'
	| 'dealChanged'
	| 'dealCreated'
	| 'dealMoved'
	| 'dealStays'
	| 'leadCreated'
	| 'leadStays'
	| 'methodRan'
	| 'recordMoved'
	| 'recordingAddedBeside'
	| 'recordingAnnounced'
	| 'recordingAttached'
	| 'toDoAdded'
	| 'toDoStays';

export interface Command {
	method: string;
	params: Params;
	/** Of a command that changes something, and of no other. */
	effect?: Effect;
	/** Of such a command: whether it finds out by itself, when it is run again, that it was carried out. */
	repeatable?: boolean;
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

/** Of a batch: each command that changes something starts robots on the portal, and all must end within the 60 s. */
const MAX_CHANGES = 20;

/** The groups in their order, as many in each batch as go in; none is torn apart. */
export function toBatches(groups: readonly CommandGroup[]): CommandGroup[][] {
	const batches: CommandGroup[][] = [];
	let room = { commands: 0, changes: 0 };
	for (const group of groups) {
		const changes = group.filter(writes).length;
		if (batches.length === 0 || group.length > room.commands || changes > room.changes) {
			batches.push([]);
			room = { commands: MAX_COMMANDS, changes: MAX_CHANGES };
		}
		batches[batches.length - 1].push(group);
		room = { commands: room.commands - group.length, changes: room.changes - changes };
	}
	return batches;
}

/**
 * Whether Bitrix24 would take a part of a text for a reference to another command's answer, and
 * replace it (bitrix24.md#batch). There is no documented way to escape it.
 */
export function looksLikeReference(text: string): boolean {
	return /\$result\S*\[/i.test(text);
}
