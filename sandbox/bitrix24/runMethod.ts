import { z } from 'zod';

import type { Service } from '../core/service';
import { insufficientScope, methodNotFound, RestError } from './errors';
import type { LoggedRequest } from './loggedRequest';
import { methods, scopesOf } from './methods';
import type { MethodAnswer, Portal } from './methods/method';
import { webhookUserId } from './model';
import type { Params } from './params';

export const failureShape = z.object({
	error: z.union([z.string(), z.number()]),
	error_description: z.string().default(''),
	/** HTTP status when the method is called directly; inside a batch the status stays 200. */
	status: z.number().int().default(400),
});
type FailedCommand = z.infer<typeof failureShape>;

/** A portal together with the service that it stands on, and the faults that a test put into that. */
export interface TestedPortal extends Portal {
	service: Service<LoggedRequest, FailedCommand>;
}

/** Runs one method, called directly or by a batch. Method names are lower case here. */
export function runMethod(name: string, params: Params, portal: TestedPortal): MethodAnswer {
	const failure = portal.service.faults.takeFailure(name);
	if (failure) throw new RestError(failure.status, failure.error, failure.error_description);
	const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
	if (!method) throw methodNotFound();
	const scopes = scopesOf[name.split('.')[0] ?? ''];
	if (scopes && !scopes.some((scope) => portal.scopes.includes(scope))) throw insufficientScope();
	return method(params, portal, { by: 'REST', userId: webhookUserId, method: name });
}
