import { entryOf } from '../../entryOf';
import type { SentKind } from './kinds';

/**
 * The connection check of the personal account posts to this path
 * (docs/protocols/mango-office.md#event-paths).
 */
export const PING = 'ping';

/**
 * What MANGO appends to the address of the external system, and which kind of event it sends there
 * (mango-office.md#event-paths).
 */
const KINDS: Readonly<Record<string, SentKind>> = {
	'events/call': 'call',
	'events/summary': 'summary',
	'events/recording': 'recording',
	'events/record/added': 'recordAdded',
	'events/record/tagged': 'recordTagged',
	'events/dtmf': 'dtmf',
	'events/sms': 'sms',
	'events/user/status_changed': 'userStatus',
	'events/user/session_end': 'other',
	'events/md': 'other',
	'events/md/onAppealClose': 'other',
	'events/recognized/offline': 'other',
	// The address book; the path without an object is the overview's.
	'events/ab': 'other',
	'events/ab/contacts': 'other',
	'events/ab/groups': 'other',
	'events/ab/organizations': 'other',
	'result/callback': 'commandResult',
	'result/callback_group': 'commandResult',
	'result/call/hangup': 'commandResult',
	'result/call/hold/on': 'other',
	'result/calls_connect': 'commandResult',
	'result/sms': 'commandResult',
	'result/route': 'commandResult',
	'result/transfer': 'commandResult',
	'result/transfer_cancel': 'commandResult',
	'result/recording/start': 'commandResult',
	'result/play/start': 'other',
	// One document has the first, the other the second.
	'result/stat': 'statistics',
	'result/stats': 'statistics',
};

/** All paths below the base. */
export const EVENT_PATHS: readonly string[] = [...Object.keys(KINDS), PING];

export function kindOf(path: string): SentKind | undefined {
	return entryOf(KINDS, path);
}

const COMMANDS: Readonly<Record<string, string>> = {
	'result/callback': 'callback',
	'result/callback_group': 'callbackGroup',
	'result/call/hangup': 'hangUp',
	'result/sms': 'sms',
	'result/route': 'route',
	'result/transfer': 'transfer',
	'result/calls_connect': 'connectCalls',
	'result/transfer_cancel': 'cancelTransfer',
	'result/recording/start': 'startRecording',
};

/** The command whose outcome comes by a path; null for the base path, which does not tell. */
export function commandOf(path: string): string | null {
	return COMMANDS[path] ?? null;
}
