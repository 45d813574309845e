import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { groupLocator, lineLocator } from '../../listSearch/locators';
import { requireLine } from './callOptions';
import { readClient } from './callTarget';
import { commandOperation, type Command } from './command';
import { readExtension } from './fields';

const displayOptions = { show: { resource: ['call'], operation: ['callbackGroup'] } };

export const description: INodeProperties[] = [
	groupLocator({
		displayName: 'Group',
		name: 'group',
		required: true,
		displayOptions,
		description: 'Group whose members ring first',
	}),
	lineLocator({
		displayName: 'Line',
		name: 'line',
		required: true,
		displayOptions,
		description: 'Line that the client sees',
	}),
];

/**
 * Rings a group and, once a member has answered, the client: `from` is dialled first
 * (docs/protocols/mango-office.md#callback-to-a-group). Output:
 * `{ commandId, group, phone, line, dealId?, accepted: true }`.
 */
export const execute = commandOperation('callback_group', prepare);

function prepare(context: IExecuteFunctions, i: number): Command {
	const group = readExtension(context, 'group', 'Group', i);
	const { phone, dealId } = readClient(context, i);
	const line = requireLine(context, i);
	return {
		params: { from: group, to: phone, line_number: line },
		output: { group, phone, line, ...(dealId !== undefined && { dealId }) },
		dealId,
	};
}
