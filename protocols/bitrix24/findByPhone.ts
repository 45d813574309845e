import { z } from 'zod';

import { valueOf } from '../attempt';
import { map, newId, wholeList } from '../list';
import { writtenForms } from '../mangoOffice/phone';
import type { CommandOutcome } from './batchAnswer';
import type { Command } from './batchRequest';
import type { CrmType } from './crmTypes';

/** The kinds of cards that have phones. */
export type PhoneOwner = Exclude<CrmType, 'deal'>;

/**
 * The cards of one kind with a phone number of E.164 (docs/protocols/bitrix24.md#search-by-phone).
 * Asked for together, 20 leads would keep contacts and companies back. Bitrix24 compares digits, so a
 * card without the country's code is found by the number without it.
 */
export function findByPhone(type: PhoneOwner, phone: string): Command {
	const entity = type.toUpperCase();
	return {
		method: 'crm.duplicate.findbycomm',
		params: { type: 'PHONE', values: writtenForms(phone), entity_type: entity },
		card: type,
	};
}

const ids = wholeList(newId).optional().default([]);
const foundSchema = map.pipe(z.object({ CONTACT: ids, COMPANY: ids, LEAD: ids }));

/** Their IDs in what came of findByPhone. Throws what Bitrix24 answered instead. */
export function readFoundIds(type: PhoneOwner, outcome: CommandOutcome): number[] {
	const found = foundSchema.parse(valueOf(outcome));
	return found[type.toUpperCase() as keyof typeof found];
}
