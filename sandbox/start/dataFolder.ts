import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { takeLock } from '../n8n/lock';
import { UserError } from '../n8n/userError';

/** What was stored in n8n, and a fingerprint of what it was made from. */
export interface Stored {
	id: string;
	madeFrom: string;
}

/** What the sandbox remembers from one start to the next. */
export interface State {
	/** The process that uses the folder, or did last. */
	process: number;
	/** The secret that the webhooks must carry. */
	authData: string;
	/** By credential type. */
	credentials: Record<string, Stored>;
	/** By the template's file name. */
	workflows: Record<string, Stored>;
}

/** The folder with everything that the sandbox keeps; one sandbox at a time uses it. */
export class DataFolder {
	readonly n8nFolder: string;
	readonly state: State;

	private constructor(readonly path: string) {
		this.n8nFolder = join(path, 'n8n');
		const kept = existsSync(stateFile(path)) ? readState(stateFile(path)) : newState();
		this.state = { ...kept, process: process.pid };
	}

	/** Opens the folder for this process; with `reset` what an earlier sandbox kept there is deleted first. */
	static async open(path: string, reset: boolean): Promise<DataFolder> {
		if (!isOurs(path))
			throw new UserError(
				`${path} is not empty and was not made by this sandbox: choose another folder with --data-dir.`,
			);
		if ((await takeLock(path)) === undefined)
			throw new UserError(
				`Another sandbox (process ${readState(stateFile(path)).process}) uses ${path}: ` +
					`end it, or choose another folder with --data-dir.`,
			);
		if (reset) rmSync(path, { recursive: true, force: true });
		mkdirSync(path, { recursive: true });
		const folder = new DataFolder(path);
		folder.save();
		return folder;
	}

	/** Called after every change, so that a start that was cut short leaves nothing to be made twice. */
	save(): void {
		// The secret is in it.
		writeFileSync(stateFile(this.path), `${JSON.stringify(this.state, null, '\t')}\n`, {
			mode: 0o600,
		});
	}
}

function stateFile(path: string): string {
	return join(path, 'sandbox.json');
}

function newState(): Omit<State, 'process'> {
	return { authData: randomBytes(16).toString('hex'), credentials: {}, workflows: {} };
}

function readState(file: string): State {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as State;
	} catch (error) {
		throw new UserError(
			`${file} cannot be read (${(error as Error).message}): start afresh with "npm start -- --reset".`,
		);
	}
}

function isOurs(path: string): boolean {
	return !existsSync(path) || readdirSync(path).length === 0 || existsSync(stateFile(path));
}
