import type { Activity } from '../activity';
import type { CrmActivity, Origin, StoredFile } from '../model';
import type { Store } from '../store';
import { callType } from './activityBindings';
import { ownerLabel, typeName } from './owner';

/** A logged call on the board. */
export function noteCall(
	made: CrmActivity,
	{ store, activity }: { store: Store; activity: Activity },
	{ method }: Origin,
): void {
	if (made.typeId !== callType) return;
	const [person] = made.communications;
	activity.note({
		kind: 'call',
		method,
		owner: labelOf(made.ownerTypeId, made.ownerId, store),
		direction: { 1: 'incoming', 2: 'outgoing' }[made.direction],
		subject: made.subject,
		text: made.description,
		client:
			person && person.entityTypeId !== 2
				? labelOf(person.entityTypeId, person.entityId, store)
				: undefined,
		phone: person?.value ?? '',
		seconds: Math.round((made.endTime.getTime() - made.startTime.getTime()) / 1000),
		files: shown(made.files),
	});
}

/** Recordings that an update brought. */
export function noteFiles(
	changed: CrmActivity,
	files: StoredFile[],
	{ store, activity }: { store: Store; activity: Activity },
	{ method }: Origin,
): void {
	if (files.length === 0) return;
	activity.note({
		kind: 'files',
		method,
		owner: labelOf(changed.ownerTypeId, changed.ownerId, store),
		subject: changed.subject,
		files: shown(files),
	});
}

function labelOf(typeId: number, id: number, store: Store): string {
	return ownerLabel(store, typeName(typeId), id);
}

function shown(files: StoredFile[]): Array<{ name: string; size: number }> {
	return files.map(({ name, size }) => ({ name, size }));
}
