/** What both services keep of a request; the rest is each one's own. */
export interface Logged {
	/** 0 until it was answered, and for good when the connection was dropped. */
	status: number;
}

/** Every request of the API that came, for counting. */
export class RequestLog<T extends Logged> {
	readonly all: T[] = [];

	add(request: T): T {
		this.all.push(request);
		return request;
	}

	clear(): void {
		this.all.length = 0;
	}
}
