import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { version } from '../../package.json';
import { attempt, attemptAsync } from '../../protocols/attempt';
import type { HttpAnswer } from '../../protocols/httpAnswer';
import {
	LockedOutError,
	MangoError,
	NotMangoError,
	readAnswer,
} from '../../protocols/mangoOffice/answer';
import { parseBaseUrl } from '../../protocols/mangoOffice/baseUrl';
import { Pace } from '../../protocols/mangoOffice/limits';
import { Refusals, type Asked, type Obstacle } from '../../protocols/mangoOffice/refusals';
import { trimPasted } from '../../protocols/pastedText';
import { wellFormed } from '../../protocols/wellFormed';
import { mayHaveArrived } from '../shared/connection';
import { Accounts, digest } from '../shared/guard/accounts';
import { Budget } from '../shared/guard/budget';
import { retry } from '../shared/guard/repeat';
import { jittered, wait, whenFree } from '../shared/guard/wait';
import { inTurn } from '../shared/inTurn';
import { wordsOf } from './errorWords';

type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** Whether a request only reads, or does something that must not be done twice: a call, a task, an SMS. */
export type RequestKind = 'read' | 'write';

/** A write of which nobody knows whether MANGO has carried it out: no answer came, or one of an internal fault. */
class UnknownOutcomeError extends Error {
	readonly advice: string;

	constructor(override readonly cause: Error) {
		super(`It is not known whether MANGO OFFICE has done this: ${wordsOf(cause).message}`);
		this.name = 'UnknownOutcomeError';
		const isElsewhere = cause instanceof NotMangoError && !cause.isPassing;
		this.advice = isElsewhere ? `${LOOK_FIRST} ${wordsOf(cause).advice}` : LOOK_FIRST;
	}
}

const LOOK_FIRST =
	'It may have gone through all the same, so it was not sent a second time. Look in MANGO OFFICE before you run this again.';

/** The time that its caller had for a request was over before it could be sent. */
export class NoTimeError extends Error {
	override name = 'NoTimeError';

	constructor() {
		super('There was no time left to ask MANGO OFFICE');
	}
}

const CREDENTIAL = 'mangoOfficeApi';
const TIMEOUT_MS = 60_000;
/** The last one stays. */
const PAUSES_MS = [1000, 2000, 4000, 8000, 16_000];

interface Account {
	pace: Pace;
	refusals: Refusals;
	/** Tells the account from others in this process. */
	name: string;
}

/** Key and address name an account; all executions of this process that use it share its limits and its fate. */
const accounts = new Accounts<Omit<Account, 'name'>>(() => ({
	pace: new Pace(),
	refusals: new Refusals(),
}));

/** An account, and what opens it. */
interface Keyed {
	account: Account;
	/** A digest of the credential. */
	keys: string;
	credentials: ICredentialsDecrypted;
}

/** What an execution learns on its way, for the items that follow. */
interface Learned {
	/** By the employees' IDs. */
	extensions?: Promise<ReadonlyMap<number, string>>;
	/** When MANGO last had a recording not ready, in ms: it counts that as a wrong request. */
	recordingRefusedAt?: number;
}

/**
 * Sends requests to the account of the node's credential: no faster than MANGO's documents allow,
 * and nothing that could be the second wrong request (protocols/mangoOffice/refusals.ts).
 */
export class MangoApi {
	readonly learned: Learned = {};
	private found?: Promise<Keyed>;

	constructor(
		/** What waits for MANGO waits by it: until the user stops the execution. */
		readonly context: Context,
		/** For how long a request that was refused for the rate, the load or a lock-out is tried again, in ms. */
		private readonly retryForMs = 30_000,
	) {}

	/**
	 * Calls a method. `end`, in ms: when nothing more is to be sent, and no answer waited for. Throws what `readAnswer`
	 * throws, HeldBackError, UnknownOutcomeError, or NoTimeError.
	 */
	async call(
		path: string,
		params: IDataObject,
		kind: RequestKind,
		end = Infinity,
	): Promise<Record<string, unknown>> {
		return await this.read(path, params, kind, readAnswer, end);
	}

