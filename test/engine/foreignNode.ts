import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type IRequestOptions,
} from 'n8n-workflow';

import { runNode, type RunOptions, type RunResult } from './harness';

/** The two helpers by which nodes send requests with somebody's credential. */
export const HELPERS = ['requestWithAuthentication', 'httpRequestWithAuthentication'] as const;

export interface SentBy {
	helper: (typeof HELPERS)[number];
	credentials: NonNullable<RunOptions['credentials']>;
	onError?: INode['onError'];
}

/**
 * What n8n's HTTP Request node 4.x gives to its helper beside what the user asks for
 * (docs/protocols/n8n.md#http-request-node).
 */
const OF_HTTP_REQUEST: Partial<IRequestOptions> = {
	headers: { accept: 'application/json' },
	gzip: true,
	rejectUnauthorized: true,
	followRedirect: true,
	followAllRedirects: true,
	resolveWithFullResponse: false,
	timeout: 300_000,
	json: true,
};

/** Sends one request with our credential out of a node that is not ours, as n8n's HTTP Request node does. */
export async function sendFromForeignNode(
	{ uri, ...asked }: Partial<IRequestOptions>,
	{ helper, credentials, onError }: SentBy,
): Promise<RunResult> {
	const [type] = Object.keys(credentials);
	const legacy = helper === 'requestWithAuthentication';
	const request = {
		...OF_HTTP_REQUEST,
		...(legacy ? { uri } : { url: uri }),
		...asked,
		headers: { ...OF_HTTP_REQUEST.headers, ...asked.headers },
	};
	const foreign: INodeType = {
		description: {
			displayName: 'HTTP Request',
			name: 'httpRequest',
			group: ['output'],
			version: 4.3,
			description: '',
			defaults: {},
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const send = this.helpers[helper] as typeof this.helpers.requestWithAuthentication;
			const answer: unknown = await send.call(this, type, request as IRequestOptions);
			return [[{ json: { answer: answer as string } }]];
		},
	};
	// n8n gives every credential to this type alone.
	const options = { parameters: {}, credentials, foreign, onError };
	return await runNode('n8n-nodes-base.httpRequest', options);
}
