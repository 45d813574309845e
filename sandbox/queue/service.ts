import type { ChildProcess } from 'node:child_process';

import { endOwned, killAndWait } from '../n8n/ownedProcess';
import { until } from '../n8n/until';

const READY_SECONDS = 60;
const STOP_GRACE_MS = 10_000;

/** A database or a queue that can be killed and started again on the same data. */
export class Service {
	private child: ChildProcess | undefined;
	/** Whether its end would be nobody's wish. */
	private isWanted = false;

	constructor(
		private readonly name: string,
		readonly port: number,
		private readonly launch: () => ChildProcess,
		private readonly isUp: () => Promise<boolean>,
		/** Called when it ends without having been stopped or killed. */
		private readonly onUnexpectedExit: (reason: string) => void = () => undefined,
	) {}

	/** Resolves once it answers. One that ends at once is launched again: a killed one holds its memory for a moment. */
	async start(): Promise<void> {
		const isReady = async () => {
			if (this.child === undefined || this.child.exitCode !== null) this.child = this.launch();
			return await this.isUp();
		};
		const late = () => `${this.name} did not answer within ${READY_SECONDS} s`;
		try {
			await until(isReady, { everyMs: 200, seconds: READY_SECONDS, late });
		} catch (error) {
			await this.stop();
			throw error;
		}
		this.isWanted = true;
		this.child?.once('exit', (code, signal) => {
			if (this.isWanted) this.onUnexpectedExit(`${this.name}: ${signal ?? `exit code ${code}`}`);
		});
	}

	/** Ends it in good order. */
	async stop(): Promise<void> {
		this.isWanted = false;
		if (this.child) await endOwned(this.child, STOP_GRACE_MS);
		this.child = undefined;
	}

	/** Ends it with SIGKILL. */
	async kill(): Promise<void> {
		this.isWanted = false;
		if (this.child) await killAndWait(this.child);
		this.child = undefined;
	}
}
