import { updateDisplayOptions, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { employeeLocator } from '../../listSearch/locators';
import { commandOperation, type Command } from './command';
import { readDestination } from './destination';
import { readCallId, readExtension, readText, wrong } from './fields';

const METHODS = ['blind', 'hold'];

const properties: INodeProperties[] = [
	employeeLocator({
		displayName: 'Transferred By',
		name: 'initiator',
		required: true,
		description: 'Employee who transfers the call: one of its two ends',
	}),
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		options: [
			{ name: 'Blind', value: 'blind', description: 'The call goes over at once' },
			{
				name: 'Hold',
				value: 'hold',
				description: 'The client waits while the employee speaks to the destination first',
			},
		],
		default: 'blind',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['call'], operation: ['transfer'] } },
	properties,
);

/**
 * Hands a connected call over (docs/protocols/mango-office.md#route-and-transfer).
 * Output: `{ commandId, callId, destination, initiator, method, accepted: true }`.
 */
export const execute = commandOperation('transfer', prepare);

function prepare(context: IExecuteFunctions, i: number): Command {
	const callId = readCallId(context, i);
	const destination = readDestination(context, i);
	const initiator = readExtension(context, 'initiator', 'Transferred By', i);
	const method = readText(context, 'method', i);
	if (!METHODS.includes(method))
		throw wrong(context, "'Method'", method, `It must be one of: ${METHODS.join(', ')}.`, i);
	return {
		params: { call_id: callId, method, to_number: destination, initiator },
		output: { callId, destination, initiator, method },
	};
}
