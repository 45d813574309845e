import type { ChildProcess } from 'node:child_process';

import { endOwned, killAndWait } from './ownedProcess';
import { until } from './until';

const READY_SECONDS = 180;
const STOP_GRACE_MS = 15_000;

/** A program that answers on a port, and can be killed and started again on the same data. */
export class Service {
	private child: ChildProcess | undefined;
	/** Whether its end would be nobody's wish. */
	private isWanted = false;

	constructor(
		private readonly name: string,
		readonly port: number,
		private readonly launch: () => ChildProcess,
		/** Throws when it will never be. */
		private readonly isUp: () => Promise<boolean>,
		/** Called when it ends without having been stopped or killed. */
		private readonly onUnexpectedExit: (reason: string) => void = () => undefined,
		/** What it said last, for the error when it does not come up. */
		private readonly lastWords: () => string = () => '',
	) {}

	/** Resolves once it answers. One that ends at once is launched again: a killed one holds its memory for a moment. */
	async start(): Promise<void> {
		this.child = this.launch();
		const isReady = async () => {
			if (await this.isUp()) return true;
			if (this.child && endOf(this.child) !== undefined) this.child = this.launch();
			return false;
		};
		const late = () => `${this.name} did not answer within ${READY_SECONDS} s${this.lastWords()}`;
		try {
			await until(isReady, { everyMs: 100, seconds: READY_SECONDS, late });
		} catch (error) {
			await this.stop();
			throw error;
		}
		this.isWanted = true;
		this.child.once('exit', (code, signal) => {
			if (this.isWanted) this.onUnexpectedExit(`${this.name}: ${signal ?? `exit code ${code}`}`);
		});
	}

	/** Ends it in good order. */
	async stop(): Promise<void> {
		this.isWanted = false;
		if (this.child) await endOwned(this.child, STOP_GRACE_MS);
	}

	/** Holds it where it stands, its connections open; only `kill` ends it then. */
	freeze(): void {
		this.child?.kill('SIGSTOP');
	}

	/** Ends it at once, as a lack of memory or of power does. */
	async kill(): Promise<void> {
		this.isWanted = false;
		if (this.child) await killAndWait(this.child);
	}
}

/** How a process has ended; undefined while it runs. */
export function endOf({ exitCode, signalCode }: ChildProcess): string | undefined {
	return signalCode ?? (exitCode === null ? undefined : `exit code ${exitCode}`);
}
