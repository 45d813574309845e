/** What an event of the portal is about. */
export type EventKind =
	'activity' | 'call' | 'company' | 'contact' | 'deal' | 'lead' | 'smartProcess' | 'task' | 'other';

export type EventAction = 'add' | 'update' | 'delete' | 'init' | 'start' | 'end' | 'request';

interface EventType {
	kind: EventKind;
	action: EventAction | null;
}

const changes = (name: string, kind: EventKind): Array<[string, EventType]> =>
	(['add', 'update', 'delete'] as const).map((action) => [
		`${name}${action.toUpperCase()}`,
		{ kind, action },
	]);

/**
 * The events that an outgoing webhook can be set to send, by their names
 * (docs/protocols/bitrix24.md#outgoing-webhook).
 */
const TYPES: ReadonlyMap<string, EventType> = new Map([
	...changes('ONCRMDEAL', 'deal'),
	...changes('ONCRMLEAD', 'lead'),
	...changes('ONCRMCONTACT', 'contact'),
	...changes('ONCRMCOMPANY', 'company'),
	...changes('ONCRMDYNAMICITEM', 'smartProcess'),
	...changes('ONCRMACTIVITY', 'activity'),
	...changes('ONTASK', 'task'),
	['ONVOXIMPLANTCALLINIT', { kind: 'call', action: 'init' }],
	['ONVOXIMPLANTCALLSTART', { kind: 'call', action: 'start' }],
	['ONVOXIMPLANTCALLEND', { kind: 'call', action: 'end' }],
	['ONEXTERNALCALLBACKSTART', { kind: 'call', action: 'request' }],
]);

/** What stands for the events that are not in the table. */
const OTHER = 'other';

/**
 * The type of an event. The documents write some names in small letters, and those of one smart
 * process end with its number: `ONCRMDYNAMICITEMADD_147`.
 */
export function typeOf(name: string): EventType & { name: string } {
	const plain = name.toUpperCase().replace(/^(ONCRMDYNAMICITEM[A-Z]+)_\d+$/, '$1');
	const known = TYPES.get(plain);
	return known ? { name: plain, ...known } : { name: OTHER, kind: 'other', action: null };
}
