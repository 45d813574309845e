import { z } from 'zod';

import { CRM_TYPES } from '../bitrix24/crmTypes';
import { show } from '../refusal';
import type { Parameters } from './parameters';
import { WebhookRefusal } from './refusal';
import { single, singleIfGiven } from './single';

/** What else than deals robots may send, where the user allows it: MANGO's document knows deals alone. */
export const FURTHER_KINDS = ['lead', 'smartProcess'] as const;
export type FurtherKind = (typeof FURTHER_KINDS)[number];

/** What a webhook is about: a deal, or a record of another kind with its type in crm.item.*. */
export type Subject =
	{ dealId: number } | { kind: FurtherKind; entityTypeId: number; id: number; leadId?: number };

const ALLOWED_ID = 'a positive whole number, digits 0-9 only';

/**
 * Digits 0-9 only (docs/protocols/mango-office.md#deal-move-webhook), as text or as a JSON number.
 */
const idSchema = z
	.union([z.string().regex(/^[0-9]{1,16}$/), z.number()])
	.pipe(z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER));

/**
 * The deal of `DealID` when it is given, else what the `document_id` of Bitrix24's "Outgoing
 * webhook" robot names (docs/protocols/bitrix24.md#robot). Throws WebhookRefusal, also for leads
 * and smart-process items unless `further` has them.
 */
export function readSubject(parameters: Parameters, further: readonly FurtherKind[]): Subject {
	const subject = readSubjectIfGiven(parameters, further);
	if (subject !== undefined) return subject;
	throw new WebhookRefusal(
		'DEAL_ID_INVALID',
		`DealID is missing. Give ${ALLOWED_ID}, or let a deal's "Outgoing webhook" robot send document_id.`,
		{ parameter: 'DealID', allowed: ALLOWED_ID },
	);
}

/** The same where a webhook may come without one. */
export function readSubjectIfGiven(
	parameters: Parameters,
	further: readonly FurtherKind[],
): Subject | undefined {
	const value = singleIfGiven(parameters, 'DealID', 'DEAL_ID_INVALID');
	if (value !== undefined) return { dealId: parseId(value, 'DealID') };
	return parameters.has(DOCUMENT) ? readRobotDocument(parameters, further) : undefined;
}

const DOCUMENT = 'document_id[2]';

/** `DEAL_12`, `LEAD_5`, `DYNAMIC_147_1`. */
const DOCUMENTS = /^(?:(DEAL)_|(LEAD)_|DYNAMIC_([0-9]{1,9})_)(.*)$/s;

function readRobotDocument(parameters: Parameters, further: readonly FurtherKind[]): Subject {
	const document = single(parameters, DOCUMENT, 'NOT_A_DEAL');
	const [, deal, lead, entityTypeId, id] = DOCUMENTS.exec(String(document)) ?? [];
	if (deal !== undefined) return { dealId: parseId(id, DOCUMENT) };
	if (lead !== undefined && further.includes('lead')) {
		const leadId = parseId(id, DOCUMENT);
		return { kind: 'lead', entityTypeId: CRM_TYPES.lead, id: leadId, leadId };
	}
	if (entityTypeId !== undefined && further.includes('smartProcess'))
		return {
			kind: 'smartProcess',
			entityTypeId: Number(entityTypeId),
			id: parseId(id, DOCUMENT),
		};
	throw new WebhookRefusal('NOT_A_DEAL', whyNotHandled(document, further), {
		parameter: DOCUMENT,
		allowed: ['deal' as const, ...further].map((kind) => FORMS[kind]),
	});
}

const FORMS = {
	deal: 'DEAL_ and the deal ID',
	lead: 'LEAD_ and the lead ID',
	smartProcess: 'DYNAMIC_, the ID of the smart process, _ and the item ID',
};

function whyNotHandled(document: unknown, further: readonly FurtherKind[]): string {
	const was = `document_id[2] was ${show(document)}.`;
	if (further.length > 0)
		return `${was} Only deals and what 'Further Robots' allows are handled: put the robot there, or give DealID.`;
	return (
		`${was} Only deals are handled, not leads, contacts or smart-process items, unless the option ` +
		`'Further Robots' allows them: put the robot into a deal pipeline, or give DealID.`
	);
}

function parseId(value: unknown, parameter: string): number {
	const parsed = idSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw new WebhookRefusal(
		'DEAL_ID_INVALID',
		`${parameter} was ${show(value)}. Allowed is ${ALLOWED_ID}.`,
		{ parameter, allowed: ALLOWED_ID },
	);
}