	/**
	 * Calls a method that does something and tells what it has made. An answer that does not tell it, or that `made`
	 * cannot read, is none: throws UnknownOutcomeError, too.
	 */
	async make<T>(
		path: string,
		params: IDataObject,
		made: (answer: Record<string, unknown>) => T,
	): Promise<T> {
		const answer = await this.call(path, params, 'write');
		const isEmpty = Object.keys(answer).length === 0;
		const read = attempt(() => made(answer));
		if ('value' in read && !isEmpty) return read.value;
		throw new UnknownOutcomeError(new Error("MANGO OFFICE's answer does not tell it"));
	}

	/** Has keys asked again that MANGO has found wrong, as soon as that is no second wrong request. */
	async letAskAgain(): Promise<void> {
		const { account, keys } = await this.account();
		account.refusals.letAskAgain(keys, Date.now());
	}

	/** Calls a method whose good answer is not JSON: `read` takes it apart, or throws what `readAnswer` throws. */
	async read<T>(
		path: string,
		params: IDataObject,
		kind: RequestKind,
		read: (answer: HttpAnswer) => T,
		end = Infinity,
	): Promise<T> {
		const { account, keys, credentials } = await this.account();
		const asked: Asked = { keys, method: path, params };
		const request = async () => read(await this.send(path, params, credentials, end));
		const budget = new Budget(this.retryForMs, end);
		const answer = await attemptAsync(this.repeating(account, asked, kind, budget, request));
		if ('value' in answer) return answer.value;
		throw kind === 'write' && mayHaveRun(answer.error)
			? new UnknownOutcomeError(answer.error as Error)
			: answer.error;
	}

	private async repeating<T>(
		account: Account,
		asked: Asked,
		kind: RequestKind,
		budget: Budget,
		request: () => Promise<T>,
	): Promise<T> {
		return await retry(async () => await this.inItsTurn(account, asked, budget, request), {
			context: this.context,
			leftMs: () => budget.leftMs(Date.now()),
			pauseAfter: (error, failures, before) => {
				if (error instanceof NoTimeError) throw before ?? error;
				if (error instanceof ObstacleError) throw error.cause;
				if (!mayRepeat(error, kind)) throw error;
				// How long a lock-out has to be waited out is known to the account.
				if (error instanceof LockedOutError) return 0;
				return PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)];
			},
			onPause: (error, until) => {
				if (isForRate(error)) account.pace.holdUntil(until);
			},
		});
	}

	/** What was never accepted before goes out one by one: two wrong requests at once would lock the account out. */
	private async inItsTurn<T>(
		account: Account,
		asked: Asked,
		budget: Budget,
		request: () => Promise<T>,
	): Promise<T> {
		const { refusals, name } = account;
		await this.clear(account, asked, budget);
		if (refusals.isProven(asked)) return await this.paced(account, asked, budget, request);
		const sent = await inTurn(name, async () => {
			if (refusals.isProven(asked)) return undefined;
			return { value: await this.paced(account, asked, budget, request) };
		});
		return sent ? sent.value : await this.paced(account, asked, budget, request);
	}

	/** Waits for a free place, sends, and takes note of what came of it. */
	private async paced<T>(
		{ pace, refusals }: Account,
		asked: Asked,
		budget: Budget,
		request: () => Promise<T>,
	): Promise<T> {
		let slot = pace.reserve(asked.method, Date.now());
		for (;;) {
			await whenFree(slot, async (ms) => {
				if (!budget.reaches(Date.now() + ms)) throw new NoTimeError();
				await wait(this.context, ms);
				budget.extend(ms);
			});
			if (!budget.reaches(Date.now())) throw new NoTimeError();
			const obstacle = refusals.enter(asked, Date.now());
			if (obstacle === undefined) break;
			await this.waitOut(obstacle, budget);
			slot = pace.reserve(asked.method, Date.now());
		}
		const answer = await attemptAsync(request());
		slot.answered(Date.now());
		if ('value' in answer) refusals.accepted(asked);
		else refusals.failed(asked, answer.error, Date.now());
		if ('error' in answer) throw answer.error;
		return answer.value;
	}

	private async clear({ refusals }: Account, asked: Asked, budget: Budget): Promise<void> {
		for (;;) {
			const obstacle = refusals.obstacle(asked, Date.now());
			if (obstacle === undefined) return;
			await this.waitOut(obstacle, budget);
		}
	}

	/** Throws ObstacleError where the time that the user allows does not reach. */
	private async waitOut({ error, until, isCertain }: Obstacle, budget: Budget): Promise<void> {
		const now = Date.now();
		const leftMs = budget.leftMs(now);
		if (leftMs === 0 || (isCertain && until - now > leftMs)) throw new ObstacleError(error);
		await wait(this.context, Math.min(jittered(until - now), leftMs));
	}

	private async send(
		path: string,
		params: IDataObject,
		credentials: ICredentialsDecrypted,
		end: number,
	): Promise<HttpAnswer> {
		const { httpRequestWithAuthentication } = this.context.helpers;
		const request: IHttpRequestOptions = {
			method: 'POST',
			url: path,
			body: { json: JSON.stringify(params, encodable) },
			headers: { 'User-Agent': `n8n-nodes-mango-bitrix24/${version}` },
			timeout: Math.min(TIMEOUT_MS, end - Date.now()),
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		};
		const sending = httpRequestWithAuthentication.call(this.context, CREDENTIAL, request, {
			credentialsDecrypted: credentials,
		});
		const response = (await sending) as Response;
		const { statusCode: status, headers, body } = response;
		return { status, headers, body: withoutKeys(body, credentials.data) };
	}

	/** Found once an execution: n8n would read and decrypt the credential for every request. */
	private async account(): Promise<Keyed> {
		return await (this.found ??= this.findAccount());
	}

	private async findAccount(): Promise<Keyed> {
		const data = await this.context.getCredentials(CREDENTIAL);
		// Checked here too: what `authenticate` throws comes back as a failure of the connection.
		const identity = [parseBaseUrl(String(data.baseUrl)), trimPasted(data.apiKey)];
		const account = { ...accounts.of(...identity), name: `MANGO OFFICE ${digest(...identity)}` };
		const keys = digest(...identity, trimPasted(data.apiSalt));
		return { account, keys, credentials: { id: '', name: '', type: CREDENTIAL, data } };
	}
}

