import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';

import spawn from 'cross-spawn';

/**
 * Child processes that never outlive this one. Each leads a process group of its own, so that a Ctrl-C in the
 * terminal reaches only us (we then end the child in good order), and so that its own children can be ended with it.
 */
const alive = new Set<ChildProcess>();

process.on('exit', () => {
	for (const child of alive) killOwned(child);
});

/** Starts a command in a process group of its own; the group is killed when this process ends. */
export function spawnOwned(command: string, args: string[], options: SpawnOptions): ChildProcess {
	const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
	alive.add(child);
	child.once('exit', () => alive.delete(child));
	child.once('error', () => alive.delete(child));
	return child;
}

/** Ends a child in good order: SIGTERM to it, SIGKILL to its whole group after the grace period. */
export async function endOwned(child: ChildProcess, graceMs: number): Promise<void> {
	if (!alive.has(child)) return;
	const force = setTimeout(() => killOwned(child), graceMs);
	child.kill('SIGTERM');
	await once(child, 'exit');
	clearTimeout(force);
	signalGroup(child, 'SIGKILL');
}

/** Ends a child and everything that it started with SIGKILL, and waits until it is gone. */
export async function killAndWait(child: ChildProcess): Promise<void> {
	if (!alive.has(child)) return;
	killOwned(child);
	await once(child, 'exit');
}

/** Ends a child and everything that it started, at once. */
export function killOwned(child: ChildProcess): void {
	if (alive.has(child)) signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		// Windows has no process groups; there the child alone is ended.
		process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
	} catch {
		// ESRCH: nobody is left in the group, which is what we wanted.
	}
}
