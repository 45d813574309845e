import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { version } from '../../package.json';
import { attemptAsync } from '../../protocols/attempt';
import { NotBitrix24Error, readAnswer, type HttpAnswer } from '../../protocols/bitrix24/answer';
import {
	readBatch,
	readBatchTimes,
	readPaging,
	type CommandOutcome,
} from '../../protocols/bitrix24/batchAnswer';
import {
	batchParams,
	toBatches,
	writes,
	type Command,
	type CommandGroup,
} from '../../protocols/bitrix24/batchRequest';
import { Bitrix24Error } from '../../protocols/bitrix24/errors';
import type { Params } from '../../protocols/bitrix24/formBody';
import { Bucket } from '../../protocols/bitrix24/limits';
import {
	byName,
	inOneList,
	type NamedCommands,
	type NamedOutcomes,
} from '../../protocols/bitrix24/namedCommands';
import { MethodBlockedError, OperatingTime } from '../../protocols/bitrix24/operatingTime';
import { maskSecret, parseWebhookUrl } from '../../protocols/bitrix24/webhookUrl';
import { mayHaveArrived } from '../shared/connection';
import { Accounts } from '../shared/guard/accounts';
import { retry } from '../shared/guard/repeat';
import { wait, whenFree } from '../shared/guard/wait';
import { ofWrite, UnknownOutcomeError } from './unknownOutcome';

type Context = IExecuteFunctions | ILoadOptionsFunctions;

/** Whether a request only reads, or changes something and so is never sent twice when it may have run. */
type RequestKind = 'read' | 'write';

export { UnknownOutcomeError };

const CREDENTIAL = 'bitrix24WebhookApi';

/** A request must end within 60 s on Bitrix24's cloud (docs/protocols/bitrix24.md#requests). */
const TIMEOUT_MS = 65_000;

/**
 * Between the attempts; the turn in the portal's bucket (bitrix24.md#rate) is waited for beside
 * them.
 */
const PAUSES_MS = [1000, 2000, 4000, 8000];

/** So long an execution waits for a method that is blocked; ten minutes would be too dear. */
const LONGEST_BLOCK_MS = 60_000;

/** By the portal's address: all executions of this process that use a portal fill the same bucket. */
const portals = new Accounts(() => ({ bucket: new Bucket(), operating: new OperatingTime() }));

/** JSON, or a file inside of JSON, which is too big to be held in memory. */
export type Content = Params | FileContent;

/** `open` is called anew for each attempt. */
export class FileContent {
	constructor(
		readonly length: number,
		readonly open: () => Promise<NonNullable<IHttpRequestOptions['body']>>,
	) {}
}

export interface Upload extends Pick<Command, 'effect' | 'repeatable'> {
	method: string;
	content: FileContent;
}

/** A group of a batch, and the error that keeps it from being sent. */
type Checked = { group: CommandGroup } | { group: CommandGroup; why: unknown };

/** Sends requests to the portal of the node's credential. */
export class Bitrix24Api {
	private decrypted?: Promise<ICredentialDataDecryptedObject>;

	constructor(
		/** What waits for the portal waits by it: until the user stops the execution. */
		readonly context: Context,
	) {}

	/**
	 * Runs commands, as many as need be in one HTTP request, and says for each what became of it, in their order.
	 * A failure of a whole request is the outcome of its commands too, so that other requests stand.
	 */
	async run(commands: readonly Command[]): Promise<CommandOutcome[]> {
		return (await this.runGroups(commands.map((command) => [command]))).flat();
	}

	/** The same for commands that refer to each other: those of a group run in the same HTTP request. */
	async runGroups(groups: readonly CommandGroup[]): Promise<CommandOutcome[][]> {
		const outcomes: CommandOutcome[][] = [];
		for (const batch of toBatches(groups)) {
			const checked = await Promise.all(batch.map(async (group) => await this.check(group)));
			const sent = checked.flatMap((one) => ('why' in one ? [] : one.group));
			const told = (sent.length === 0 ? [] : await this.runBatch(sent)).values();
			const next = () => told.next().value as CommandOutcome;
			for (const one of checked)
				outcomes.push(one.group.map(() => ('why' in one ? { error: one.why } : next())));
		}
		return outcomes;
	}

