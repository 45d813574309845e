import { readAction, type Action, type ActionRules } from './action';
import { checkAuthData } from './authData';
import { readDealId } from './deal';
import { merge, readBody, readQuery, type WebhookBody } from './parameters';
import { readResult, type Result } from './result';
import { checkProductId, checkSource } from './sender';

export interface WebhookRequest {
	/** Path and query as they came in, not decoded. */
	url: string;
	body: WebhookBody;
}

export interface WebhookRules extends ActionRules {
	authData: string;
	/** The portal that may send; empty for any. */
	productId: string;
}

/** What a webhook asks for: the item of MangoBitrixTrigger (DESIGN, section 3). */
export interface MangoWebhook {
	action: Action;
	dealId: number;
	result?: Result;
	source: string;
	productId: string | null;
	actionName: string;
}

/**
 * Verifies and parses one webhook of MANGO's Bitrix24 integration. The checks run in this order, and the
 * first that fails throws its WebhookRefusal: body, AuthData, Product_id, Source, Action, DealID, Result.
 */
export function receiveWebhook(request: WebhookRequest, rules: WebhookRules): MangoWebhook {
	const parameters = merge(readQuery(request.url), readBody(request.body));
	checkAuthData(parameters, rules.authData);
	const productId = checkProductId(parameters, rules.productId);
	const source = checkSource(parameters);
	const { action, actionName } = readAction(parameters, rules);
	const dealId = readDealId(parameters);
	const result = action === 'dealMove' ? readResult(parameters) : undefined;
	return { action, dealId, ...(result && { result }), source, productId, actionName };
}
