import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import express from 'express';
import type { IDataObject } from 'n8n-workflow';

import { clock } from '../clock/clock';

/** An execution as n8n's public API lists it, and what it tells of it alone. */
export interface ApiExecution {
	id: string;
	status: string;
	mode: string;
	workflowId: string;
	retryOf: string | null;
	retrySuccessId: string | null;
	startedAt: string | null;
	stoppedAt: string | null;
	data: IDataObject;
	workflowData: IDataObject;
}

/** n8n's public API for executions, as far as the templates ask it (docs/protocols/n8n.md#public-api). */
export async function startN8nApi(pageSize = 250) {
	const executions: ApiExecution[] = [];
	/** What became of each asking to run again, in order: execution and HTTP status. */
	const retries: Array<[string, number]> = [];
	let outcome: 'success' | 'new' = 'success';
	let refusal: number | undefined;
	const app = express();
	app.use((request, response, next) => {
		if (request.header('X-N8N-API-KEY') === 'key') next();
		else response.status(401).json({ message: 'unauthorized' });
	});
	app.get('/api/v1/executions', ({ query }, response) => {
		const before = query.cursor === undefined ? Infinity : Number(query.cursor);
		const found = executions
			.filter(({ id, status }) => status === query.status && Number(id) < before)
			.sort((a, b) => Number(b.id) - Number(a.id));
		const page = found.slice(0, Math.min(pageSize, Number(query.limit)));
		response.json({
			data: page.map((one) => ({ ...one, data: undefined, workflowData: undefined })),
			nextCursor: found.length > page.length ? page[page.length - 1].id : null,
		});
	});
	app.get('/api/v1/executions/:id', ({ params }, response) => {
		response.json(executions.find(({ id }) => id === params.id));
	});
	app.post('/api/v1/executions/:id/retry', ({ params }, response) => {
		const execution = executions.find(({ id }) => id === params.id) as ApiExecution;
		const hasData = (execution.data as { executionData?: unknown }).executionData !== undefined;
		const status = refusal ?? (execution.status === 'new' || !hasData ? 409 : 200);
		retries.push([execution.id, status]);
		if (status !== 200) return void response.status(status).json({ message: 'refused' });
		const again = add({ ...execution, mode: 'retry', status: outcome, retryOf: execution.id });
		if (outcome === 'success') execution.retrySuccessId = again.id;
		response.json(again);
	});
	const server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');

	function add(execution: Omit<ApiExecution, 'id'>): ApiExecution {
		const added = { ...execution, id: String(executions.length + 100) };
		executions.push(added);
		return added;
	}

	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`,
		executions,
		retries,
		/** From now on what is run again ends so; or nothing is run again, and this is answered. */
		answer: (next: 'success' | 'new' | number) => {
			if (typeof next === 'number') refusal = next;
			else [outcome, refusal] = [next, undefined];
		},
		/** An execution that a webhook started five minutes ago and that ended a minute ago. */
		add: (more: Partial<ApiExecution>) =>
			add({
				status: 'crashed',
				mode: 'webhook',
				workflowId: 'ours',
				retryOf: null,
				retrySuccessId: null,
				startedAt: ago(300),
				stoppedAt: ago(60),
				data: {},
				workflowData: {},
				...more,
			}),
		stop: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close').catch(() => undefined);
		},
	};
}

/** So many seconds ago by the test's clock. */
export function ago(seconds: number): string {
	return new Date(clock.now() - seconds * 1000).toISOString();
}
