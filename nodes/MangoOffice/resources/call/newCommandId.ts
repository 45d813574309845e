import { randomBytes } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { formatCommandId } from '../../../../protocols/mangoOffice/commandId';
import { dealIdOfItem } from './fields';

/**
 * The command_id of an item, by which MANGO's results and events lead back to it. Without `dealId`
 * the incoming item's `dealId` is in it, if there is one.
 */
export function newCommandId(
	context: IExecuteFunctions,
	itemIndex: number,
	dealId?: number,
): string {
	return formatCommandId({
		dealId: dealId ?? dealIdOfItem(context, itemIndex),
		executionId: context.getExecutionId(),
		itemIndex,
		nonce: randomBytes(6).toString('base64url'),
	});
}
