import { deals, entityOf } from '../entities';
import { ownerNotFound, withoutCode } from '../errors';
import type { Binding, Communication, CrmActivity, Origin, StoredFile } from '../model';
import { asInteger, asRecord } from '../params';
import type { Store } from '../store';
import type { Portal } from './method';

export const callType = 2;
export const meetingType = 1;
export const customType = 6;

/**
 * Whom the activity is with. A communication without an object gets the owner, one without a value
 * is dropped (a meeting needs none), and so is one of another type than PHONE for a call
 * (Bitrix24's core [M], tutorials [H]).
 */
export function communicationsOf(
	value: unknown,
	owner: Binding,
	typeId: number,
	store: Store,
): Communication[] {
	const entries = Object.values(asRecord(value)).map(asRecord);
	const kept = entries.flatMap((entry) => {
		const text = String(entry.VALUE ?? '');
		const type = String(entry.TYPE ?? '') || (typeId === callType ? 'PHONE' : '');
		const named = bindingIn(entry.ENTITY_TYPE_ID, entry.ENTITY_ID);
		const target = isWhole(named) || text === '' ? named : owner;
		const isDropped =
			!isWhole(target) ||
			(text === '' && typeId !== meetingType) ||
			(typeId === callType && type !== 'PHONE');
		const { ownerTypeId: entityTypeId, ownerId: entityId } = target;
		return isDropped ? [] : [{ id: store.nextId(), type, value: text, entityTypeId, entityId }];
	});
	if (kept.length === 0) throw withoutCode('The field COMMUNICATIONS is not defined or invalid.');
	return kept;
}

/** The owner and whom the activity is with, each once. All must exist. */
export function bindingsOf(
	owner: Binding,
	communications: Communication[],
	store: Store,
): Binding[] {
	const all = [bindingIn(owner.ownerTypeId, owner.ownerId), ...communications.map(personOf)];
	const byKey = new Map(all.filter(isWhole).map((one) => [Object.values(one).join(), one]));
	const bindings = [...byKey.values()];
	if (bindings.length === 0) {
		throw withoutCode(
			'Could not build binding. Please ensure that owner info and communications are defined correctly.',
		);
	}
	for (const binding of bindings) checkExists(binding, store);
	return bindings;
}

/** The texts of Bitrix24's core [M]; the second one is in a tutorial of the documents too [H]. */
function checkExists(binding: Binding, store: Store): void {
	const entity = entityOf(binding.ownerTypeId);
	if (!entity)
		throw withoutCode(`Entity type '[${binding.ownerTypeId}]' is not supported in current context`);
	if (!store.find(binding))
		throw withoutCode(`Could not find '${entity.name.toUpperCase()}' with ID: ${binding.ownerId}`);
}

/** A pair of numbers as REST names them; 0 for what is none. */
export function bindingIn(typeId: unknown, id: unknown): Binding {
	return { ownerTypeId: positive(typeId), ownerId: positive(id) };
}

export function personOf({ entityTypeId, entityId }: Communication): Binding {
	return bindingIn(entityTypeId, entityId);
}

export function isWhole({ ownerTypeId, ownerId }: Binding): boolean {
	return ownerTypeId > 0 && ownerId > 0;
}

export function positive(value: unknown): number {
	return Math.max(0, asInteger(value) ?? 0);
}

/** What the board's feed says of an object; one that does not exist is refused. */
export function ownerLabel(store: Store, owner: Binding): string {
	const found = store.find(owner);
	if (!found) throw ownerNotFound();
	return found.entity.label(found.record);
}

export function shownFiles(files: StoredFile[]): Array<{ name: string; size: number }> {
	return files.map(({ name, size }) => ({ name, size }));
}

/** A logged call on the board. */
export function noteCall(made: CrmActivity, portal: Portal, { method }: Origin): void {
	if (made.typeId !== callType) return;
	const { store, activity } = portal;
	const [phoned] = made.communications;
	const person = phoned && personOf(phoned);
	activity.note({
		kind: 'call',
		method,
		owner: ownerLabel(store, made),
		direction: { 1: 'incoming', 2: 'outgoing' }[made.direction],
		subject: made.subject,
		text: made.description,
		client: person && person.ownerTypeId !== deals.typeId ? ownerLabel(store, person) : undefined,
		phone: phoned?.value ?? '',
		seconds: Math.round((made.endTime.getTime() - made.startTime.getTime()) / 1000),
		files: shownFiles(made.files),
	});
}