	/** The same for groups whose parts have names; what came of them has the same ones. */
	async runNamed<G extends NamedCommands>(groups: readonly G[]): Promise<Array<NamedOutcomes<G>>> {
		const outcomes = await this.runGroups(groups.map(inOneList));
		return groups.map((group, i) => byName(group, outcomes[i]));
	}

	/** The same for lists that have names, and need not run in the same HTTP request. */
	async runLists<G extends NamedCommands>(lists: G): Promise<NamedOutcomes<G>> {
		return byName(lists, await this.run(inOneList(lists)));
	}

	/** A group is not sent where one of its commands would be refused, and not just for a moment. */
	private async check(group: CommandGroup): Promise<Checked> {
		const waited = await attemptAsync(this.waitOutAll(group));
		return 'error' in waited ? { group, why: waited.error } : { group };
	}

	private async waitOutAll(group: CommandGroup): Promise<void> {
		const { operating } = await this.portal();
		for (const { method } of group) await this.waitOut(operating.block(method, Date.now()));
	}

	/** What goes wrong with a whole batch, be it in writing or in reading it, is the outcome of its commands alone. */
	private async runBatch(commands: readonly Command[]): Promise<CommandOutcome[]> {
		const kind = commands.some(writes) ? 'write' : 'read';
		const read = await attemptAsync(this.askBatch(commands, kind));
		const outcomes = 'value' in read ? read.value : commands.map(() => read);
		if (kind === 'read') return outcomes;
		return outcomes.map((outcome, i) =>
			'error' in outcome ? { error: ofWrite(outcome.error, commands[i]) } : outcome,
		);
	}

	private async askBatch(
		commands: readonly Command[],
		kind: RequestKind,
	): Promise<CommandOutcome[]> {
		const { result: answer } = await this.call('batch', batchParams(commands), kind);
		const methods = commands.map(({ method }) => method);
		const { operating } = await this.portal();
		const times = readBatchTimes(answer, methods);
		return readBatch(answer, methods).map((outcome, i) => {
			if ('error' in outcome)
				return { error: operating.failed(methods[i], outcome.error, Date.now()) };
			operating.answered(methods[i], { time: times[i] });
			return outcome;
		});
	}

	/**
	 * Runs one command by a request of its own: its parameters arrive as JSON has them, where a
	 * batch knows texts only. Gives what `run` gives.
	 */
	async runAlone(command: Command): Promise<CommandOutcome> {
		const { method, params } = command;
		const sent = await attemptAsync(this.call(method, params, writes(command) ? 'write' : 'read'));
		if ('error' in sent) return writes(command) ? { error: ofWrite(sent.error, command) } : sent;
		const { result, total, next } = sent.value;
		return { value: result, ...readPaging(total, next) };
	}

	/**
	 * Sends a file by a method of its own, since a batch takes none (bitrix24.md#batch). Gives the
	 * method's result.
	 */
	async upload({ method, content, ...effect }: Upload): Promise<unknown> {
		const answer = await attemptAsync(this.call(method, content, 'write'));
		if ('value' in answer) return answer.value.result;
		throw ofWrite(answer.error, { method, ...effect });
	}

	/** The address of the portal's pages, without the webhook's secret. */
	async portalUrl(): Promise<string> {
		return new URL(await this.webhookUrl()).origin;
	}

	private async webhookUrl(): Promise<string> {
		const { data } = await this.credentials();
		return parseWebhookUrl(String(data?.webhookUrl));
	}

	/** What this process knows of the portal. */
	private async portal() {
		return portals.of(await this.portalUrl());
	}

