import type { Logged } from '../core/service';
import type { Params } from './params';

export interface LoggedRequest extends Logged {
	method: string;
	params: unknown;
	/** The commands of a batch. */
	commands?: string[];
}

export function loggedRequest(method: string, params: Params): LoggedRequest {
	const commands =
		method === 'batch' ? { commands: Object.values(params.cmd ?? {}).map(String) } : {};
	const shown: unknown = JSON.parse(JSON.stringify(params, withoutFileData));
	return { method, params: shown, status: 0, ...commands };
}

/**
 * Of what may be 100 MB only the length is kept: `fileData: [name, base64]` of an activity, `FILES:
 * [[name, base64]]` of a comment.
 */
function withoutFileData(key: string, value: unknown): unknown {
	if (key === 'fileData') return Array.isArray(value) ? contentLengths(value) : '(left out)';
	if (key !== 'FILES' || !Array.isArray(value)) return value;
	return value.map((entry) => (Array.isArray(entry) ? contentLengths(entry) : entry));
}

function contentLengths(file: unknown[]): unknown[] {
	return file.map((part, index) =>
		index === 0 && file.length > 1 ? part : `(${String(part).length} characters of base64)`,
	);
}
