import type { SentKind, Json } from './kinds';

/**
 * The fields by which an event is known that came without its path, the telling ones first
 * (mango-office.md#event-paths).
 */
const SHAPES: ReadonlyArray<readonly [SentKind, readonly string[]]> = [
	['call', ['call_state']],
	['summary', ['entry_result']],
	['recording', ['recording_state']],
	['dtmf', ['dtmf']],
	// Tagged ones look the same.
	['recordAdded', ['recording_id', 'product_id']],
	['sms', ['command_id', 'reason']],
	['commandResult', ['command_id', 'result']],
	['userStatus', ['status', 'when']],
	['statistics', ['key']],
];

export function kindByShape(raw: Json): SentKind | undefined {
	return SHAPES.find(([, fields]) => fields.every((field) => Object.hasOwn(raw, field)))?.[0];
}