	/** The answer: its `result`, and what stands beside it. */
	private async call(
		method: string,
		content: Content,
		kind: RequestKind,
	): Promise<Record<string, unknown>> {
		const { bucket, operating } = await this.portal();
		const sendOnce = async () => {
			await this.waitOut(operating.block(method, Date.now()));
			await whenFree(bucket.reserve(Date.now()), async (ms) => await wait(this.context, ms));
			const sentAt = Date.now();
			const answer = await attemptAsync(this.send(method, content));
			if ('value' in answer) {
				operating.answered(method, answer.value);
				return answer.value;
			}
			const error = operating.failed(method, answer.error, Date.now());
			if (isForRate(error)) bucket.refused(sentAt, Date.now());
			throw error;
		};
		return await retry(sendOnce, {
			context: this.context,
			pauseAfter: (error, failures) => {
				if (failures === PAUSES_MS.length || !mayRepeat(error, kind)) throw error;
				// How long that has to be waited out is known to the portal.
				return error instanceof MethodBlockedError ? 0 : PAUSES_MS[failures];
			},
		});
	}

	private async waitOut(block: MethodBlockedError | undefined): Promise<void> {
		if (block === undefined) return;
		const leftMs = block.until - Date.now();
		if (leftMs > LONGEST_BLOCK_MS) throw block;
		await wait(this.context, leftMs);
	}

	private async send(method: string, content: Content): Promise<Record<string, unknown>> {
		const options: IHttpRequestOptions = {
			method: 'POST',
			url: `${method}.json`,
			body: content instanceof FileContent ? await content.open() : content,
			json: true,
			headers: { 'User-Agent': `n8n-nodes-mango-bitrix24/${version}`, ...fileHeaders(content) },
			timeout: TIMEOUT_MS,
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// The secret is part of the URL and must not follow a portal to another address unseen.
			disableFollowRedirect: true,
		};
		const webhookUrl = await this.webhookUrl();
		const response = await attemptAsync(this.request(options));
		if ('error' in response) {
			if (response.error instanceof Error)
				response.error.message = maskSecret(response.error.message, webhookUrl);
			throw response.error;
		}
		const answer = toHttpAnswer(response.value);
		return readAnswer({ ...answer, body: maskSecret(answer.body, webhookUrl) }, method);
	}

	/** Read and decrypted once an execution, where n8n would do it for every request. */
	private async credentials(): Promise<ICredentialsDecrypted> {
		this.decrypted ??= this.context.getCredentials(CREDENTIAL);
		return { id: '', name: '', type: CREDENTIAL, data: await this.decrypted };
	}

	private async request(options: IHttpRequestOptions): Promise<unknown> {
		const { httpRequestWithAuthentication } = this.context.helpers;
		const credentials = { credentialsDecrypted: await this.credentials() };
		return await httpRequestWithAuthentication.call(this.context, CREDENTIAL, options, credentials);
	}
}

function fileHeaders(content: Content): Record<string, string> {
	if (!(content instanceof FileContent)) return {};
	return { 'Content-Type': 'application/json', 'Content-Length': String(content.length) };
}

function toHttpAnswer(response: unknown): HttpAnswer {
	const { statusCode, headers, body } = response as {
		statusCode: number;
		headers: Record<string, unknown>;
		body: unknown;
	};
	return {
		status: statusCode,
		headers,
		body: typeof body === 'string' ? body : JSON.stringify(body),
	};
}

function isForRate(error: unknown): boolean {
	return error instanceof Bitrix24Error && error.code === 'QUERY_LIMIT_EXCEEDED';
}

function mayRepeat(error: unknown, kind: RequestKind): boolean {
	if (error instanceof NotBitrix24Error) return kind === 'read' && error.isPassing;
	if (error instanceof MethodBlockedError) return true;
	if (!(error instanceof Bitrix24Error)) return kind === 'read' && mayHaveArrived(error);
	return error.repeat === 'always' || (error.repeat === 'reads' && kind === 'read');
}
