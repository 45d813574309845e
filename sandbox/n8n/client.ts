import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseFlatted } from './flatted';
import {
	typeOf,
	type NodeType,
	type StoredWorkflow,
	type WebhookDescription,
	type WorkflowJson,
} from './workflow';

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

export interface CredentialInput {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: string;
	mode: string;
	startedAt: string;
	stoppedAt: string | null;
}

/** An execution with its run data restored. */
export interface Execution extends ExecutionSummary {
	data: {
		resultData: {
			runData: Record<
				string,
				Array<{
					data?: { main?: Array<Array<{ json: Record<string, unknown> }> | null> };
					error?: { message: string };
				}>
			>;
			error?: { message: string };
			lastNodeExecuted?: string;
		};
	};
}

export interface PublicationStatus {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

export type DataTableRow = Record<string, string | number | boolean | null> & { id: number };

/** An answer of n8n other than 2xx. */
export class N8nApiError extends Error {
	override name = 'N8nApiError';

	constructor(
		request: string,
		readonly status: number,
		readonly reason: string,
	) {
		super(`n8n answered ${request} with ${status}: ${reason}`);
	}
}

/** Undefined for what an older n8n does not have. */
async function unlessMissing<T>(request: Promise<T>): Promise<T | undefined> {
	try {
		return await request;
	} catch (error) {
		if (error instanceof N8nApiError && error.status === 404) return undefined;
		throw error;
	}
}

/** n8n's internal REST interface, the one its editor uses. */
export class N8nClient {
	private readonly cookies = new Map<string, string>();
	/** n8n binds a session to the browser that it was opened from. */
	private readonly browserId = randomUUID();
	private types: Promise<NodeType[]> | undefined;

	constructor(readonly url: string) {}

	/** Makes the first user of a fresh n8n. */
	async setupOwner(owner: Owner): Promise<void> {
		await this.post('/rest/owner/setup', owner);
	}

	async login({ email, password }: Pick<Owner, 'email' | 'password'>): Promise<void> {
		await this.post('/rest/login', { emailOrLdapLoginId: email, password });
	}

	/** Logs in; on a fresh n8n the owner is made first. */
	async enter(owner: Owner): Promise<void> {
		this.types = undefined;
		const settings = await this.get<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
			'/rest/settings',
		);
		await (settings.userManagement.showSetupOnFirstLoad
			? this.setupOwner(owner)
			: this.login(owner));
	}

	/** All node types that n8n has loaded; asked for once a login. */
	nodeTypes(): Promise<NodeType[]> {
		this.types ??= this.get<NodeType[]>('/types/nodes.json');
		return this.types;
	}

	async createCredential(credential: CredentialInput): Promise<{ id: string; name: string }> {
		return await this.post('/rest/credentials', credential);
	}

	async updateCredential(id: string, credential: CredentialInput): Promise<void> {
		await this.send('PATCH', `/rest/credentials/${id}`, credential);
	}

	/** Ids and names of the stored credentials. */
	async credentials(): Promise<Array<{ id: string; name: string; type: string }>> {
		return await this.get('/rest/credentials');
	}

	/** n8n's own test of a credential, as the editor runs it on saving. */
	async testCredential(
		credential: CredentialInput & { id?: string },
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return await this.post('/rest/credentials/test', { credentials: { id: '', ...credential } });
	}

	async createWorkflow(workflow: WorkflowJson): Promise<StoredWorkflow> {
		// n8n 1 wants to be told.
		return await this.post('/rest/workflows', { active: false, ...workflow });
	}

	async updateWorkflow(id: string, workflow: Partial<WorkflowJson>): Promise<StoredWorkflow> {
		return await this.send('PATCH', `/rest/workflows/${id}`, workflow);
	}

	async workflow(id: string): Promise<StoredWorkflow> {
		return await this.get(`/rest/workflows/${id}`);
	}

