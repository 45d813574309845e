import {
	sleep,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
} from 'n8n-workflow';

import { version } from '../../package.json';
import { MangoError, NotMangoError, readAnswer, type HttpAnswer } from '../../protocols/mangoOffice/answer';
import { parseBaseUrl } from '../../protocols/mangoOffice/baseUrl';
import { Pace } from '../../protocols/mangoOffice/limits';
import { attemptAsync } from '../shared/attempt';
import { mayHaveArrived } from '../shared/connection';

type Context = IExecuteFunctions | ILoadOptionsFunctions;

/** Whether a request only reads, or does something that must not be done twice: a call, a task, an SMS. */
export type RequestKind = 'read' | 'write';

/** A write of which nobody knows whether MANGO has carried it out: no answer came, or one of an internal fault. */
export class UnknownOutcomeError extends Error {
	constructor(override readonly cause: Error) {
		super(`It is not known whether MANGO OFFICE has done this: ${cause.message}`);
		this.name = 'UnknownOutcomeError';
	}
}

/** The time that its caller had for a request was over before it could be sent. */
export class NoTimeError extends Error {
	override name = 'NoTimeError';

	constructor() {
		super('There was no time left to ask MANGO OFFICE');
	}
}

const CREDENTIAL = 'mangoOfficeApi';
const TIMEOUT_MS = 60_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 16_000;

/** Sends requests to the account of the node's credential, no faster than MANGO's documents allow. */
export class MangoApi {
	private readonly pace = new Pace();
	private decrypted?: Promise<ICredentialDataDecryptedObject>;

	constructor(
		private readonly context: Context,
		/** For how long a request that was refused for the rate or the load is tried again, in ms. */
		private readonly retryForMs = 30_000,
	) {}

	/**
	 * Calls a method. `end`, in ms: when nothing more is to be sent, and no answer waited for. Throws what `readAnswer`
	 * throws, UnknownOutcomeError, or NoTimeError.
	 */
	async call(path: string, params: IDataObject, kind: RequestKind, end = Infinity): Promise<Record<string, unknown>> {
		return await this.read(path, params, kind, readAnswer, end);
	}

	/** Calls a method whose good answer is not JSON: `read` takes it apart, or throws what `readAnswer` throws. */
	async read<T>(path: string, params: IDataObject, kind: RequestKind, read: (answer: HttpAnswer) => T, end = Infinity): Promise<T> {
		const answer = await attemptAsync(this.repeating(kind, async () => read(await this.send(path, params, end)), end));
		if ('value' in answer) return answer.value;
		throw kind === 'write' && mayHaveRun(answer.error) ? new UnknownOutcomeError(answer.error as Error) : answer.error;
	}

	/** The time of `retryForMs` begins with the first refusal: waiting for the pace does not count. */
	private async repeating<T>(kind: RequestKind, request: () => Promise<T>, last: number): Promise<T> {
		let end: number | undefined;
		for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
			const answer = await attemptAsync(request());
			if ('value' in answer) return answer.value;
			end ??= Math.min(Date.now() + this.retryForMs, last);
			if (!mayRepeat(answer.error, kind) || Date.now() + pause > end) throw answer.error;
			await sleep(pause);
		}
	}

	private async send(path: string, params: IDataObject, end: number): Promise<HttpAnswer> {
		const credentials = { credentialsDecrypted: await this.credentials() };
		const { httpRequestWithAuthentication } = this.context.helpers;
		const request: IHttpRequestOptions = {
			method: 'POST',
			url: path,
			body: { json: JSON.stringify(params) },
			headers: { 'User-Agent': `n8n-nodes-mango-bitrix24/${version}` },
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		};
		const { waitMs, answered } = this.pace.reserve(path, Date.now());
		if (Date.now() + waitMs >= end) throw new NoTimeError();
		if (waitMs > 0) await sleep(waitMs);
		request.timeout = Math.min(TIMEOUT_MS, end - Date.now());
		const sending = httpRequestWithAuthentication.call(this.context, CREDENTIAL, request, credentials);
		const response = (await sending.finally(() => answered(Date.now()))) as Response;
		return { status: response.statusCode, headers: response.headers, body: response.body };
	}

	/** Read and decrypted once an execution, where n8n would do it for every request. */
	private async credentials(): Promise<ICredentialsDecrypted> {
		this.decrypted ??= this.context.getCredentials(CREDENTIAL);
		const data = await this.decrypted;
		// Checked here too: what `authenticate` throws comes back as a failure of the connection.
		parseBaseUrl(String(data.baseUrl));
		return { id: '', name: '', type: CREDENTIAL, data };
	}
}

interface Response {
	statusCode: number;
	headers: Record<string, unknown>;
	body: string;
}

function mayRepeat(error: unknown, kind: RequestKind): boolean {
	if (error instanceof NotMangoError) return kind === 'read' && error.status >= 500;
	if (!(error instanceof MangoError)) return false;
	return error.repeat === 'always' || (error.repeat === 'reads' && kind === 'read');
}

/** Of a write: whether it may have taken effect in spite of this error. */
function mayHaveRun(error: unknown): boolean {
	if (error instanceof MangoError) return error.repeat === 'reads';
	if (error instanceof NotMangoError) return error.status >= 500;
	return mayHaveArrived(error);
}
