import { updateDisplayOptions, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { parseBaseUrl } from '../../../../protocols/mangoOffice/baseUrl';
import { fileUrl } from '../../../../protocols/mangoOffice/recording';
import type { ItemOutcome } from '../../../shared/items';
import type { MangoApi } from '../../api';
import { eachOutcome } from '../../operation';
import { openFile } from './fileStream';
import { readRecordingId } from './recordingId';
import { findRecording } from './storedRecording';

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
];

export const description = updateDisplayOptions({ show: { resource: ['recording'], operation: ['download'] } }, properties);

/**
 * The recording as a file of the output item (reference/mango-office-api.md, section 1.6): `{ entryId?, recordingId,
 * fileName, mimeType }`, the call's `entryId` as the incoming item has it. The file flows into n8n's store for binary data and is never whole in memory, unless n8n is set to keep
 * files there.
 */
export const execute = eachOutcome(
	(context, i) => ({ recordingId: readRecordingId(context, i), waitMs: readWait(context, i) }),
	async (api, { recordingId, waitMs }, context, i): Promise<ItemOutcome> => {
		const { stream, mimeType } = await openFile(context, await linkOf(context, api, recordingId, waitMs));
		const fileName = `${recordingId.replace(/[^\w.-]/g, '_')}.mp3`;
		const file = await context.helpers.prepareBinaryData(stream, fileName, mimeType);
		const field = context.getNodeParameter('binaryPropertyName', i) as string;
		const { entryId } = context.getInputData()[i].json;
		return { json: { ...(entryId !== undefined && { entryId }), recordingId, fileName, mimeType }, binary: { [field]: file } };
	},
);

async function linkOf(context: IExecuteFunctions, api: MangoApi, recordingId: string, waitMs: number): Promise<string> {
	const { baseUrl } = await context.getCredentials('mangoOfficeApi');
	return fileUrl(await findRecording(api, recordingId, waitMs), parseBaseUrl(String(baseUrl)));
}

function readWait(context: IExecuteFunctions, itemIndex: number): number {
	return Math.max(0, Number(context.getNodeParameter('waitMinutes', itemIndex)) || 0) * 60_000;
}
