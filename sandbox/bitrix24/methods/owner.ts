import { ownerNotFound } from '../errors';
import { smartTypeId } from '../smartProcess';
import type { Store } from '../store';

const typeNames: Record<number, string> = { 1: 'lead', 2: 'deal', 3: 'contact', 4: 'company' };

export function typeName(entityTypeId: number): string | undefined {
	return typeNames[entityTypeId] ?? `dynamic_${entityTypeId}`;
}

/** How the feed names the object that a comment or a to-do belongs to; an object that does not exist is refused. */
export function ownerLabel(store: Store, type: string | undefined, id: number): string {
	if (type === 'deal' && store.deal(id)) return `#${id}`;
	const lead = type === 'lead' ? store.leads.find((candidate) => candidate.id === id) : undefined;
	if (lead) return lead.title;
	const item =
		type === `dynamic_${smartTypeId}` ? store.smartItems.find((one) => one.id === id) : undefined;
	if (item) return item.title;
	const contact =
		type === 'contact' ? store.contacts.find((candidate) => candidate.id === id) : undefined;
	if (contact) return `${contact.name} ${contact.lastName}`;
	const company =
		type === 'company' ? store.companies.find((candidate) => candidate.id === id) : undefined;
	if (company) return company.title;
	throw ownerNotFound();
}
