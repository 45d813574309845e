import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { employeeLocator, lineLocator } from '../../listSearch/locators';
import { readEmployeeNumber, readLine, readSipHeaders } from './callOptions';
import { readClient, readEmployee } from './callTarget';
import { commandOperation, type Command } from './command';

export const description: INodeProperties[] = [
	employeeLocator({
		displayName: 'Employee',
		name: 'employee',
		required: true,
		displayOptions: {
			show: { resource: ['call'], operation: ['callback'], callFrom: ['parameter'] },
		},
		description: 'Employee whose telephone rings first',
	}),
	lineLocator({
		displayName: 'Line',
		name: 'line',
		displayOptions: { show: { resource: ['call'], operation: ['callback'] } },
		description: "Line that the client sees. Without one, MANGO OFFICE takes the employee's own.",
	}),
];

/**
 * Rings the employee and, once he has answered, the client
 * (docs/protocols/mango-office.md#callback).
 *
 * Output: `{ commandId, employee, phone, dealId?, accepted: true }`. The command ID is `mb24.<deal
 * ID or ->.<execution ID>.<item>.<random>`; the events of the call carry it as `command_id`, so the
 * deal and the execution are known from the event alone.
 */
export const execute = commandOperation('callback', prepare);

function prepare(context: IExecuteFunctions, i: number): Command {
	// The client first: of a deal that lacks both, Get Call Target names the phone as the problem.
	const { phone, dealId } = readClient(context, i);
	const employee = readEmployee(context, i);
	const line = readLine(context, i);
	return {
		params: {
			from: { extension: employee, ...readEmployeeNumber(context, i) },
			to_number: phone,
			...(line !== undefined && { line_number: line }),
			...readSipHeaders(context, i),
		},
		output: { employee, phone, ...(dealId !== undefined && { dealId }) },
		dealId,
	};
}
