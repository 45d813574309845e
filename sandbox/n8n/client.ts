import { randomUUID } from 'node:crypto';

import { parse } from 'flatted';
import type { INodeTypeDescription, IRunExecutionData } from 'n8n-workflow';

import { N8nRest, unlessMissing } from './rest';
import type { StoredWorkflow, WorkflowJson } from './workflow';

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
	status: string;
	startedAt: string;
	stoppedAt: string | null;
}

/** An execution with its run data restored. */
export interface Execution extends ExecutionSummary {
	data: IRunExecutionData;
}

export interface PublicationStatus {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ errorMessage: string | null }>;
}

export type DataTableRow = Record<string, string | number | boolean | null> & { id: number };

/** Of the databases' whole numbers. */
const MAX_ID = 2 ** 31 - 1;

/** n8n's internal REST interface, the one its editor uses. */
export class N8nClient extends N8nRest {
	private types: Promise<INodeTypeDescription[]> | undefined;

	/** Logs in; on a fresh n8n the owner is made first. */
	async enter(owner: Owner): Promise<void> {
		this.types = undefined;
		const settings = await this.get<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
			'/rest/settings',
		);
		const { email, password } = owner;
		await (settings.userManagement.showSetupOnFirstLoad
			? this.post('/rest/owner/setup', owner)
			: this.post('/rest/login', { emailOrLdapLoginId: email, password }));
	}

	/** All node types that n8n has loaded; asked for once a login. */
	nodeTypes(): Promise<INodeTypeDescription[]> {
		this.types ??= this.get<INodeTypeDescription[]>('/types/nodes.json');
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

	/** A key for n8n's public API with no more than these rights. */
	async createApiKey(scopes: string[]): Promise<string> {
		const key = { label: randomUUID(), scopes, expiresAt: null };
		return (await this.post<{ rawApiKey: string }>('/rest/api-keys', key)).rawApiKey;
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
		const workflow = await unlessMissing(this.workflow(id));
		return workflow?.isArchived ? undefined : workflow;
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

	/** Makes a data table of the user's, all of its columns texts. */
	async createDataTable(name: string, columns: string[]): Promise<void> {
		const { id } = await this.get<{ id: string }>('/rest/projects/personal');
		await this.post(`/rest/projects/${id}/data-tables`, {
			name,
			columns: columns.map((column) => ({ name: column, type: 'string' })),
		});
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

	/** The latest executions of a workflow: those that go on, then those that have ended, a hundred of each. */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		return await this.listExecutions(workflowId, '');
	}

	/** All stored executions of a workflow, newest first. */
	async allExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		const all: ExecutionSummary[] = [];
		for (;;) {
			// With both ends of the range n8n sorts by ID; otherwise by start, and pages overlap and leave some out.
			const before = all.at(-1)?.id ?? MAX_ID;
			const page = await this.listExecutions(workflowId, `&firstId=0&lastId=${before}`);
			if (page.length === 0) return all;
			all.push(...page);
		}
	}

	private async listExecutions(workflowId: string, range: string): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.get<{ results: ExecutionSummary[] }>(
			`/rest/executions?filter=${filter}&limit=100${range}`,
		);
		return results;
	}

	async execution(id: string): Promise<Execution> {
		const execution = await this.get<Omit<Execution, 'data'> & { data: string }>(
			`/rest/executions/${id}`,
		);
		return { ...execution, data: parse(execution.data) as Execution['data'] };
	}
}
