const windowMs = 120_000;

/**
 * One invalid request (3xxx) in two minutes is forgiven. A second one is answered 401, and so is
 * everything else until two minutes have passed since the first (mango-office.md#lock-out [H]; that
 * the second itself gets the 401 is our reading [M]).
 */
export class Lockout {
	private firstAt: number | undefined;
	private locked = false;

	constructor(private readonly now: () => number) {}

	get active(): boolean {
		this.forget();
		return this.locked;
	}

	/** Takes note of an invalid request; true when it is one too many. */
	strike(): boolean {
		this.forget();
		this.locked = this.firstAt !== undefined;
		this.firstAt ??= this.now();
		return this.locked;
	}

	clear(): void {
		this.firstAt = undefined;
		this.locked = false;
	}

	private forget(): void {
		if (this.firstAt !== undefined && this.now() - this.firstAt >= windowMs) this.clear();
	}
}
