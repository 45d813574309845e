import { z } from 'zod';

import { show } from '../refusal';
import type { Parameters } from './parameters';
import { WebhookRefusal } from './refusal';
import { single, singleIfGiven } from './single';

/**
 * `Other` marks MANGO's generic webhook, which knows no portal and no deal
 * (mango-office.md#generic-webhook).
 */
export const SOURCES = ['Bitrix24', 'Other'] as const;
export type Source = (typeof SOURCES)[number];

const hostName = z.string().regex(/^[^\s\p{Cc}]{1,255}$/u);

/** The `Product_id` of the webhook, checked against the portal of the credential unless that is empty. */
export function checkProductId(parameters: Parameters, portal: string): string | null {
	const value = singleIfGiven(parameters, 'Product_id', 'PRODUCT_ID_WRONG');
	const isGeneric = parameters.get('Source')?.[0] === 'Other';
	if (value === undefined && (portal === '' || isGeneric)) return null;
	const parsed = hostName.safeParse(value);
	if (parsed.success && (portal === '' || hostOf(parsed.data) === hostOf(portal)))
		return parsed.data;
	const was = value === undefined ? 'is missing' : `was ${show(value)}`;
	throw new WebhookRefusal(
		'PRODUCT_ID_WRONG',
		`Product_id ${was}. Allowed is the address of this webhook's portal.`,
		{
			parameter: 'Product_id',
		},
	);
}

/** The `Source` of the webhook; when it is left out, Bitrix24 is meant. */
export function checkSource(parameters: Parameters): Source {
	const value = single(parameters, 'Source', 'SOURCE_UNKNOWN') ?? 'Bitrix24';
	const known = SOURCES.find((source) => source === value);
	if (known !== undefined) return known;
	throw new WebhookRefusal(
		'SOURCE_UNKNOWN',
		`Source was ${show(value)}. Allowed: ${SOURCES.join(', ')}.`,
		{
			parameter: 'Source',
			allowed: SOURCES,
		},
	);
}

/** Portals are compared by host name: users paste them with and without "https://". */
function hostOf(portal: string): string {
	return portal
		.trim()
		.toLowerCase()
		.replace(/^https?:\/\//, '')
		.replace(/\/.*$/, '');
}
