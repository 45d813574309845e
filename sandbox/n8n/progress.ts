/** What a long step is doing right now. */
export interface Progress {
	phase: string;
	detail: string;
}

export type OnProgress = (progress: Progress) => void;

const QUIET_INTERVAL_MS = 15_000;

/** Shows progress on one updating line of a terminal; elsewhere as a line per phase and one every 15 seconds. */
export function progressPrinter(out: NodeJS.WriteStream = process.stdout): {
	show: OnProgress;
	end(): void;
} {
	let lineIsOpen = false;
	let lastPhase = '';
	let lastPrint = 0;

	const showOnTerminal = (line: string): void => {
		out.write(`\r\x1b[2K${line.slice(0, Math.max(20, (out.columns || 80) - 1))}`);
		lineIsOpen = true;
	};
	const showInLog = (phase: string, line: string): void => {
		if (phase === lastPhase && Date.now() - lastPrint < QUIET_INTERVAL_MS) return;
		out.write(`${line}\n`);
		lastPhase = phase;
		lastPrint = Date.now();
	};
	return {
		show: ({ phase, detail }) => {
			const line = `  ${phase}: ${detail}`;
			if (out.isTTY) showOnTerminal(line);
			else showInLog(phase, line);
		},
		end: () => {
			if (lineIsOpen) out.write('\n');
			lineIsOpen = false;
		},
	};
}

/** Reports `phase` once a second, with the seconds it has taken so far, until the work is done. */
export async function withTicker<T>(
	onProgress: OnProgress,
	phase: string,
	detail: () => string,
	work: () => Promise<T>,
): Promise<T> {
	const start = Date.now();
	const tick = (): void => {
		const seconds = Math.round((Date.now() - start) / 1000);
		onProgress({ phase, detail: `${detail()} (${seconds} s)` });
	};
	tick();
	const timer = setInterval(tick, 1000);
	try {
		return await work();
	} finally {
		clearInterval(timer);
	}
}