/** `cause` is what keeps a request from being sent, for longer than the user wants to wait. */
class ObstacleError extends Error {
	constructor(override readonly cause: Error) {
		super(cause.message);
	}
}

/** Shorter ones are none of MANGO's, and stand in any text. */
const LEAST_KEY = 8;

/** An answer in which key and salt are masked: a refusal may repeat what was sent, and its words are shown. */
function withoutKeys(body: string, data: ICredentialDataDecryptedObject = {}): string {
	const keys = [data.apiKey, data.apiSalt].map(trimPasted).filter((key) => key.length >= LEAST_KEY);
	return keys
		.flatMap((key) => [key, encodeURIComponent(key)])
		.reduce((masked, key) => masked.replaceAll(key, '•••'), body);
}

function encodable(_key: string, value: unknown): unknown {
	return typeof value === 'string' ? wellFormed(value) : value;
}

interface Response {
	statusCode: number;
	headers: Record<string, unknown>;
	body: string;
}

function mayRepeat(error: unknown, kind: RequestKind): boolean {
	// Everything is refused, so nothing has run.
	if (error instanceof LockedOutError) return true;
	if (error instanceof NotMangoError) return kind === 'read' && error.isPassing;
	if (!(error instanceof MangoError)) return kind === 'read' && mayHaveArrived(error);
	return error.repeat === 'always' || (error.repeat === 'reads' && kind === 'read');
}

/** Whether MANGO refused a request because of those before it. */
function isForRate(error: unknown): boolean {
	return error instanceof MangoError && error.repeat === 'always';
}

/** Of a write: whether it may have taken effect in spite of this error. */
function mayHaveRun(error: unknown): boolean {
	if (error instanceof MangoError) return error.repeat === 'reads';
	if (error instanceof NotMangoError) return error.status >= 500 || error.status < 300;
	return mayHaveArrived(error);
}
