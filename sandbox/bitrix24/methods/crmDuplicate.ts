import { companies, contacts, leads } from '../entities';
import { RestError } from '../errors';
import type { Client } from '../model';
import type { Params } from '../params';
import type { Store } from '../store';
import type { Methods } from './method';

/** More values than these are not looked at, and a type with this many ends the search (documents [H]). */
const cap = 20;

export const duplicateMethods: Methods = {
	/**
	 * Who has one of these phones. There are no e-mail addresses in the stand-in. Nothing found is
	 * `[]`, not `{}`, and a type without a hit has no key (bitrix24.md#search-by-phone [H]). A value
	 * that is no text, a number say, is passed over (core [M]).
	 */
	'crm.duplicate.findbycomm': (params, { store }) => {
		const type = String(params.type ?? '').toUpperCase();
		if (type === '')
			throw refusal('Communication type is not defined', "Parameter 'type' is required.");
		if (type !== 'PHONE' && type !== 'EMAIL')
			throw refusal(`Communication type '${type}' is not supported in current context`);
		const values = Object.values(params.values ?? {});
		if (values.length === 0) throw refusal('Communication values is not defined');
		const phones =
			type === 'PHONE'
				? values
						.filter((value) => typeof value === 'string' && value !== '')
						.slice(0, cap)
						.map(comparable)
				: [];
		const found = search(store, phones, String(params.entity_type ?? '').toUpperCase());
		return { result: Object.keys(found).length > 0 ? found : [] };
	},
};

/** Leads, then contacts, then companies: the types after one with 20 hits are not looked at (documents [H]). */
function search(store: Store, phones: string[], wantedType: string): Params {
	const clients = { LEAD: leads, CONTACT: contacts, COMPANY: companies };
	const found: Record<string, number[]> = {};
	for (const [type, kind] of Object.entries(clients)) {
		if (wantedType in clients && type !== wantedType) continue;
		const hits = store
			.of<Client>(kind)
			.all.filter((client) =>
				client.phones.some(({ value }) => phones.includes(comparable(value))),
			);
		if (hits.length > 0) found[type] = hits.slice(0, cap).map(({ id }) => id);
		if (hits.length >= cap) break;
	}
	return found;
}

/**
 * Digits only, without an extension (documents [H]). In a number of ten digits or more a leading 8
 * becomes 7 and a leading 00 or 011 is dropped (Bitrix24's NormalizePhone [M]), so `8 (916) …` is
 * found by `+7916…`; `916…` alone is not.
 */
function comparable(phone: string): string {
	const sanitized = phone.replace(/^\+8/, '008').replace(/[^0-9#*,;]/g, '');
	return national(sanitized).replace(/[#*,;].*$/, '');
}

function national(number: string): string {
	if (number.length < 10 || /^8[012]/.test(number)) return number;
	if (number.startsWith('00')) return number.slice(2);
	if (number.startsWith('011')) return number.slice(3);
	if (number.startsWith('8')) return `7${number.slice(1)}`;
	return number.startsWith('0') ? number.slice(1) : number;
}

/** The code is a sentence (bitrix24.md#answers [H]). */
function refusal(code: string, description = code): RestError {
	return new RestError(400, code, description);
}
