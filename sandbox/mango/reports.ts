import { randomUUID } from 'node:crypto';

/** "Data kept ≥ 1 minute" (mango-office.md#basic-statistics). */
const keptMs = 60_000;

/** Reports that are asked for and fetched later by a key. Not ready at the first poll, so that clients must poll. */
export class Reports {
	private readonly reports = new Map<string, { value: unknown; polls: number; madeAt: number }>();

	constructor(private readonly now: () => number) {}

	add(value: unknown): string {
		const key = Buffer.from(randomUUID()).toString('base64');
		this.reports.set(key, { value, polls: 0, madeAt: this.now() });
		return key;
	}

	/** Undefined for a key that is unknown or has expired. */
	poll(key: string): { value: unknown; ready: boolean } | undefined {
		const report = this.reports.get(key);
		if (!report || this.now() - report.madeAt > keptMs) return undefined;
		report.polls += 1;
		return { value: report.value, ready: report.polls > 1 };
	}

	clear(): void {
		this.reports.clear();
	}
}
