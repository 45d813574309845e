/** The numbers of the CRM's own types in crm.item.* (docs/protocols/bitrix24.md#deals). */
export const CRM_TYPES = { lead: 1, deal: 2, contact: 3, company: 4 } as const;

export type CrmType = keyof typeof CRM_TYPES;

export function isCrmType(kind: string): kind is CrmType {
	return Object.hasOwn(CRM_TYPES, kind);
}

/** For the user: `lead`; what is none of the CRM's own types is an item of a smart process. */
export function cardOf(entityTypeId: number): string {
	const own = Object.entries(CRM_TYPES).find(([, typeId]) => typeId === entityTypeId);
	return own?.[0] ?? 'item';
}
