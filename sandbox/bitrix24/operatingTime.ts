const minuteMs = 60_000;
const windowMs = 10 * minuteMs;

/**
 * The seconds that each method has used within ten minutes, given back minute by minute. Above 480 it is blocked
 * (bitrix24.md#operating-time [H]). A batch is charged to the method `batch` [M].
 */
export class OperatingTime {
	/** When each began, in ms. */
	private readonly minutes = new Map<string, Array<{ at: number; seconds: number }>>();

	constructor(
		/** What each command is charged for, in seconds. */
		private readonly perCommand: number,
		private readonly most = 480,
	) {}

	isBlocked(method: string, now: number): boolean {
		return this.used(method, now).operating > this.most;
	}

	charge(method: string, commands: number, now: number): void {
		const minutes = this.recent(method, now);
		const last = minutes.at(-1);
		const seconds = commands * this.perCommand;
		if (last && now - last.at < minuteMs) last.seconds += seconds;
		else if (seconds > 0) minutes.push({ at: now - (now % 1000), seconds });
		this.minutes.set(method, minutes);
	}

	/** As the time block of an answer tells it. */
	used(method: string, now: number) {
		const minutes = this.recent(method, now);
		const from = minutes[0]?.at ?? now;
		return {
			operating: minutes.reduce((sum, { seconds }) => sum + seconds, 0),
			operating_reset_at: Math.floor((from + windowMs) / 1000),
		};
	}

	clear(): void {
		this.minutes.clear();
	}

	private recent(method: string, now: number) {
		return (this.minutes.get(method) ?? []).filter(({ at }) => now - at < windowMs);
	}
}
