import { insufficientScope, methodNotFound } from './errors';
import type { Faults } from './faults';
import { methods } from './methods';
import type { MethodAnswer, Portal } from './methods/method';
import type { Params } from './params';
import { webhookUserId } from './sampleData';

/** A portal together with the faults that a test put into it. */
export interface TestedPortal extends Portal {
	faults: Faults;
}

/** Runs one method, called directly or by a batch. Method names are lower case here. */
export function runMethod(name: string, params: Params, portal: TestedPortal): MethodAnswer {
	portal.faults.check(name);
	const method = methods.get(name);
	if (!method) throw methodNotFound();
	if (method.scopes && !method.scopes.some((scope) => portal.scopes.includes(scope)))
		throw insufficientScope();
	return method.run(params, portal, { by: 'REST', userId: webhookUserId, method: name });
}