	/** The workflow, or undefined when it was deleted or archived. */
	async findWorkflow(id: string): Promise<StoredWorkflow | undefined> {
		try {
			const workflow = await this.workflow(id);
			return workflow.isArchived ? undefined : workflow;
		} catch (error) {
			if (error instanceof N8nApiError && error.status === 404) return undefined;
			throw error;
		}
	}

	/**
	 * Publishes the newest version; its webhooks answer a moment later, see waitForWebhook. n8n 1
	 * makes it active at once.
	 */
	async publish(workflowId: string): Promise<StoredWorkflow> {
		const { versionId } = await this.workflow(workflowId);
		const published = await unlessMissing(
			this.post<StoredWorkflow>(`/rest/workflows/${workflowId}/activate`, { versionId }),
		);
		return (
			published ??
			(await this.send('PATCH', `/rest/workflows/${workflowId}`, { active: true, versionId }))
		);
	}

	/** Whether n8n could set up the published workflow's triggers, and for each that failed, why. */
	async publicationStatus(workflowId: string): Promise<PublicationStatus> {
		const status = await unlessMissing(
			this.get<PublicationStatus>(`/rest/workflows/${workflowId}/publication-status`),
		);
		return status ?? { status: 'published', triggers: [] };
	}

	async unpublish(workflowId: string): Promise<void> {
		await this.post(`/rest/workflows/${workflowId}/deactivate`, {});
	}

	/** n8n deletes only what was archived before. */
	async deleteWorkflow(workflowId: string): Promise<void> {
		await this.post(`/rest/workflows/${workflowId}/archive`, {});
		await this.send('DELETE', `/rest/workflows/${workflowId}`);
	}

	/** Runs the newest version by hand from one of its triggers, as the editor does; answers the execution's id. */
	async runFrom(workflowId: string, trigger: string): Promise<string> {
		const { executionId } = await this.post<{ executionId: string }>(
			`/rest/workflows/${workflowId}/run`,
			{ triggerToStartFrom: { name: trigger } },
		);
		return executionId;
	}

	/** The rows of the user's data table with this name, oldest first; undefined when there is no such table. */
	async dataTableRows(name: string): Promise<DataTableRow[] | undefined> {
		const table = await this.findDataTable(name);
		if (table === undefined) return undefined;
		const rows: DataTableRow[] = [];
		for (;;) {
			const { data } = await this.get<{ data: DataTableRow[] }>(
				`${table}/rows?take=100&skip=${rows.length}&sortBy=id:asc`,
			);
			rows.push(...data);
			if (data.length < 100) return rows;
		}
	}

	/** Adds rows to the user's data table with this name. */
	async addDataTableRows(name: string, rows: Array<Omit<DataTableRow, 'id'>>): Promise<void> {
		await this.post(`${await this.findDataTable(name)}/insert`, {
			data: rows,
			returnType: 'count',
		});
	}

	/** Changes the rows in which a column has this value. */
	async updateDataTableRows(
		name: string,
		where: Record<string, string | number>,
		data: Record<string, string | number | null>,
	): Promise<void> {
		const filters = Object.entries(where).map(([columnName, value]) => ({
			columnName,
			condition: 'eq',
			value,
		}));
		await this.send('PATCH', `${await this.findDataTable(name)}/rows`, {
			filter: { type: 'and', filters },
			data,
		});
	}

	private async findDataTable(name: string): Promise<string | undefined> {
		const { id } = await this.get<{ id: string }>('/rest/projects/personal');
		const tables = `/rest/projects/${id}/data-tables`;
		const found = await this.get<{ data: Array<{ id: string; name: string }> }>(
			`${tables}?filter=${encodeURIComponent(JSON.stringify({ name }))}`,
		);
		const table = found.data.find((one) => one.name === name);
		return table && `${tables}/${table.id}`;
	}

