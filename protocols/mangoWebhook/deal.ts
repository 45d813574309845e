import { z } from 'zod';

import { show } from '../refusal';
import type { Parameters } from './parameters';
import { WebhookRefusal } from './refusal';
import { single, singleIfGiven } from './single';

const ALLOWED_DEAL_ID = 'a positive whole number, digits 0-9 only';

/**
 * Digits 0-9 only (docs/protocols/mango-office.md#deal-move-webhook), as text or as a JSON number.
 */
const dealIdSchema = z
	.union([z.string().regex(/^[0-9]{1,16}$/), z.number()])
	.pipe(z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER));

/**
 * The deal's ID: `DealID` when it is given, else the `document_id` that Bitrix24's "Outgoing
 * webhook" robot sends (docs/protocols/bitrix24.md#robot). Leads and smart-process items are
 * refused.
 */
export function readDealId(parameters: Parameters): number {
	const dealId = readDealIdIfGiven(parameters);
	if (dealId !== undefined) return dealId;
	throw new WebhookRefusal(
		'DEAL_ID_INVALID',
		`DealID is missing. Give ${ALLOWED_DEAL_ID}, or let a deal's "Outgoing webhook" robot send document_id.`,
		{ parameter: 'DealID', allowed: ALLOWED_DEAL_ID },
	);
}

/** The same where a webhook may come without a deal. */
export function readDealIdIfGiven(parameters: Parameters): number | undefined {
	const value = singleIfGiven(parameters, 'DealID', 'DEAL_ID_INVALID');
	if (value !== undefined) return parseDealId(value, 'DealID');
	return parameters.has('document_id[2]') ? readRobotDocument(parameters) : undefined;
}

function readRobotDocument(parameters: Parameters): number {
	const document = single(parameters, 'document_id[2]', 'NOT_A_DEAL');
	const id = /^DEAL_(.*)$/s.exec(String(document))?.[1];
	if (id === undefined) {
		throw new WebhookRefusal(
			'NOT_A_DEAL',
			`document_id[2] was ${show(document)}. Only deals are handled, not leads, contacts or ` +
				`smart-process items: put the robot into a deal pipeline, or give DealID.`,
			{ parameter: 'document_id[2]', allowed: 'DEAL_ and the deal ID' },
		);
	}
	return parseDealId(id, 'document_id[2]');
}

function parseDealId(value: unknown, parameter: string): number {
	const parsed = dealIdSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw new WebhookRefusal(
		'DEAL_ID_INVALID',
		`${parameter} was ${show(value)}. Allowed is ${ALLOWED_DEAL_ID}.`,
		{
			parameter,
			allowed: ALLOWED_DEAL_ID,
		},
	);
}
