import type { Json } from '../core/json';
import { noSuchObject } from './errors';

/** The contacts of the address book; empty at first. */
export class AddressBook {
	contacts: Json[] = [];
	private made = 0;

	add(contact: Json): Json {
		this.made += 1;
		const added = { contact_id: String(12_761_840 + this.made), ...contact };
		this.contacts.push(added);
		return added;
	}

	wanted(id: string): Json {
		return this.contacts.find(({ contact_id }) => contact_id === id) ?? noSuchObject();
	}

	remove(id: string): void {
		const unwanted = this.wanted(id);
		this.contacts = this.contacts.filter((contact) => contact !== unwanted);
	}

	clear(): void {
		this.contacts = [];
		this.made = 0;
	}
}
