import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { cacheRoot } from '../n8n/cache';
import { UserError } from '../n8n/userError';

export interface StartOptions {
	n8nPort: number;
	boardPort: number;
	dataDir: string;
	reset: boolean;
	help: boolean;
}

const DEFAULT_N8N_PORT = 5678;
const DEFAULT_BOARD_PORT = 8424;

const KNOWN = {
	'n8n-port': { type: 'string' },
	'board-port': { type: 'string' },
	'data-dir': { type: 'string' },
	reset: { type: 'boolean' },
	help: { type: 'boolean' },
} as const;

export const HELP = `npm start -- [options]

Starts a Bitrix24 stand-in with a board in the browser, and n8n with this package and its templates.

  --n8n-port <port>    where n8n listens (${DEFAULT_N8N_PORT})
  --board-port <port>  where the Bitrix24 stand-in and its board listen (${DEFAULT_BOARD_PORT})
  --data-dir <folder>  where n8n's data are kept between two starts
  --reset              starts afresh: deletes the sandbox's data first
  --help               shows this text
`;

/** Reads the command line; what cannot be understood is refused with a sentence that names it. */
export function parseOptions(args: string[]): StartOptions {
	const { values, tokens } = parseArgs({ args, options: KNOWN, strict: false, tokens: true });
	for (const token of tokens) {
		if (token.kind === 'positional')
			throw new UserError(`"${token.value}" is not an option; allowed are ${allowed()}.`);
		if (token.kind === 'option') checkOption(token.name, token.rawName, token.value);
	}
	const n8nPort = portOf('n8n-port', values['n8n-port'], DEFAULT_N8N_PORT);
	const boardPort = portOf('board-port', values['board-port'], DEFAULT_BOARD_PORT);
	if (n8nPort === boardPort)
		throw new UserError(`--n8n-port and --board-port are both ${n8nPort}; they have to differ.`);
	return {
		n8nPort,
		boardPort,
		dataDir: resolve(String(values['data-dir'] ?? join(cacheRoot(), 'sandbox'))),
		reset: values.reset === true,
		help: values.help === true,
	};
}

function checkOption(name: string, rawName: string, value: string | undefined): void {
	if (!Object.hasOwn(KNOWN, name))
		throw new UserError(`Unknown option ${rawName}; allowed are ${allowed()}.`);
	const takesValue = KNOWN[name as keyof typeof KNOWN].type === 'string';
	if (takesValue && (value === undefined || value === ''))
		throw new UserError(`${rawName} needs a value, for example ${exampleOf(name)}.`);
	if (!takesValue && value !== undefined)
		throw new UserError(`${rawName} takes no value, but was given "${value}".`);
}

function portOf(name: string, given: string | boolean | undefined, otherwise: number): number {
	if (given === undefined) return otherwise;
	const port = /^\d+$/.test(String(given)) ? Number(given) : NaN;
	if (port >= 1 && port <= 65_535) return port;
	throw new UserError(`--${name} was "${given}"; a port is a whole number from 1 to 65535.`);
}

function allowed(): string {
	return Object.keys(KNOWN)
		.map((name) => `--${name}`)
		.join(', ');
}

function exampleOf(name: string): string {
	return name === 'data-dir' ? '--data-dir ./sandbox-data' : `--${name} ${DEFAULT_N8N_PORT + 1}`;
}
