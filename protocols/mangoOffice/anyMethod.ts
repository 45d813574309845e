import { entryOf } from '../entryOf';
import type { HttpAnswer } from '../httpAnswer';
import { readAnswer } from './answer';

const WORD = '[\\w-]+(?:\\.[\\w-]+)*';
const PATH = new RegExp(`^/?(vpbx/)?(${WORD}(?:/${WORD})*)/?$`, 'i');

/**
 * The path of a method as requests are sent to it: below the address of the API, or from the root of
 * the host, as MANGO's documents have it (docs/protocols/mango-office.md#any-method). Undefined for
 * what cannot be one.
 */
export function parseMethodPath(text: string): string | undefined {
	const [, below, path] = PATH.exec(text.trim()) ?? [];
	return path !== undefined && below === undefined && /^(cc|s2t)\//.test(path) ? `/${path}` : path;
}

/** Methods that only read, of those in docs/protocols/mango-office.md. All others count as doing something. */
const READING = new Set([
	'ab/contact',
	'ab/contact/cursor',
	'ab/contact/init',
	'ab/custom_fields',
	'account/balance',
	'campaign',
	'campaign/list',
	'config/users/request',
	'custom-type/list',
	'groups',
	'incominglines',
	'queries/recording/post',
	'stats/calls/request',
	'stats/calls/result',
	'stats/request',
	'stats/result',
	'task',
	'v2/campaign/tasks',
]);

export function isReading(path: string): boolean {
	return READING.has(path);
}

/** What MANGO refuses a request for as a wrong one: the fields that its documents call required. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
	'/cc/task/add': ['event_type', 'start_time', 'to_user_id'],
	'ab/contact': ['contact_id'],
	'ab/contact/cursor': ['cursor', 'mode'],
	'ab/contacts/create': ['data'],
	'ab/contacts/delete': ['data'],
	'ab/contacts/update': ['data'],
	'commands/callback': ['from.extension', 'to_number'],
	'commands/callback_group': ['from', 'to', 'line_number'],
	'commands/call/hangup': ['call_id'],
	'commands/calls_connect': ['holded_call_id', 'transfer_initiator_number', 'transferred_call_id'],
	'commands/recording/start': ['call_id', 'call_party_number'],
	'commands/route': ['call_id', 'to_number'],
	'commands/sms': ['text', 'from_extension', 'to_number'],
	'commands/transfer': ['call_id', 'method', 'to_number', 'initiator'],
	'commands/transfer_cancel': ['call_id'],
	campaign: ['campaign_id'],
	'campaign/add': ['line_id', 'name', 'schedule'],
	'campaign/delete': ['campaign_id'],
	'campaign/start': ['campaign_id'],
	'campaign/stop': ['campaign_id'],
	'queries/recording/post': ['recording_id', 'action'],
	'stats/calls/request': ['start_date', 'end_date', 'limit', 'offset'],
	'stats/calls/result': ['key'],
	'stats/request': ['date_from', 'date_to'],
	'stats/result': ['key'],
	task: ['task_id'],
	'task/add': ['campaign_id', 'number'],
	'task/delete': ['campaign_id', 'task_id'],
	'task/start': ['campaign_id', 'task_id'],
	'task/stop': ['campaign_id', 'task_id'],
	'task/update': ['campaign_id', 'task_id', 'name'],
	'tasks/finished': ['campaign_id', 'start_date', 'end_date'],
	'tasks/push': ['campaign_id', 'tasks'],
	'v2/campaign/tasks': ['campaign_ids'],
};

/** The fields that a method requires and that are not there, or empty. */
export function missingFields(path: string, params: Readonly<Record<string, unknown>>): string[] {
	const required = entryOf(REQUIRED, path) ?? [];
	return required.filter((field) => {
		const value = field
			.split('.')
			.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null)?.[key], params);
		return value === undefined || value === null || value === '';
	});
}

/**
 * The answer of any method: its JSON, `{ location }` of a recording, `{ data }` of the basic
 * statistics, which come as text (docs/protocols/mango-office.md#basic-statistics). Throws what
 * readAnswer throws.
 */
export function readAnyAnswer(path: string, answer: HttpAnswer): Record<string, unknown> {
	const { status, headers, body } = answer;
	if (status >= 300 && status < 400 && typeof headers.location === 'string')
		return { location: headers.location };
	if (path === 'stats/result' && status === 200 && !/^\s*[<{]/.test(body)) return { data: body };
	return readAnswer(answer);
}
