import type {
	ICredentialsDecrypted,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { version } from '../../package.json';
import { attemptAsync, map } from '../../protocols/attempt';
import { NotBitrix24Error, readAnswer } from '../../protocols/bitrix24/answer';
import {
	readBatch,
	readBatchTimes,
	readPaging,
	type CommandOutcome,
} from '../../protocols/bitrix24/batchAnswer';
import {
	batchParams,
	nextBatch,
	writes,
	type Command,
	type CommandGroup,
} from '../../protocols/bitrix24/batchRequest';
import { Bitrix24Error, withCard } from '../../protocols/bitrix24/errors';
import type { Params } from '../../protocols/bitrix24/formBody';
import { BatchSize, Bucket } from '../../protocols/bitrix24/limits';
import {
	byName,
	inOneList,
	type NamedCommands,
	type NamedOutcomes,
} from '../../protocols/bitrix24/namedCommands';
import {
	MethodBlockedError,
	MOST_SECONDS,
	OperatingTime,
} from '../../protocols/bitrix24/operatingTime';
import { maskSecret, parseWebhookUrl } from '../../protocols/bitrix24/webhookUrl';
import type { HttpAnswer } from '../../protocols/httpAnswer';
import { mayHaveArrived } from '../shared/connection';
import { Accounts } from '../shared/guard/accounts';
import { Budget } from '../shared/guard/budget';
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

/** Between the attempts after a fault. */
const PAUSES_MS = [1000, 2000, 4000, 8000];
/** After a refusal for the rate, before the next turn in the portal's bucket (bitrix24.md#rate). */
const RATE_PAUSE_MS = 500;

/** How an execution goes about a method that has used up its run time (bitrix24.md#operating-time). */
interface Patience {
	/** For how long a block is waited out. */
	budget: Budget;
	/** How many seconds the method may have used. */
	mostSeconds: number;
}

/** One that has done nothing yet waits a minute: ten would be too dear, and nothing is lost. */
const briefly = (): Patience => ({ budget: new Budget(60_000), mostSeconds: MOST_SECONDS });

/**
 * One that has done a part waits until any block has ended, and leaves some of the time to others: a
 * webhook's single deal must not fail because thousands are moved.
 */
const untilFree = (): Patience => ({ budget: new Budget(660_000), mostSeconds: 400 });

/** So long a portal may refuse everything for the rate: an execution has time, a list of the editor has not. */
const RATE_PATIENCE_MS = 600_000;
const RATE_PATIENCE_OF_LISTS_MS = 15_000;

/** What this process knows of a portal. */
interface Known {
	bucket: Bucket;
	batchSize: BatchSize;
}

/** By the portal's address: all executions of this process that use a portal keep its limits together. */
const portals = new Accounts<Known>(() => ({
	bucket: new Bucket(),
	batchSize: new BatchSize(),
}));

/** The portal counts the run time of each webhook apart (bitrix24.md#operating-time). */
const runTimes = new Accounts(() => new OperatingTime());

interface Portal extends Known {
	operating: OperatingTime;
	/** It holds the secret. */
	webhookUrl: string;
	origin: string;
	host: string;
	credentials: ICredentialsDecrypted;
}

/** How a request is sent. */
interface Sending {
	kind: RequestKind;
	/** Of a batch: how many of its commands change something. */
	changes?: number;
	patience: Patience;
}

/** A group with its place among those that were asked for. */
interface Waiting {
	group: CommandGroup;
	at: number;
}

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
type Checked = Waiting | (Waiting & { why: unknown });

/** Sends requests to the portal of the node's credential. */
export class Bitrix24Api {
	/** Whether a part of what is to be done is done already, so that a block is waited out to its end. */
	isHalfDone = false;
	private found?: Promise<Portal>;

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

	/**
	 * The same for commands that refer to each other: those of a group run in the same HTTP request. What a batch left
	 * undone, because a method had used up its time on the way, is done when that is given back.
	 */
	async runGroups(groups: readonly CommandGroup[]): Promise<CommandOutcome[][]> {
		const outcomes: CommandOutcome[][] = groups.map(() => []);
		let waiting = groups
			.map((group, at): Waiting => ({ group, at }))
			.filter(({ group }) => group.length > 0);
		let { isHalfDone } = this;
		while (waiting.length > 0) {
			const { batchSize } = await this.portal();
			const batch = nextBatch(waiting, batchSize.mostChanges);
			const patience = isHalfDone ? untilFree() : briefly();
			const checked = await Promise.all(batch.map(async (one) => await this.check(one, patience)));
			const sent = checked.flatMap((one) => ('why' in one ? [] : [one]));
			const ran: CommandOutcome[][] = sent.length === 0 ? [] : await this.runBatch(sent, patience);
			const didSome = ran.flat().some((outcome) => 'value' in outcome);
			isHalfDone ||= didSome;
			for (const one of checked)
				if ('why' in one) outcomes[one.at] = one.group.map(() => ({ error: one.why }));
			sent.forEach(({ at }, i) => (outcomes[at] = ran[i]));
			const undone = sent.filter((_, i) => didSome && ran[i].every(isBlocked));
			waiting = [...undone, ...waiting.slice(batch.length)];
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
	private async check(one: Waiting, patience: Patience): Promise<Checked> {
		const waited = await attemptAsync(this.waitOutAll(one.group, patience));
		return 'error' in waited ? { ...one, why: waited.error } : one;
	}

	private async waitOutAll(group: CommandGroup, patience: Patience): Promise<void> {
		for (const { method } of group) await this.waitOut(method, patience);
	}

	/** What goes wrong with a whole batch, be it in writing or in reading it, is the outcome of its commands alone. */
	private async runBatch(
		batch: readonly Waiting[],
		patience: Patience,
	): Promise<CommandOutcome[][]> {
		const commands = batch.flatMap(({ group }) => group);
		const changes = commands.filter(writes).length;
		const kind = changes > 0 ? 'write' : 'read';
		const read = await attemptAsync(this.askBatch(commands, { kind, changes, patience }));
		const outcomes =
			'value' in read
				? read.value
				: commands.map(({ card }) => ({ error: withCard(read.error, card) }));
		const told = outcomes.map((outcome, i) =>
			'error' in outcome && kind === 'write'
				? { error: ofWrite(outcome.error, commands[i]) }
				: outcome,
		);
		const places = batch.flatMap(({ group }, place) => group.map(() => place));
		return batch.map((_, place) => told.filter((_, i) => places[i] === place));
	}

	private async askBatch(
		commands: readonly Command[],
		sending: Sending,
	): Promise<CommandOutcome[]> {
		const { result: answer } = await this.call('batch', batchParams(commands), sending);
		const methods = commands.map(({ method }) => method);
		const { operating } = await this.portal();
		const times = readBatchTimes(answer, methods);
		return readBatch(answer, commands).map((outcome, i) => {
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
		const sending: Sending = {
			kind: writes(command) ? 'write' : 'read',
			patience: this.patience,
		};
		const sent = await attemptAsync(this.call(method, params, sending));
		const read = map(sent, ({ result, total, next }) => ({
			value: result,
			...readPaging(total, next),
		}));
		if ('error' in read) return writes(command) ? { error: ofWrite(read.error, command) } : read;
		return read.value;
	}

	/**
	 * Sends a file by a method of its own, since a batch takes none (bitrix24.md#batch). Gives the
	 * method's result.
	 */
	async upload({ method, content, ...effect }: Upload): Promise<unknown> {
		const sending: Sending = { kind: 'write', patience: this.patience };
		const answer = await attemptAsync(this.call(method, content, sending));
		if ('value' in answer) return answer.value.result;
		throw ofWrite(answer.error, { method, ...effect });
	}

	private get patience(): Patience {
		return this.isHalfDone ? untilFree() : briefly();
	}

	private get ratePatienceMs(): number {
		return 'getInputData' in this.context ? RATE_PATIENCE_MS : RATE_PATIENCE_OF_LISTS_MS;
	}

	/** The address of the portal's pages, without the webhook's secret. */
	async portalUrl(): Promise<string> {
		return (await this.portal()).origin;
	}

	/** Found once an execution: n8n would read and decrypt the credential for every request. */
	private async portal(): Promise<Portal> {
		return await (this.found ??= this.findPortal());
	}

	private async findPortal(): Promise<Portal> {
		const data = await this.context.getCredentials(CREDENTIAL);
		const webhookUrl = parseWebhookUrl(String(data.webhookUrl));
		const { origin, host } = new URL(webhookUrl);
		const credentials = { id: '', name: '', type: CREDENTIAL, data };
		const operating = runTimes.of(webhookUrl);
		return { webhookUrl, origin, host, credentials, operating, ...portals.of(origin) };
	}

	/** The answer: its `result`, and what stands beside it. */
	private async call(
		method: string,
		content: Content,
		sending: Sending,
	): Promise<Record<string, unknown>> {
		const { bucket } = await this.portal();
		let faults = 0;
		return await retry(async () => await this.sendInTurn(method, content, sending), {
			context: this.context,
			pauseAfter: (error) => {
				if (!mayRepeat(error, sending.kind)) throw error;
				// What is left of a block is waited out before the next attempt.
				if (error instanceof MethodBlockedError && reaches(sending.patience, error)) return 0;
				if (error instanceof MethodBlockedError) throw error;
				if (!isForRate(error)) return nextPause((faults += 1), error);
				if (bucket.isHopeless(Date.now(), this.ratePatienceMs)) throw error;
				return RATE_PAUSE_MS;
			},
		});
	}

	/** Waits until the portal may take it, sends it once, and takes note of what came of it. */
	private async sendInTurn(
		method: string,
		content: Content,
		{ changes = 0, patience }: Sending,
	): Promise<Record<string, unknown>> {
		const { bucket, operating, batchSize } = await this.portal();
		await this.waitOut(method, patience);
		await whenFree(bucket.reserve(Date.now()), async (ms) => await wait(this.context, ms));
		const sentAt = Date.now();
		const answer = await attemptAsync(this.send(method, content));
		const now = Date.now();
		batchSize.took(changes, now - sentAt, 'value' in answer);
		if ('value' in answer) {
			operating.answered(method, answer.value);
			bucket.accepted(operating.isCounted, now);
			return answer.value;
		}
		const error = operating.failed(method, answer.error, now);
		if (isForRate(error)) bucket.refused(sentAt, now);
		throw error;
	}

	/** Waits until a method is free again. Throws MethodBlockedError where that is longer than there is patience for. */
	private async waitOut(method: string, patience: Patience): Promise<void> {
		const { operating } = await this.portal();
		const block = operating.blockOf(method, Date.now(), patience.mostSeconds);
		if (block === undefined) return;
		if (!reaches(patience, block)) throw block;
		await wait(this.context, block.until - Date.now());
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
		const { webhookUrl, host } = await this.portal();
		const response = await attemptAsync(this.request(options));
		if ('error' in response) {
			if (response.error instanceof Error)
				response.error.message = maskSecret(response.error.message, webhookUrl);
			throw response.error;
		}
		const answer = toHttpAnswer(response.value);
		const masked = { ...answer, body: maskSecret(answer.body, webhookUrl) };
		return readAnswer(masked, method, host);
	}

	private async request(options: IHttpRequestOptions): Promise<unknown> {
		const { httpRequestWithAuthentication } = this.context.helpers;
		return await httpRequestWithAuthentication.call(this.context, CREDENTIAL, options, {
			credentialsDecrypted: (await this.portal()).credentials,
		});
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

/** Before a further attempt after so many faults. Throws the error after the last of them. */
function nextPause(faults: number, error: unknown): number {
	if (faults > PAUSES_MS.length) throw error;
	return PAUSES_MS[faults - 1];
}

/** Whether there is patience enough to wait until a method is free again. */
function reaches({ budget }: Patience, { until }: MethodBlockedError): boolean {
	return until - Date.now() <= budget.leftMs(Date.now());
}

function isBlocked(outcome: CommandOutcome): boolean {
	return 'error' in outcome && outcome.error instanceof MethodBlockedError;
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
