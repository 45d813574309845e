import { homedir } from 'node:os';
import { join } from 'node:path';

const CACHE_FOLDER = 'n8n-nodes-mango-bitrix24';

/** The folder outside the working tree that holds n8n, its Node and the sandbox's data. */
export function cacheRoot(): string {
	const { MANGO_SANDBOX_CACHE, XDG_CACHE_HOME } = process.env;
	if (MANGO_SANDBOX_CACHE) return MANGO_SANDBOX_CACHE;
	return join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), CACHE_FOLDER);
}
