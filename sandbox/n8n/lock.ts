import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const heldHere = new Set<string>();

/** Whether a process with this id is running. */
export function isProcessAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/**
 * Takes the lock file for this process; the lock of a process that no longer runs is taken over.
 * Returns the id of the process that holds it, or undefined when it is ours now.
 */
export function takeLock(file: string): number | undefined {
	mkdirSync(dirname(file), { recursive: true });
	while (!createLock(file)) {
		const holder = Number(readIfThere(file));
		if (isHeld(file, holder)) return holder;
		rmSync(file, { force: true });
	}
	heldHere.add(file);
	return undefined;
}

/** Gives the lock back. */
export function releaseLock(file: string): void {
	heldHere.delete(file);
	rmSync(file, { force: true });
}

/** A hard link appears at once and with its content, so nobody ever reads a lock that names no process yet. */
function createLock(file: string): boolean {
	const draft = `${file}.${process.pid}`;
	writeFileSync(draft, String(process.pid));
	try {
		linkSync(draft, file);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		return false;
	} finally {
		rmSync(draft, { force: true });
	}
}

/** In a container a dead process may well have had the id that is ours now. */
function isHeld(file: string, holder: number): boolean {
	return holder === process.pid ? heldHere.has(file) : holder > 0 && isProcessAlive(holder);
}

function readIfThere(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}
