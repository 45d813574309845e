import { entryOf } from '../entryOf';
import type { HttpAnswer } from '../httpAnswer';
import { readAnswer } from './answer';

const PATH = /^[a-z0-9_-]+(\/[a-z0-9_-]+)*$/i;

/**
 * The path of a method as requests are sent to it: below the address of the API, or from the root of
 * the host for those of the Contact Center's tasks. Undefined for what cannot be one.
 */
export function parseMethodPath(text: string): string | undefined {
	const path = text
		.trim()
		.replace(/^\/?(vpbx\/)?/, '')
		.replace(/\/$/, '');
	if (!PATH.test(path)) return undefined;
	return path.startsWith('cc/') ? `/${path}` : path;
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
	'ab/contact': ['contact_id'],
	'ab/contact/cursor': ['cursor', 'mode'],
	'ab/contacts/create': ['data'],
	'ab/contacts/delete': ['data'],
	'ab/contacts/update': ['data'],
	'commands/callback': ['from.extension', 'to_number'],
	'commands/callback_group': ['from', 'to', 'line_number'],
	'commands/call/hangup': ['call_id'],
	'commands/recording/start': ['call_id', 'call_party_number'],
	'commands/route': ['call_id', 'to_number'],
	'commands/sms': ['text', 'from_extension', 'to_number'],
	'commands/transfer': ['call_id', 'method', 'to_number', 'initiator'],
	campaign: ['campaign_id'],
	'campaign/add': ['line_id', 'name', 'schedule'],
	'campaign/delete': ['campaign_id'],
	'campaign/start': ['campaign_id'],
	'campaign/stop': ['campaign_id'],
	'queries/recording/post': ['recording_id', 'action'],
	'stats/calls/request': ['start_date', 'end_date'],
	'stats/calls/result': ['key'],
	'stats/request': ['date_from', 'date_to'],
	'stats/result': ['key'],
	task: ['task_id'],
	'task/add': ['campaign_id', 'number'],
	'task/delete': ['campaign_id', 'task_id'],
	'task/start': ['campaign_id', 'task_id'],
	'task/stop': ['campaign_id', 'task_id'],
	'task/update': ['campaign_id', 'task_id', 'name'],
	'tasks/push': ['campaign_id', 'tasks'],
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