	/** The latest executions of a workflow, newest first. */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		return await this.executionsBefore(workflowId);
	}

	/** All stored executions of a workflow, newest first. */
	async allExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		const all: ExecutionSummary[] = [];
		for (;;) {
			const page = await this.executionsBefore(workflowId, all.at(-1)?.id);
			if (page.length === 0) return all;
			all.push(...page);
		}
	}

	private async executionsBefore(workflowId: string, lastId?: string): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const before = lastId === undefined ? '' : `&lastId=${lastId}`;
		const { results } = await this.get<{ results: ExecutionSummary[] }>(
			`/rest/executions?filter=${filter}&limit=100${before}`,
		);
		return results;
	}

	async execution(id: string): Promise<Execution> {
		const execution = await this.get<Omit<Execution, 'data'> & { data: string }>(
			`/rest/executions/${id}`,
		);
		return { ...execution, data: parseFlatted(execution.data) as Execution['data'] };
	}

	/** The production webhooks of a node, in the order in which its type lists them. */
	async webhooks(
		workflow: StoredWorkflow,
		nodeName: string,
	): Promise<Array<{ name: string; method: string; url: string }>> {
		const node = workflow.nodes.find(({ name }) => name === nodeName);
		if (node === undefined)
			throw new Error(`Workflow "${workflow.name}" has no node "${nodeName}".`);
		const described = typeOf(node, await this.nodeTypes())?.webhooks ?? [];
		const ownPart =
			node.webhookId ?? `${workflow.id}/${encodeURIComponent(node.name.toLowerCase())}`;
		return described.map((webhook) => ({
			name: webhook.name,
			method: webhook.httpMethod,
			url: [this.url, 'webhook', ...pathParts(webhook, ownPart)].join('/'),
		}));
	}

	/** The production URL of a node's first webhook. */
	async webhookUrl(workflow: StoredWorkflow, nodeName: string): Promise<string> {
		const [first] = await this.webhooks(workflow, nodeName);
		if (first === undefined)
			throw new Error(`Node "${nodeName}" of workflow "${workflow.name}" has no webhook.`);
		return first.url;
	}

	/**
	 * Waits until a published webhook is there. It is asked with a request without authentication, which this
	 * project's triggers refuse without starting an execution; n8n's own Webhook node would start one.
	 */
	async waitForWebhook(url: string, { method = 'GET', timeoutMs = 30_000 } = {}): Promise<void> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const response = await fetch(url, { method });
			const answer = await response.text();
			if (response.status !== 404) return;
			if (Date.now() > deadline)
				throw new Error(
					`The webhook ${method} ${url} did not come up within ${timeoutMs / 1000} s: ${answer}`,
				);
			await sleep(50);
		}
	}

	private async get<T>(path: string): Promise<T> {
		return await this.send('GET', path);
	}

	private async post<T>(path: string, body: unknown): Promise<T> {
		return await this.send('POST', path, body);
	}

	private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await fetch(this.url + path, {
			method,
			headers: {
				'browser-id': this.browserId,
				cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		this.keepCookies(response);
		const text = await response.text();
		if (!response.ok) throw new N8nApiError(`${method} ${path}`, response.status, messageIn(text));
		return contentOf(parseAnswer(text, `${method} ${path}`)) as T;
	}

	private keepCookies(response: Response): void {
		for (const cookie of response.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
			if (name !== undefined && value !== undefined) this.cookies.set(name, value);
		}
	}
}

function pathParts({ path, isFullPath }: WebhookDescription, ownPart: string): string[] {
	return (isFullPath ? [path] : [ownPart, path]).filter((part) => part !== '');
}

/** n8n answers in plain text while it starts. */
function parseAnswer(text: string, request: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new N8nApiError(request, 503, text.slice(0, 200));
	}
}

/** Most answers are wrapped in `data`; lists with a count, and the type files, are not. */
function contentOf(answer: unknown): unknown {
	const isWrapped =
		answer !== null &&
		typeof answer === 'object' &&
		'data' in answer &&
		Object.keys(answer).length === 1;
	return isWrapped ? (answer as { data: unknown }).data : answer;
}

function messageIn(text: string): string {
	try {
		const { message, hint } = JSON.parse(text) as { message?: string; hint?: string };
		return [message, hint].filter(Boolean).join(' ') || text.slice(0, 500);
	} catch {
		return text.slice(0, 500);
	}
}
