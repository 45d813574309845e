import { isRecord, type Params } from './params';

export interface LoggedRequest {
	method: string;
	params: unknown;
	/** 0 until it was answered, and for good when the connection was dropped. */
	status: number;
	/** The commands of a batch. */
	commands?: string[];
}

/** Every REST request that came, for counting. */
export class RequestLog {
	private readonly requests: LoggedRequest[] = [];

	get all(): readonly LoggedRequest[] {
		return this.requests;
	}

	add(method: string, params: Params): LoggedRequest {
		const commands = method === 'batch' ? { commands: Object.values(params.cmd ?? {}).map(String) } : {};
		const request: LoggedRequest = { method, params: withoutFileData(params), status: 0, ...commands };
		this.requests.push(request);
		return request;
	}

	clear(): void {
		this.requests.length = 0;
	}
}

/** `fileData: [name, base64]` keeps only the length of what may be 100 MB. */
function withoutFileData(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutFileData);
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === 'fileData' ? contentLengths(inner) : withoutFileData(inner)]));
}

function contentLengths(fileData: unknown): unknown {
	if (!Array.isArray(fileData)) return '(left out)';
	return fileData.map((part, index) => (index === 0 && fileData.length > 1 ? part : `(${String(part).length} characters of base64)`));
}
