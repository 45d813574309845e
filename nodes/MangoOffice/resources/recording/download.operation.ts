import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { attemptAsync } from '../../../../protocols/attempt';
import { parseBaseUrl } from '../../../../protocols/mangoOffice/baseUrl';
import { outputOf, type Output } from '../../../shared/items';
import type { MangoApi } from '../../api';
import { eachOutput } from '../../operation';
import { openFile, toReadError } from './fileStream';
import { NotReadyError } from './notReady';
import { readRecordingId } from './recordingId';
import { getStored, type Wish } from './storedRecording';

const properties: INodeProperties[] = [
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		hint: 'The name of the output binary field to put the file in',
	},
	{
		displayName: 'Wait for Storage (Minutes)',
		name: 'waitMinutes',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 120 },
		default: 0,
		description:
			'For how long to ask again, every two minutes, for a recording that MANGO OFFICE has not stored yet. The execution runs as long; the event of a stored recording is the better start.',
	},
	{
		displayName: 'If the Recording Is Not Ready',
		name: 'ifNotReady',
		type: 'options',
		options: [
			{
				name: 'Pass It On',
				value: 'pass',
				description:
					'The output item has ready: false and no file, so that it can be asked for again later; after a recording that MANGO OFFICE does not have, the others of this run are not asked for, since a second such answer would lock the account out',
			},
			{ name: 'Throw an Error', value: 'error', description: 'The item counts as failed' },
		],
		default: 'error',
		description: 'What to do with a recording that MANGO OFFICE does not have in time',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['recording'], operation: ['download'] } },
	properties,
);

/**
 * The recording as a file of the output item (docs/protocols/mango-office.md#recordings):
 * `{ entryId?, recordingId, fileName, mimeType }`, the call's `entryId` as the incoming item has
 * it. The file flows into n8n's store for binary data and is never whole in memory, unless n8n is
 * set to keep files there. Where a recording that is not ready is passed on, all fields of the
 * incoming item come out, with `ready`; of one that is not ready also `asked` and `reason`.
 */
export const execute = eachOutput(readWish, async (api, wish, context, i): Promise<Output> => {
	const { recordingId, mayPass } = wish;
	const { json: item } = context.getInputData()[i];
	const known = { ...(mayPass ? item : entryOf(item)), recordingId };
	const got = await attemptAsync(download(context, api, wish, i));
	if ('value' in got) {
		const { binary, ...file } = got.value;
		return { items: [{ json: { ...known, ...(mayPass && { ready: true }), ...file }, binary }] };
	}
	if (!mayPass || !(got.error instanceof NotReadyError)) throw got.error;
	return outputOf({ ...known, ready: false, asked: got.error.asked, reason: got.error.message });
});

async function download(context: IExecuteFunctions, api: MangoApi, wish: Wish, itemIndex: number) {
	const { baseUrl } = await context.getCredentials('mangoOfficeApi');
	const { stream, sound } = await getStored(api, wish, async (link) => {
		return await openFile(context, link, parseBaseUrl(String(baseUrl)));
	});
	const fileName = `${wish.recordingId.replace(/[^\w.-]/g, '_')}.${sound.extension}`;
	const file = await attemptAsync(
		context.helpers.prepareBinaryData(stream, fileName, sound.mimeType),
	);
	if ('error' in file) throw toReadError(file.error);
	const field = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
	return { fileName, mimeType: sound.mimeType, binary: { [field]: file.value } };
}

function entryOf({ entryId }: IDataObject): IDataObject {
	return entryId === undefined ? {} : { entryId };
}

/** All items of a run are read before the first is sent, so the time to wait counts from the run's beginning. */
function readWish(context: IExecuteFunctions, itemIndex: number): Wish {
	const minutes = Math.max(0, Number(context.getNodeParameter('waitMinutes', itemIndex)) || 0);
	return {
		recordingId: readRecordingId(context, itemIndex),
		until: Date.now() + minutes * 60_000,
		mayPass: context.getNodeParameter('ifNotReady', itemIndex, 'error') === 'pass',
	};
}
