import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { eachItem, type Operation } from '../../operation';
import { newCommandId } from './newCommandId';

/** One command, checked: what MANGO gets, and what the output item shows of it. */
export interface Command {
	params: IDataObject;
	output: IDataObject;
	/** Leads from the command_id to the deal; without it, the incoming item's `dealId` does if there is one. */
	dealId?: number;
}

/**
 * An operation that sends `commands/<path>` (docs/protocols/mango-office.md#commands). MANGO only
 * answers that it has accepted the command; what became of it comes as an event with the same
 * command_id, whose form is told in protocols/mangoOffice/commandId.ts. The output item is
 * `{ commandId, …, accepted: true }`.
 */
export function commandOperation(
	path: string,
	prepare: (context: IExecuteFunctions, itemIndex: number) => Command,
): Operation['execute'] {
	return eachItem(prepare, async (api, { params, output, dealId }, context, itemIndex) => {
		const commandId = newCommandId(context, itemIndex, dealId);
		await api.call(`commands/${path}`, { command_id: commandId, ...params }, 'write');
		return { commandId, ...output, accepted: true };
	});
}
