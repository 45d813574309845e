import { parseCommandId } from '../commandId';

/** The command that an event belongs to, and the deal when the command is one of this package's. */
export function commandFields(commandId: string | undefined): {
	commandId?: string;
	dealId?: number;
} {
	return {
		commandId,
		dealId: commandId === undefined ? undefined : parseCommandId(commandId)?.dealId,
	};
}
