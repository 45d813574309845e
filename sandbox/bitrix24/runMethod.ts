import type { Service } from '../core/service';
import { insufficientScope, methodNotFound, RestError } from './errors';
import type { LoggedRequest } from './loggedRequest';
import { methods, scopesOf } from './methods';
import type { MethodAnswer, Portal } from './methods/method';
import type { Params } from './params';
import { webhookUserId } from './sampleData';

export interface FailedCommand {
	error: unknown;
	error_description: string;
	/** HTTP status when the method is called directly; inside a batch the status stays 200. */
	status?: number;
}

/** A portal together with the service that it stands on, and the faults that a test put into that. */
export interface TestedPortal extends Portal {
	service: Service<LoggedRequest, FailedCommand>;
}

/** Runs one method, called directly or by a batch. Method names are lower case here. */
export function runMethod(name: string, params: Params, portal: TestedPortal): MethodAnswer {
	const failure = portal.service.faults.takeFailure(name);
	if (failure) throw new RestError(failure.status ?? 400, failure.error, failure.error_description);
	const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
	if (!method) throw methodNotFound();
	const scopes = scopesOf[name.split('.')[0] ?? ''];
	if (scopes && !scopes.some((scope) => portal.scopes.includes(scope))) throw insufficientScope();
	return method(params, portal, { by: 'REST', userId: webhookUserId, method: name });
}
