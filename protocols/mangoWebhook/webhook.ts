import { readAction, type Action, type ActionRules } from './action';
import { checkAuthData } from './authData';
import { readCall, requireBothEnds, type CallParameters } from './call';
import { readDealId, readDealIdIfGiven } from './deal';
import { merge, readBody, readQuery, type WebhookBody } from './parameters';
import { readResult, type Result } from './result';
import { checkProductId, checkSource, type Source } from './sender';

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
export interface MangoWebhook extends CallParameters {
	action: Action;
	/** Missing only in MANGO's generic webhook. */
	dealId?: number;
	result?: Result;
	source: Source;
	productId: string | null;
	actionName: string;
}

/**
 * Verifies and parses one webhook of MANGO's Bitrix24 integration. The checks run in this order, and the
 * first that fails throws its WebhookRefusal: body, AuthData, Product_id, Source, Action, DealID, Result, and the
 * parameters of a call.
 */
export function receiveWebhook(request: WebhookRequest, rules: WebhookRules): MangoWebhook {
	const parameters = merge(readQuery(request.url), readBody(request.body));
	checkAuthData(parameters, rules.authData);
	const productId = checkProductId(parameters, rules.productId);
	const source = checkSource(parameters);
	const { action, actionName } = readAction(parameters, rules);
	const about = { source, productId, actionName };
	if (action === 'dealMove') return { action, dealId: readDealId(parameters), result: readResult(parameters), ...about };
	if (source !== 'Other') return { action, dealId: readDealId(parameters), ...readCall(parameters), ...about };
	const dealId = readDealIdIfGiven(parameters);
	const call = readCall(parameters);
	if (dealId === undefined) requireBothEnds(call);
	return { action, ...(dealId !== undefined && { dealId }), ...call, ...about };
}
