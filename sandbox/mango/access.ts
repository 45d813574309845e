import { createHash, timingSafeEqual } from 'node:crypto';

import { isObject, readJson, type Json } from '../core/json';
import { MangoError, missing } from './errors';

export interface Keys {
	apiKey: string;
	apiSalt: string;
}

/**
 * The form of every call: `vpbx_api_key`, `sign`, `json` (mango-office.md#form-and-signature [H]).
 * Gives the decoded json.
 */
export function openRequest(method: string, form: URLSearchParams, keys: Keys): Json {
	if (method !== 'POST') throw new MangoError(3101);
	const [key, signature, json] = ['vpbx_api_key', 'sign', 'json'].map((name) => {
		const value = form.get(name);
		if (value === null) throw missing(name);
		return value;
	});
	if (key !== keys.apiKey) throw new MangoError(3105);
	if (!sameText(signature, sign(keys.apiKey, json, keys.apiSalt))) throw new MangoError(3102);
	const params = readJson(json, json);
	// `{}` stands for "empty"; a list or a bare word is no set of parameters (the code for these is our choice [L]).
	if (!isObject(params)) throw new MangoError(3400);
	return params;
}

/**
 * Plain SHA-256 of the parts one after another, in hex; not HMAC
 * (mango-office.md#form-and-signature [H]). Order: key, payload, salt.
 */
export function sign(apiKey: string, payload: string, apiSalt: string): string {
	return createHash('sha256').update(apiKey).update(payload).update(apiSalt).digest('hex');
}

export function sameText(given: string, wanted: string): boolean {
	const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
	return a.length === b.length && timingSafeEqual(a, b);
}
