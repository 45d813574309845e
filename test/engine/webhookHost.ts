import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { parse } from 'node:querystring';

import express, { type Request, type Response } from 'express';
import { WebhookContext } from 'n8n-core';
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { prepare, type RunOptions } from './harness';

export interface WebhookHost {
	/** Of the node's first webhook. */
	url: string;
	/** The outputs' items of every execution that a webhook started. */
	started: INodeExecutionData[][][];
	stop(): Promise<void>;
}

/**
 * Serves a trigger's webhook() over real HTTP, on n8n-core's own context. The body is read and parsed as n8n does
 * (its body-parser is not part of n8n-core): the end-to-end tests show the same on the real n8n.
 */
export async function hostWebhook(type: string, options: RunOptions): Promise<WebhookHost> {
	const { workflow, node, nodeType, additionalData } = await prepare(type, options);
	const started: INodeExecutionData[][][] = [];

	const webhooks = nodeType.description.webhooks ?? [];

	async function handle(request: Request, response: Response): Promise<void> {
		parseBody(request);
		// n8n takes a slash at the end for none.
		const path = request.path.slice(ROOT.length).replace(/\/$/, '');
		const webhookDescription = webhooks.find(
			(webhook) => webhook.httpMethod === request.method && webhook.path === path,
		);
		if (!webhookDescription) {
			response.status(404).json({ message: 'not registered' });
			return;
		}
		const context = new WebhookContext(
			workflow,
			node,
			{ ...additionalData, httpRequest: request, httpResponse: response },
			'webhook',
			{
				httpMethod: request.method as 'GET' | 'POST',
				node: node.name,
				path: webhookDescription.path,
				webhookDescription,
				workflowId: workflow.id,
				workflowExecuteAdditionalData: additionalData,
			},
			[],
			null,
		);
		const data = (await nodeType.webhook?.call(
			context as unknown as IWebhookFunctions,
		)) as IWebhookResponseData;
		if (data.workflowData) started.push(data.workflowData);
		if (!data.noWebhookResponse) response.status(200).end();
	}

	const app = express();
	// As n8n behind a proxy.
	app.set('trust proxy', 1);
	app.use(express.raw({ type: () => true, limit: '16mb' }));
	app.use((request, response) => {
		handle(request, response).catch((error: Error) =>
			response.status(500).json({ message: error.message }),
		);
	});
	const server = app.listen(0, '127.0.0.1');
	server.keepAliveTimeout = 0;
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${ROOT}${webhooks[0].path}`,
		started,
		stop: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

const ROOT = '/webhook/x/';

const KNOWN_TYPES = ['application/json', 'application/x-www-form-urlencoded', 'text/plain'];

/**
 * As n8n's body parser does for triggers from version 2 on: bodies of other types are left until
 * somebody asks for them.
 */
function parseBody(request: Request): void {
	const type = (request.headers['content-type'] ?? '').split(';')[0].toLowerCase();
	const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
	const readRawBody = () => Promise.resolve(Object.assign(request, { rawBody: raw }));
	Object.assign(request, { readRawBody });
	request.body = {};
	if (!KNOWN_TYPES.some((known) => type.startsWith(known))) return;
	void readRawBody();
	const text = raw.toString('utf8');
	if (text === '') return;
	if (type === 'application/json') request.body = JSON.parse(text);
	else request.body = type === 'text/plain' ? text : parse(text);
}
