import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { parseBaseUrl } from '../../../../protocols/mangoOffice/baseUrl';
import { publicLink } from '../../../../protocols/mangoOffice/recording';
import { trimPasted } from '../../../../protocols/pastedText';
import { fault } from '../../../shared/parameters';
import { eachItem } from '../../operation';
import { readRecordingId } from './recordingId';

const UNIT_MS: Readonly<Record<string, number>> = {
	minutes: 60_000,
	hours: 3_600_000,
	days: 86_400_000,
};

const properties: INodeProperties[] = [
	{
		displayName:
			"The link works only if public links to recordings are switched on in MANGO OFFICE's personal account. Whoever has it can listen until it expires; it shows the API key, but not the salt.",
		name: 'linkNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Valid For',
		name: 'validFor',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 24,
		description: 'How long the link works from now on',
	},
	{
		displayName: 'Unit',
		name: 'validUnit',
		type: 'options',
		options: [
			{ name: 'Days', value: 'days' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Minutes', value: 'minutes' },
		],
		default: 'hours',
	},
	{
		displayName: 'Browser',
		name: 'linkAction',
		type: 'options',
		options: [
			{ name: 'Downloads the File', value: 'download' },
			{ name: 'Plays the File', value: 'play' },
		],
		default: 'download',
		description: 'What opening the link does',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['recording'], operation: ['getLink'] } },
	properties,
);

/**
 * A public link that expires (docs/protocols/mango-office.md#public-recording-links):
 * `{ recordingId, url, expiresAt }`. It is computed here: no request is sent, and whether the
 * recording exists is not asked.
 */
export const execute = eachItem(
	prepare,
	async (_api, { recordingId, expiresAt, action }, context): Promise<IDataObject> => {
		const { apiKey, apiSalt, baseUrl } = await context.getCredentials('mangoOfficeApi');
		const keys = {
			baseUrl: parseBaseUrl(String(baseUrl)),
			apiKey: trimPasted(apiKey),
			apiSalt: trimPasted(apiSalt),
		};
		return {
			recordingId,
			url: publicLink({ ...keys, recordingId, action, expiresAt }),
			expiresAt: expiresAt.toISOString(),
		};
	},
);

function prepare(context: IExecuteFunctions, i: number) {
	const length =
		Number(context.getNodeParameter('validFor', i)) *
		(UNIT_MS[String(context.getNodeParameter('validUnit', i))] ?? NaN);
	if (!(length > 0) || length > 10 * 365 * UNIT_MS.days) {
		throw fault(
			{ context, itemIndex: i },
			"'Valid For' does not give a time in the future",
			'It must be a positive number of minutes, hours or days, up to ten years.',
		);
	}
	const action =
		context.getNodeParameter('linkAction', i) === 'play'
			? ('play' as const)
			: ('download' as const);
	// Whole seconds, as the link has them.
	const expiresAt = new Date(Math.floor((Date.now() + length) / 1000) * 1000);
	return { recordingId: readRecordingId(context, i), expiresAt, action };
}
