import { join, resolve } from 'node:path';

import { cacheRoot } from '../n8n/cache';
import { isFree } from '../n8n/ports';
import { UserError } from '../n8n/userError';
import { readArguments, wholeNumber } from './arguments';

export interface StartOptions {
	n8nPort: number;
	boardPort: number;
	dataDir: string;
	reset: boolean;
	/** n8n's queue mode, fresh each time. */
	queue: boolean;
	help: boolean;
}

const KNOWN = {
	'n8n-port': { type: 'string', default: '5678' },
	'board-port': { type: 'string', default: '8424' },
	'data-dir': { type: 'string', default: join(cacheRoot(), 'sandbox') },
	reset: { type: 'boolean', default: false },
	queue: { type: 'boolean', default: false },
	help: { type: 'boolean', default: false },
} as const;

export const HELP = `npm start -- [options]

Starts a Bitrix24 stand-in with a board in the browser, and n8n with this package and its templates.

  --n8n-port <port>    where n8n listens (${KNOWN['n8n-port'].default})
  --board-port <port>  where the Bitrix24 stand-in and its board listen (${KNOWN['board-port'].default})
  --data-dir <folder>  where n8n's data are kept between two starts
  --reset              starts afresh: deletes the sandbox's data first
  --queue              n8n's queue mode: a main, two webhook processors, two workers, with Redis and PostgreSQL of this
                       machine; always afresh (npm run start:queue)
  --help               shows this text
`;

/** Reads the command line; what cannot be understood is refused with a sentence that names it. */
export function parseOptions(args: string[]): StartOptions {
	const values = readArguments(args, KNOWN).values;
	const n8nPort = portOf('n8n-port', values);
	const boardPort = portOf('board-port', values);
	if (n8nPort === boardPort)
		throw new UserError(`--n8n-port and --board-port are both ${n8nPort}; they have to differ.`);
	const { 'data-dir': given, queue, help } = values;
	// Its database goes when it ends, and with it what the data folder would know of it.
	const dataDir = queue ? join(given, 'queue') : given;
	const reset = values.reset || queue;
	if (given === '') throw new UserError('--data-dir was empty; it takes a folder.');
	return { n8nPort, boardPort, dataDir: resolve(dataDir), reset, queue, help };
}

function portOf<Name extends string>(option: Name, values: Record<Name, string>): number {
	return wholeNumber(option, values[option], 'a port', 1, 65_535);
}

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
