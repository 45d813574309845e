import type { Logged } from '../core/service';
import { isRecord, type Params } from './params';

export interface LoggedRequest extends Logged {
	method: string;
	params: unknown;
	/** The commands of a batch. */
	commands?: string[];
}

export function loggedRequest(method: string, params: Params): LoggedRequest {
	const commands =
		method === 'batch' ? { commands: Object.values(params.cmd ?? {}).map(String) } : {};
	return { method, params: withoutFileData(params), status: 0, ...commands };
}

/**
 * Of what may be 100 MB only the length is kept: `fileData: [name, base64]` of an activity, `FILES:
 * [[name, base64]]` of a comment.
 */
function withoutFileData(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutFileData);
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, logged(key, inner)]));
}

function logged(key: string, value: unknown): unknown {
	if (key === 'fileData') return contentLengths(value);
	if (key === 'FILES' && Array.isArray(value))
		return value.map((entry) =>
			Array.isArray(entry) ? contentLengths(entry) : withoutFileData(entry),
		);
	return withoutFileData(value);
}

function contentLengths(file: unknown): unknown {
	if (!Array.isArray(file)) return '(left out)';
	return file.map((part, index) =>
		index === 0 && file.length > 1 ? part : `(${String(part).length} characters of base64)`,
	);
}
