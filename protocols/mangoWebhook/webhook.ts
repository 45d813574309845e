import { readAction, type Action, type ActionRules } from './action';
import { checkAuthData, SECRET_NAMES } from './authData';
import { readCall, requireBothEnds, type CallParameters } from './call';
import {
	baseName,
	merge,
	readBody,
	readQuery,
	unreadBody,
	type Parameters,
	type WebhookBody,
} from './parameters';
import { WebhookRefusal } from './refusal';
import { readResult, type Result } from './result';
import { checkProductId, checkSource, type Source } from './sender';
import { readSubject, readSubjectIfGiven, type FurtherKind } from './subject';

export interface WebhookRequest {
	/** Path and query as they came in, not decoded. */
	url: string;
	body: WebhookBody;
}

export interface WebhookRules extends ActionRules {
	authData: string;
	/** The portal that may send; empty for any. */
	productId: string;
	/** The country (ISO code) of phone numbers that come without its code. */
	country?: string;
	/** What else than deals robots may send; nothing without it. */
	further?: readonly FurtherKind[];
}

/** What a webhook asks for: the item of MangoBitrixTrigger (README.md#mango-bitrix24-trigger). */
export interface MangoWebhook extends CallParameters {
	action: Action;
	/** Missing in MANGO's generic webhook, and where a robot has sent a record of another kind. */
	dealId?: number;
	/** Of a record that is no deal, and its ID with it. */
	kind?: FurtherKind;
	entityTypeId?: number;
	id?: number;
	leadId?: number;
	result?: Result;
	source: Source;
	productId: string | null;
	actionName: string;
}

/**
 * Verifies and parses one webhook of MANGO's Bitrix24 integration. The checks run in this order, and the
 * first that fails throws its WebhookRefusal: body, AuthData, Product_id, Source, Action, DealID, Result, and the
 * parameters of a call. A body that cannot be read matters only where something is missing from the URL.
 */
export function receiveWebhook({ url, body }: WebhookRequest, rules: WebhookRules): MangoWebhook {
	const query = readQuery(url);
	const ofBody = readBody(body);
	if (ofBody !== undefined) return readWebhook(merge(query, ofBody), rules);
	try {
		return readWebhook(query, rules);
	} catch (error) {
		const missing = error instanceof WebhookRefusal ? error.details.parameter : undefined;
		throw missing === undefined || isGiven(query, missing)
			? error
			: unreadBody(body.contentType, missing);
	}
}

function isGiven(query: Parameters, name: string): boolean {
	const names = name === 'AuthData' ? SECRET_NAMES : [baseName(name)];
	return [...query.keys()].some((key) => names.includes(baseName(key)));
}

function readWebhook(parameters: Parameters, rules: WebhookRules): MangoWebhook {
	checkAuthData(parameters, rules.authData);
	const productId = checkProductId(parameters, rules.productId);
	const source = checkSource(parameters);
	const { action, actionName } = readAction(parameters, rules);
	const about = { source, productId, actionName };
	const { country, further = [] } = rules;
	if (action === 'dealMove') {
		const subject = readSubject(parameters, further);
		return { action, ...subject, result: readResult(parameters), ...about };
	}
	if (source !== 'Other') {
		const subject = readSubject(parameters, further);
		return { action, ...subject, ...readCall(parameters, country), ...about };
	}
	const subject = readSubjectIfGiven(parameters, further);
	const call = readCall(parameters, country);
	if (subject === undefined) requireBothEnds(call);
	return { action, ...subject, ...call, ...about };
}
