import type { Params } from './params';

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
		const request: LoggedRequest = { method, params, status: 0, ...commands };
		this.requests.push(request);
		return request;
	}

	clear(): void {
		this.requests.length = 0;
	}
}
