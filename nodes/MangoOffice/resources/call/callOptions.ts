import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { parseDevice, parseLine } from '../../../../protocols/mangoOffice/phone';
import { readCountry, readText, wrong } from './fields';

const SHOW = { show: { '/resource': ['call'], '/operation': ['callback'] } };

/** Entries of the node's collection "Options" that only a callback has. */
export const callOptions: INodeProperties[] = [
	{
		displayName: 'Answer Automatically',
		name: 'autoAnswer',
		type: 'boolean',
		displayOptions: SHOW,
		default: false,
		description: "Whether the employee's telephone answers by itself, if it can",
	},
	{
		displayName: 'Ring Employee On',
		name: 'employeeNumber',
		type: 'string',
		displayOptions: SHOW,
		default: '',
		placeholder: 'e.g. +7 916 123-45-67',
		description:
			"Phone number or SIP address that rings in place of the employee's own ones. An extension is not possible.",
	},
];

/** The SIP header that makes a telephone answer by itself (mango-office.md#callback). */
export function readSipHeaders(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const isOn = context.getNodeParameter('options.autoAnswer', itemIndex, false) === true;
	return isOn ? { sip_headers: { 'Call-Info/answer-after': '0' } } : {};
}

/** What rings in place of the employee's own numbers. Throws PhoneError. */
export function readEmployeeNumber(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const text = readText(context, 'options.employeeNumber', itemIndex);
	return text === '' ? {} : { number: parseDevice(text, readCountry(context, itemIndex)) };
}

/** The line that the client sees; undefined when none is set. Throws PhoneError. */
export function readLine(context: IExecuteFunctions, itemIndex: number): string | undefined {
	const text = readText(context, 'line', itemIndex);
	return text === '' ? undefined : parseLine(text, readCountry(context, itemIndex));
}

/** The line, where MANGO needs one. Throws NodeOperationError. */
export function requireLine(context: IExecuteFunctions, itemIndex: number): string {
	const line = readLine(context, itemIndex);
	if (line === undefined)
		throw wrong(context, "'Line'", '', 'Choose the line that the client sees.', itemIndex);
	return line;
}
