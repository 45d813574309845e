import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { attemptAsync } from '../../../../protocols/attempt';
import { NotMangoError } from '../../../../protocols/mangoOffice/answer';
import {
	isReading,
	missingFields,
	parseMethodPath,
	readAnyAnswer,
} from '../../../../protocols/mangoOffice/anyMethod';
import { outputOf, type Output } from '../../../shared/items';
import {
	fault,
	isEmpty,
	readJsonObject,
	readMethodName,
	refusal,
} from '../../../shared/parameters';
import type { MangoApi } from '../../api';
import { eachOutput } from '../../operation';
import { newCommandId } from '../call/newCommandId';

const properties: INodeProperties[] = [
	{
		displayName: 'Method',
		name: 'method',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. commands/callback',
		description:
			'Path of a method of <a href="https://docs.mango-office.ru/ru/5_api-i-razrabotka/1_api-mango-office/">MANGO OFFICE\'s API</a>, without the address',
	},
	{
		displayName: 'JSON',
		name: 'jsonParameters',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. { "from": { "extension": "101" }, "to_number": "79161234567" }',
		description:
			'The parameters as one JSON object; the credential adds key and signature. Without a command_id a command gets one.',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['api'], operation: ['call'] } },
	properties,
);

interface Call {
	path: string;
	params: IDataObject;
}

/** What the form of a request holds beside the parameters (docs/protocols/mango-office.md#form-and-signature). */
const OF_FORM = ['vpbx_api_key', 'sign', 'json'];

/** docs/protocols/mango-office.md#commands. */
const MOST_ID_BYTES = 128;

/**
 * Calls a method for each item, one after another. The output item is MANGO's answer as it came, with
 * the `command_id` of a command.
 */
export const execute = eachOutput(prepare, send);

function prepare(context: IExecuteFunctions, itemIndex: number): Call {
	const path = readPath(context, itemIndex);
	const params = readParams(context, itemIndex);
	const call = {
		path,
		params: path.startsWith('commands/') ? withCommandId(params, context, itemIndex) : params,
	};
	const missing = missingFields(path, params);
	if (missing.length === 0) return call;
	throw fault(
		{ context, itemIndex },
		`'JSON' lacks what ${path} requires: ${missing.join(', ')}`,
		'MANGO OFFICE would refuse it as a wrong request, and a second one locks the whole account out. Nothing was sent.',
	);
}

function readPath(context: IExecuteFunctions, itemIndex: number): string {
	const value: unknown = context.getNodeParameter('method', itemIndex);
	return readMethodName(
		{ context, itemIndex, name: "'Method'", value },
		parseMethodPath,
		'It must be the path of a method such as commands/callback: letters, digits, underscores and slashes, without the address.',
	);
}

function readParams(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const value = context.getNodeParameter('jsonParameters', itemIndex);
	const given = { context, itemIndex, name: "'JSON'", value };
	const params = readJsonObject(given, '{ "call_id": "…" }') as IDataObject;
	const own = OF_FORM.find((name) => name in params);
	if (own === undefined) return params;
	throw fault(
		given,
		`'JSON' holds '${own}'`,
		'Give the parameters of the method alone: the credential adds vpbx_api_key and sign, and puts them into the form.',
	);
}

/** With one of its own where the user gave none. */
function withCommandId(
	params: IDataObject,
	context: IExecuteFunctions,
	itemIndex: number,
): IDataObject {
	const { command_id: value } = params;
	if (isEmpty(value)) return { ...params, command_id: newCommandId(context, itemIndex) };
	if (typeof value === 'string' && Buffer.byteLength(value) <= MOST_ID_BYTES) return params;
	throw refusal(
		{ context, itemIndex, name: "'command_id' in 'JSON'", value },
		`It must be a text of up to ${MOST_ID_BYTES} bytes. Leave it out to have one made.`,
	);
}

async function send(
	api: MangoApi,
	{ path, params }: Call,
	_: IExecuteFunctions,
	itemIndex: number,
): Promise<Output> {
	const kind = isReading(path) ? 'read' : 'write';
	const answer = await attemptAsync(
		api.read(path, params, kind, (one) => readAnyAnswer(path, one)),
	);
	if ('error' in answer) throw isUnknown(answer.error) ? new NoSuchMethodError(path) : answer.error;
	const { command_id: commandId } = params;
	const json = { ...(path.startsWith('commands/') && { command_id: commandId }), ...answer.value };
	return outputOf(
		json as IDataObject,
		kind === 'write' ? `${path} of item ${itemIndex}` : undefined,
	);
}

function isUnknown(error: unknown): boolean {
	return error instanceof NotMangoError && error.status === 404;
}

class NoSuchMethodError extends Error {
	readonly advice =
		"Check 'Method' against MANGO OFFICE's documents, and 'Base URL' in the credential.";

	constructor(path: string) {
		super(`MANGO OFFICE has no method '${path}' (HTTP 404)`);
		this.name = 'NoSuchMethodError';
	}
}
