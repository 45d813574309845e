import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import express from 'express';
import type { IDataObject } from 'n8n-workflow';

import { clock } from '../clock/clock';

/** An execution as n8n's public API lists it, and what it tells of it alone. */
export interface ApiExecution {
	id: string;
	status: string;
	/** Whether all of its nodes have run, whatever its status says. */
	finished: boolean;
	mode: string;
	workflowId: string;
	retryOf: string | null;
	retrySuccessId: string | null;
	startedAt: string | null;
	stoppedAt: string | null;
	data: IDataObject & {
		resultData?: IDataObject;
		executionData?: { nodeExecutionStack: Array<{ node: { name: string }; data?: IDataObject }> };
	};
	workflowData: IDataObject;
}

/** The error that *Stop* leaves in an execution. */
export const STOPPED = 'The execution was cancelled manually';

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
	app.post('/api/v1/executions/:id/stop', ({ params }, response) => {
		const execution = executions.find(({ id }) => id === params.id) as ApiExecution;
		const canStop = ['new', 'running'].includes(execution.status);
		if (canStop) {
			const resultData = { ...execution.data.resultData, error: { message: STOPPED } };
			const data = { ...execution.data, resultData };
			Object.assign(execution, { status: 'canceled', stoppedAt: ago(0), data });
		}
		response.status(canStop ? 200 : 409).json({});
	});
	app.post('/api/v1/executions/:id/retry', ({ params }, response) => {
		const execution = executions.find(({ id }) => id === params.id) as ApiExecution;
		const { executionData } = execution.data;
		const canRetry = execution.status !== 'new' && !execution.finished && executionData;
		const status = refusal ?? (canRetry ? 200 : 409);
		retries.push([execution.id, status]);
		if (status !== 200) return void response.status(status).json({ message: 'refused' });
		const again = add({
			...execution,
			id: undefined,
			mode: 'retry',
			...(outcome === 'new' ? { status: outcome } : end(execution)),
			retryOf: execution.id,
		});
		if (again.finished) execution.retrySuccessId = again.id;
		response.json(again);
	});
	const server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');

	function add(execution: Omit<ApiExecution, 'id'> & { id?: string }): ApiExecution {
		const added = { ...execution, id: execution.id ?? String(executions.length + 100) };
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
				finished: false,
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

/**
 * The end of a retry whose nodes all succeed. An error of the first one is forgotten only if a node had ended in it:
 * where *Stop* came before that, it is the retry's, too.
 */
function end({ data }: ApiExecution): Pick<ApiExecution, 'status' | 'finished' | 'data'> {
	const { error, lastNodeExecuted, ...resultData } = data.resultData ?? {};
	const isKept = error !== undefined && lastNodeExecuted === undefined;
	const ran = data.executionData?.nodeExecutionStack ?? [];
	return {
		status: isKept ? 'error' : 'success',
		finished: true,
		data: {
			resultData: {
				...resultData,
				...(isKept && { error }),
				lastNodeExecuted: ran.at(-1)?.node.name,
				runData: Object.fromEntries(ran.map(({ node, data: items }) => [node.name, [{ data: items }]])),
			},
			executionData: { nodeExecutionStack: [] },
		},
	};
}
