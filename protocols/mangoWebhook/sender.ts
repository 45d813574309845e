import { z } from 'zod';

import type { Parameters } from './parameters';
import { WebhookRefusal, show } from './refusal';
import { single } from './single';

export const SOURCE = 'Bitrix24';

const hostName = z.string().regex(/^[^\s\p{Cc}]{1,255}$/u);

/** The `Product_id` of the webhook, checked against the portal of the credential unless that is empty. */
export function checkProductId(parameters: Parameters, portal: string): string | null {
	const value = single(parameters, 'Product_id', 'PRODUCT_ID_WRONG');
	if (value === undefined && portal === '') return null;
	const parsed = hostName.safeParse(value);
	if (parsed.success && (portal === '' || hostOf(parsed.data) === hostOf(portal))) return parsed.data;
	const was = value === undefined ? 'is missing' : `was ${show(value)}`;
	throw new WebhookRefusal('PRODUCT_ID_WRONG', `Product_id ${was}. Allowed is the address of this webhook's portal.`, {
		parameter: 'Product_id',
	});
}

/** The `Source` of the webhook; when it is left out, Bitrix24 is meant. */
export function checkSource(parameters: Parameters): typeof SOURCE {
	const value = single(parameters, 'Source', 'SOURCE_UNKNOWN');
	if (value !== undefined && value !== SOURCE) {
		throw new WebhookRefusal('SOURCE_UNKNOWN', `Source was ${show(value)}. Allowed is ${SOURCE}.`, {
			parameter: 'Source',
			allowed: [SOURCE],
		});
	}
	return SOURCE;
}

/** Portals are compared by host name: users paste them with and without "https://". */
function hostOf(portal: string): string {
	return portal
		.trim()
		.toLowerCase()
		.replace(/^https?:\/\//, '')
		.replace(/\/.*$/, '');
}
