import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { parseRecordingId } from '../../../../protocols/mangoOffice/recording';
import { textIn } from '../../../shared/parameters';

export const recordingIdProperty: INodeProperties = {
	displayName: 'Recording ID',
	name: 'recordingId',
	type: 'string',
	displayOptions: { show: { resource: ['recording'], operation: ['download', 'getLink'] } },
	default: '',
	placeholder: 'e.g. MToxMDI0MjQyNzoyNTg2MzI1NzAxODow',
	description: 'ID from an event or from the call statistics',
	hint: "Leave it empty to take the incoming item's field 'recordingId'",
};

/** The recording's ID for one item. Throws RecordingIdError. */
export function readRecordingId(context: IExecuteFunctions, itemIndex: number): string {
	const value =
		context.getNodeParameter('recordingId', itemIndex, '') ||
		context.getInputData()[itemIndex].json.recordingId;
	return parseRecordingId(textIn(value));
}
