import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { attempt, attemptAsync, map, valueOf, type Attempt } from '../../../../protocols/attempt';
import type { LoggedCall } from '../../../../protocols/bitrix24/callActivity';
import { recordingFileName } from '../../../../protocols/bitrix24/recordingFile';
import { parseRecordingId } from '../../../../protocols/mangoOffice/recording';
import { inTurn } from '../../../shared/inTurn';
import { ItemRun } from '../../../shared/itemRun';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import { fault, givenOrItems, refusal } from '../../../shared/parameters';
import type { Bitrix24Api } from '../../api';
import { entryIdProperty } from '../../entryId';
import { readFilledText } from '../../parameters';
import { attachOnce } from './attachOnce';
import { readFile } from './binaryFile';
import { findCalls } from './loggedCalls';

const properties: INodeProperties[] = [
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		hint: 'The name of the input binary field containing the recording',
	},
	entryIdProperty,
	{
		displayName: 'Recording ID',
		name: 'recordingId',
		type: 'string',
		default: '',
		placeholder: 'e.g. MToxMDI0MjQyNzoyNTg2MzI1NzAxODow',
		description: 'ID of the recording in MANGO OFFICE',
		hint: "Leave it empty to take the incoming item's field 'recordingId'",
	},
	{
		displayName: 'Wait for the Call (Seconds)',
		name: 'waitFor',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 3600 },
		default: 60,
		description: 'For how long to ask again for a call that is not logged yet',
	},
	{
		displayName: 'If the Call Is Not Logged',
		name: 'ifNotLogged',
		type: 'options',
		options: [
			{ name: 'Skip', value: 'skip', description: 'The output item has attached: false' },
			{ name: 'Throw an Error', value: 'error', description: 'The item counts as failed' },
		],
		default: 'error',
		description: 'What to do with a recording whose call is not there in time',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['recording'], operation: ['attach'] } },
	properties,
);

interface Wish {
	itemIndex: number;
	entryId: string;
	recordingId: string;
	/** When the call is given up. */
	until: number;
}

/**
 * One output item a recording: the call's activity, and the file's name and size. All calls are
 * looked for in one request; each file is sent in a request of its own, and flows from n8n's store
 * for binary data without being held in memory. Unless the node continues on failures, one item
 * that is wrong keeps all from being sent.
 */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const run = new ItemRun(context, itemCount);
	const wishes = run.prepare((itemIndex) => readWish(context, itemIndex));
	const calls = await findCalls(api, wishes);
	for (const wish of wishes) {
		if (!run.mayGoOn) break;
		const done = await attemptAsync(attachOrSkip(context, api, wish, calls.get(wish.entryId)));
		run.settle(wish, map(done, outputOf));
	}
	return run.outcomes;
}

function readWish(context: IExecuteFunctions, itemIndex: number): Wish {
	const entryId = readFilledText(givenOrItems(context, itemIndex, 'entryId', "'Entry ID'"));
	const ofRecording = givenOrItems(context, itemIndex, 'recordingId', "'Recording ID'");
	const recordingId = attempt(() => parseRecordingId(String(ofRecording.value ?? '')));
	if ('error' in recordingId)
		throw refusal(ofRecording, 'It must be one such as MToxMDI0MjQyNzoyNTg2MzI1NzAxODow.');
	const value = context.getNodeParameter('waitFor', itemIndex);
	if (typeof value !== 'number' || !(value >= 0 && value <= 3600)) {
		throw refusal(
			{ context, itemIndex, name: "'Wait for the Call (Seconds)'", value },
			'It must be a number from 0 to 3600.',
		);
	}
	return { itemIndex, entryId, recordingId: recordingId.value, until: Date.now() + value * 1000 };
}

async function attachOrSkip(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	wish: Wish,
	found?: Attempt<LoggedCall | undefined>,
): Promise<IDataObject> {
	const { itemIndex, entryId, recordingId } = wish;
	const call = found && valueOf(found);
	if (call === undefined) {
		if (context.getNodeParameter('ifNotLogged', itemIndex) === 'skip') {
			return { entryId, recordingId, attached: false, why: 'call not logged' };
		}
		throw fault(
			{ context, itemIndex },
			`Call ${entryId} is not logged in Bitrix24`,
			"Log it with Call: Log first, or raise 'Wait for the Call (Seconds)', or set 'If the Call Is Not Logged' to 'Skip'.",
		);
	}
	const file = await readFile(
		context,
		itemIndex,
		context.getNodeParameter('binaryPropertyName', itemIndex) as string,
	);
	const result = {
		entryId,
		recordingId,
		activityId: call.id,
		attached: true,
		fileName: recordingFileName(recordingId),
		size: file.size,
	};
	// Those of one process wait for each other, so that they need not find out about each other.
	return { ...result, ...(await inTurn(entryId, () => attachOnce(api, call, recordingId, file))) };
}
