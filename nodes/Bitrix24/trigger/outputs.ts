import type { EventKind } from '../../../protocols/bitrix24/events/kinds';

/** The outputs by their numbers, which never change, whatever is chosen: n8n's connections go by them. */
export const OUTPUTS: ReadonlyArray<{ name: string; kinds: readonly EventKind[] }> = [
	{ name: 'Deals', kinds: ['deal'] },
	{ name: 'Leads', kinds: ['lead'] },
	{ name: 'Clients', kinds: ['contact', 'company'] },
	{ name: 'Activities', kinds: ['activity'] },
	{ name: 'Tasks', kinds: ['task'] },
	{ name: 'Calls', kinds: ['call'] },
	{ name: 'Others', kinds: ['smartProcess', 'other'] },
];
