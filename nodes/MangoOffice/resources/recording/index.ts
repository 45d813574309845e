import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operation';
import * as download from './download.operation';
import * as getLink from './getLink.operation';
import { recordingIdProperty } from './recordingId';

export const operations: Record<string, Operation> = { download, getLink };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['recording'] } },
		options: [
			{
				name: 'Download',
				value: 'download',
				action: 'Download a recording',
				description: 'Get a recording as a file',
			},
			{
				name: 'Get Link',
				value: 'getLink',
				action: 'Get a link to a recording',
				description: 'Make a public link that expires',
			},
		],
		default: 'download',
	},
	recordingIdProperty,
	...download.description,
	...getLink.description,
];
