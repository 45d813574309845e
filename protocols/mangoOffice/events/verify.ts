import { isSameSecret } from '../../sameSecret';
import { sign } from '../sign';
import type { SignedForm } from './form';
import { EventRefusal } from './refusal';

export interface Keys {
	apiKey: string;
	apiSalt: string;
}

/**
 * The JSON bytes of a form that the account's own key and salt signed
 * (docs/protocols/mango-office.md#events). Missing and wrong are answered alike, and never with the
 * signature that was expected. Compared in constant time.
 */
export function verify({ apiKey = '', sign: given = '', json }: SignedForm, keys: Keys): Buffer {
	if (!isSameSecret(apiKey, keys.apiKey)) {
		throw new EventRefusal(
			'API_KEY_WRONG',
			"vpbx_api_key is missing or is not the API key of this webhook's credential.",
			'vpbx_api_key',
		);
	}
	if (!isSameSecret(given, sign(keys.apiKey, json ?? '', keys.apiSalt))) {
		throw new EventRefusal(
			'SIGN_WRONG',
			'sign is missing or is not the signature of json with the API salt.',
			'sign',
		);
	}
	if (json === undefined)
		throw new EventRefusal('BODY_UNREADABLE', "The field 'json' is missing.", 'json');
	return json;
}
