import { isEmpty, type Parameters } from './parameters';
import { WebhookRefusal, type RefusalCode } from './refusal';

/**
 * The one value of a parameter, or undefined when it was not sent. A parameter that is repeated, or a
 * list, or an object, is refused with `code`: picking one of its values would be guessing.
 */
export function single(parameters: Parameters, name: string, code: RefusalCode): unknown {
	return only(parameters.get(name) ?? [], parameters, name, code);
}

/** The same for a parameter that may be left out: senders leave in the name of what they have no value for. */
export function singleIfGiven(parameters: Parameters, name: string, code: RefusalCode): unknown {
	const values = parameters.get(name) ?? [];
	return only(
		values.filter((value) => !isEmpty(value)),
		parameters,
		name,
		code,
	);
}

function only(
	values: readonly unknown[],
	parameters: Parameters,
	name: string,
	code: RefusalCode,
): unknown {
	if ([...parameters.keys()].some((key) => key.startsWith(`${name}[`))) {
		throw new WebhookRefusal(
			code,
			`${name} was given as a list or an object. Give it once, as plain text.`,
			{
				parameter: name,
			},
		);
	}
	if (values.length > 1) {
		throw new WebhookRefusal(code, `${name} was given ${values.length} times. Give it once.`, {
			parameter: name,
		});
	}
	return values[0];
}
