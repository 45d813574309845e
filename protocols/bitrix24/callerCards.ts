import { z } from 'zod';

import { id, readListIn, text } from '../list';
import { e164Of } from '../mangoOffice/phone';
import type { Command } from './batchRequest';
import { addItem, deleteItem, listItems, readItem } from './crmItem';
import { readLinks } from './deal';
import type { Params } from './formBody';
import type { Made } from './once';
import { phoneFields, readPhones } from './phones';

/** Marks the cards that this package has made for a caller. */
const ORIGINATOR = 'mango-office';

/** What is made for a number that nobody has. */
export type CardType = 'lead' | 'deal' | 'contact';

/** A card that has the caller's phone itself. */
export type ClientCard = Exclude<CardType, 'deal'>;

/** For whom a card is made, and by whom: what its origin says (bitrix24.md#unknown-callers). */
interface Origin {
	/** E.164. */
	phone: string;
	maker: string;
}

export function addCard(type: CardType, { phone, maker }: Origin, fields: Params): Command {
	const origin = { originatorId: ORIGINATOR, originId: `${phone}/${maker}` };
	return { ...addItem(type, { ...fields, ...origin }), repeatable: true };
}

/** For a lead's or a contact's fields: a phone of a card that is new (bitrix24.md#unknown-callers). */
export function phoneOfCard(phone: string): Params {
	return { fm: { n0: { typeId: 'PHONE', valueType: 'WORK', value: phone } } };
}

/** The card's ID in the result of addCard. */
export function readCardId(result: unknown): number {
	return readItem(result).id;
}

export function deleteCard(type: CardType, cardId: number): Command {
	return { ...deleteItem(type, cardId, 'itemStays'), repeatable: true };
}

/** The cards of one type that were made for a number, the oldest first; phones come with `*` alone. */
export function listCards(type: ClientCard, phone: string): Command {
	const filter = { originatorId: ORIGINATOR, '=%originId': `${phone}/%` };
	return listItems(type, { order: { id: 'ASC' }, filter, select: ['*'] });
}

const cardSchema = z.object({ id, originId: text, ...phoneFields });

/** Those that still have the number, in the result of listCards: from others somebody has taken it. */
export function readCards(result: unknown, phone: string): Made[] {
	return readListIn(result, 'items', cardSchema)
		.filter((card) => readPhones(card).some(({ value }) => e164Of(value) === phone))
		.map((card) => ({ id: card.id, by: makerIn(card.originId, phone) }));
}

/** The deals whose primary contact this is, in whatever state, the oldest first. */
export function listDealsOfContact(contactId: number): Command {
	const filter = { contactId, isRecurring: 'N' };
	const select = ['id', 'contactId', 'contactIds', 'originId'];
	return listItems('deal', { order: { id: 'ASC' }, filter, select });
}

const dealSchema = z.object({ id, originId: text }).passthrough();

/** The deals in the result of listDealsOfContact. */
export function readDealsOfContact(result: unknown, contactId: number, phone: string): Made[] {
	return readListIn(result, 'items', dealSchema)
		.filter((deal) => readLinks(deal).contactId === contactId)
		.map((deal) => ({ id: deal.id, by: makerIn(deal.originId, phone) }));
}

function makerIn(originId: string, phone: string): string | undefined {
	return originId.startsWith(`${phone}/`) ? originId.slice(phone.length + 1) : undefined;
}
