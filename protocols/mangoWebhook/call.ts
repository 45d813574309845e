import { z, type ZodType, type ZodTypeDef } from 'zod';

import { EXTENSION_RULE, isExtension } from '../mangoOffice/extension';
import { digitsOf } from '../mangoOffice/phone';
import { show } from '../refusal';
import type { Parameters } from './parameters';
import { WebhookRefusal, type RefusalCode } from './refusal';
import { singleIfGiven } from './single';

/** Who is to be called by whom, and from which campaign, where the sender says so. */
export interface CallParameters {
	/** The extension of the employee. */
	employee?: string;
	/** Digits, as MANGO's generic webhook has them; with a plus where the digits alone would be another number. */
	phone?: string;
	campaignId?: number;
}

const text = z.union([z.string(), z.number().int().nonnegative().transform(String)]);
const digits = (min: number, max: number) =>
	text.pipe(z.string().regex(new RegExp(`^[0-9]{${min},${max}}$`)));

/**
 * `EmployeeNUM`, `TelNumbr` (spelt so) and `CampaignID`, each where it is not empty. The first two
 * are those of MANGO's generic webhook (docs/protocols/mango-office.md#generic-webhook);
 * `CampaignID` is this package's. A phone without its country's code is one of `country` (ISO
 * code). Throws WebhookRefusal.
 */
export function readCall(parameters: Parameters, country = 'RU'): CallParameters {
	const employee = read(
		parameters,
		'EmployeeNUM',
		'EMPLOYEE_INVALID',
		text.pipe(z.string().refine(isExtension)),
		EMPLOYEE,
	);
	const phone = read(
		parameters,
		'TelNumbr',
		'PHONE_INVALID',
		text.transform(phoneReader(country)),
		PHONE,
	);
	const campaignId = read(
		parameters,
		'CampaignID',
		'CAMPAIGN_ID_INVALID',
		digits(1, 15).pipe(z.coerce.number().positive()),
		'a positive whole number, digits 0-9 only',
	);
	return {
		...(employee !== undefined && { employee }),
		...(phone !== undefined && { phone }),
		...(campaignId !== undefined && { campaignId }),
	};
}

const EMPLOYEE = `an employee's extension, ${EXTENSION_RULE}`;
const PHONE = 'a phone number such as +7 495 540-44-44';

/** Reads a phone as people write it; in a URL, a plus that was not encoded has become a space. */
function phoneReader(country: string) {
	return (written: string, { addIssue }: z.RefinementCtx): string => {
		const forms = /^\s+\d/.test(written) ? [`+${written.trim()}`, written] : [written];
		const found = forms.map((form) => digitsOf(form, country)).find((form) => form !== undefined);
		if (found !== undefined) return digitsOf(found, country) === found ? found : `+${found}`;
		addIssue({ code: 'custom' });
		return z.NEVER;
	};
}

/** MANGO's generic webhook names no deal, so it must name both ends of the call. Throws WebhookRefusal. */
export function requireBothEnds({ employee, phone }: CallParameters): void {
	const missing = employee === undefined ? 'EmployeeNUM' : 'TelNumbr';
	if (employee !== undefined && phone !== undefined) return;
	throw new WebhookRefusal(
		employee === undefined ? 'EMPLOYEE_INVALID' : 'PHONE_INVALID',
		`${missing} is missing. Without a deal, give both EmployeeNUM and TelNumbr.`,
		{ parameter: missing },
	);
}

function read<T>(
	parameters: Parameters,
	name: string,
	code: RefusalCode,
	schema: ZodType<T, ZodTypeDef, unknown>,
	allowed: string,
): T | undefined {
	const value = singleIfGiven(parameters, name, code);
	if (value === undefined) return undefined;
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw new WebhookRefusal(code, `${name} was ${show(value)}. Allowed is ${allowed}.`, {
		parameter: name,
		allowed,
	});
}
