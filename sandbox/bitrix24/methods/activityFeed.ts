import { deals, entities } from '../entities';
import { ownerNotFound } from '../errors';
import type { Binding, CrmActivity, Origin, StoredFile } from '../model';
import type { Store } from '../store';
import { callType, personOf } from './activityBindings';
import type { Portal } from './method';

/** What the board's feed says of an object; one that does not exist is refused. */
export function ownerLabel(store: Store, owner: Binding): string {
	const found = store.find(owner);
	if (!found) throw ownerNotFound();
	return found.entity.label(found.record);
}

/** The owner of a comment, which names its type: `deal`. */
export function bindingOf(name: string, ownerId: number): Binding {
	const entity = entities.find((candidate) => candidate.name === name);
	return { ownerTypeId: entity?.typeId ?? 0, ownerId };
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
