import { withoutCode } from '../errors';
import type { Binding, Communication } from '../model';
import { asInteger, asRecord } from '../params';
import { smartTypeId } from '../smartProcess';
import type { Store } from '../store';

const typeNames: Record<number, string> = {
	1: 'LEAD',
	2: 'DEAL',
	3: 'CONTACT',
	4: 'COMPANY',
	[smartTypeId]: `DYNAMIC_${smartTypeId}`,
};

export const callType = 2;
export const meetingType = 1;
export const customType = 6;

export interface Owner {
	ownerTypeId: number;
	ownerId: number;
}

/**
 * Whom the activity is with. A communication without an object gets the owner, one without a value
 * is dropped (a meeting needs none), and so is one of another type than PHONE for a call
 * (Bitrix24's core [M], tutorials [H]).
 */
export function communicationsOf(
	value: unknown,
	owner: Owner,
	typeId: number,
	store: Store,
): Communication[] {
	const entries = Object.values(asRecord(value)).map(asRecord);
	const kept = entries.flatMap((entry) => {
		const text = String(entry.VALUE ?? '');
		const named = {
			entityTypeId: positive(entry.ENTITY_TYPE_ID),
			entityId: positive(entry.ENTITY_ID),
		};
		const isNamed = named.entityTypeId > 0 && named.entityId > 0;
		const target =
			isNamed || text === '' ? named : { entityTypeId: owner.ownerTypeId, entityId: owner.ownerId };
		const type = String(entry.TYPE ?? '') || (typeId === callType ? 'PHONE' : '');
		const isDropped =
			target.entityTypeId <= 0 ||
			target.entityId <= 0 ||
			(text === '' && typeId !== meetingType) ||
			(typeId === callType && type !== 'PHONE');
		return isDropped ? [] : [{ id: store.nextId(), type, value: text, ...target }];
	});
	if (kept.length === 0) throw withoutCode('The field COMMUNICATIONS is not defined or invalid.');
	return kept;
}

/** The owner and whom the activity is with, each once. All must exist. */
export function bindingsOf(owner: Owner, communications: Communication[], store: Store): Binding[] {
	const all = [
		owner,
		...communications.map(({ entityTypeId, entityId }) => ({
			ownerTypeId: entityTypeId,
			ownerId: entityId,
		})),
	];
	const byKey = new Map(
		all
			.filter(({ ownerTypeId, ownerId }) => ownerTypeId > 0 && ownerId > 0)
			.map((binding) => [Object.values(binding).join(), binding]),
	);
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
function checkExists({ ownerTypeId, ownerId }: Binding, store: Store): void {
	const name = typeNames[ownerTypeId];
	if (!name)
		throw withoutCode(`Entity type '[${ownerTypeId}]' is not supported in current context`);
	if (responsibleOf({ ownerTypeId, ownerId }, store) === undefined) {
		throw withoutCode(`Could not find '${name}' with ID: ${ownerId}`);
	}
}

/**
 * Who answers for a CRM object; undefined when it does not exist. Contacts and companies of the
 * sample are user 1's.
 */
export function responsibleOf({ ownerTypeId, ownerId }: Owner, store: Store): number | undefined {
	if (ownerTypeId === 1) return store.leads.find(({ id }) => id === ownerId)?.assignedById;
	if (ownerTypeId === 2) return store.deal(ownerId)?.assignedById;
	if (ownerTypeId === smartTypeId)
		return store.smartItems.find(({ id }) => id === ownerId)?.assignedById;
	const clients = { 3: store.contacts, 4: store.companies }[ownerTypeId] ?? [];
	return clients.some(({ id }) => id === ownerId) ? 1 : undefined;
}

export function positive(value: unknown): number {
	return Math.max(0, asInteger(value) ?? 0);
}
