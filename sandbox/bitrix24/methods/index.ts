import { insufficientScope, methodNotFound, RestError } from '../errors';
import { webhookUserId } from '../model';
import type { Params } from '../params';
import { activityMethods } from './crmActivity';
import { commentMethods } from './crmComment';
import { dealMethods } from './crmDeal';
import { duplicateMethods } from './crmDuplicate';
import { itemMethods } from './crmItem';
import { settingMethods } from './crmSettings';
import type { MethodAnswer, Methods, Portal } from './method';
import { portalMethods } from './portal';

/** The methods of this portal. `batch` is in batch.ts, for it runs the others. */
const methods: Methods = {
	...portalMethods,
	...itemMethods,
	...dealMethods,
	...commentMethods,
	...activityMethods,
	...duplicateMethods,
	...settingMethods,
};

/**
 * What must have been ticked for a method, by its name's first word: one of these. Others need
 * nothing ("basic").
 */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
	crm: ['crm'],
	im: ['im'],
	tasks: ['task'],
	user: ['user', 'user_basic', 'user_brief'],
};

/** Runs one method, called directly or by a batch. Method names are lower case here. */
export function runMethod(name: string, params: Params, portal: Portal): MethodAnswer {
	const failure = portal.service.faults.takeFailure(name);
	if (failure) throw new RestError(failure.status, failure.error, failure.error_description);
	const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
	if (!method) throw methodNotFound();
	const scopes = scopesOf[name.split('.')[0] ?? ''];
	if (scopes && !scopes.some((scope) => portal.scopes.includes(scope))) throw insufficientScope();
	return method(params, portal, { by: 'REST', userId: webhookUserId, method: name });
}
