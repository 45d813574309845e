import { isFree } from '../n8n/ports';
import { UserError } from '../n8n/userError';
import type { StartOptions } from './options';

/** Refuses a port that cannot be used, before anything long begins. */
export async function checkPorts({ n8nPort, boardPort }: StartOptions): Promise<void> {
	await checkPort(boardPort, 'the board', '--board-port');
	await checkPort(n8nPort, 'n8n', '--n8n-port');
}

async function checkPort(port: number, purpose: string, option: string): Promise<void> {
	if (await isFree(port)) return;
	const reason = port < 1024 ? 'is taken, or needs more rights than you have' : 'is taken';
	throw new UserError(
		`Port ${port} for ${purpose} ${reason}: choose another with "npm start -- ${option} <port>".`,
	);
}
