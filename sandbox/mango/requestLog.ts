export interface LoggedRequest {
	/** The path after `/vpbx/`, without a slash at its end: `commands/callback`. */
	path: string;
	/** The decoded `json`; undefined when the request did not get that far. */
	json?: unknown;
	/** 0 until it was answered, and for good when the connection was dropped. */
	status: number;
	/** The result code of the answer, as a number. */
	result?: number;
}

/** Every API request that came, for counting. */
export class RequestLog {
	readonly all: LoggedRequest[] = [];

	add(path: string): LoggedRequest {
		const request: LoggedRequest = { path, status: 0 };
		this.all.push(request);
		return request;
	}

	clear(): void {
		this.all.length = 0;
	}
}
