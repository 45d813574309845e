import type { Json } from '../core/json';

/** The contacts of the address book by their IDs; empty at first. */
export class AddressBook {
	readonly contacts = new Map<string, Json>();
	private made = 0;

	newId(): string {
		this.made += 1;
		return String(12_761_840 + this.made);
	}

	clear(): void {
		this.contacts.clear();
		this.made = 0;
	}
}
