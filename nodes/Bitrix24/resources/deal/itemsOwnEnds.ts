import type { IExecuteFunctions } from 'n8n-workflow';

import { textIn } from '../../../shared/parameters';
import { isFromItem } from '../../../shared/toolForm';

/** Who is to be called, and by whom, as far as the incoming item itself says so. */
export interface OwnEnds {
	phone?: string;
	/** The employee's extension. */
	employee?: string;
}

/**
 * The fields `phone` and `employee` of the incoming item, as Mango Bitrix24 Trigger gives them for
 * a webhook that names them; nothing where the node is set to go by the card alone.
 */
export function readOwnEnds(context: IExecuteFunctions, itemIndex: number): OwnEnds {
	if (!context.getNodeParameter('preferItem', itemIndex, true)) return {};
	const { phone, employee } = context.getInputData()[itemIndex].json;
	return { phone: filled(phone), employee: filled(employee) };
}

/**
 * Whether an item names both ends of the call, and no deal: that is MANGO's generic webhook
 * (docs/protocols/mango-office.md#generic-webhook).
 */
export function isWithoutDeal(
	context: IExecuteFunctions,
	itemIndex: number,
	{ phone, employee }: OwnEnds,
): boolean {
	const asksForDeal =
		phone === undefined ||
		employee === undefined ||
		!isFromItem(context, itemIndex, ['dealFrom', 'dealId', 'phone']);
	return !asksForDeal && filled(context.getInputData()[itemIndex].json.dealId) === undefined;
}

function filled(value: unknown): string | undefined {
	const text = textIn(value).trim();
	return text === '' ? undefined : text;
}
