import { tryToParseDateTime } from 'n8n-workflow';

import { attempt } from '../../protocols/attempt';
import { refusal, textIn, type Given } from '../shared/parameters';

type DateTime = ReturnType<typeof tryToParseDateTime>;

/** The present in the workflow's time zone. */
export function now({ context }: Pick<Given, 'context'>): DateTime {
	return tryToParseDateTime(new Date(), context.getTimezone());
}

/** A date and time, in the workflow's time zone unless it names another. Throws NodeOperationError. */
export function readDateTime(given: Given, advice = ''): DateTime {
	const { value, context } = given;
	const parsed = attempt(() => tryToParseDateTime(value as string, context.getTimezone()));
	// The parser sees a date in a lone number, and in the 31st of February: those are rather mistakes.
	const isMeant = (day: string) => value instanceof Date || textIn(value).startsWith(day);
	if ('value' in parsed && isMeant(parsed.value.toFormat('yyyy-MM-dd'))) return parsed.value;
	throw refusal(given, `It must be a date and time such as 2026-11-25T15:00${advice}.`);
}

/** As PHP writes ISO 8601: the documents show this form (crm.activity.todo.add). */
export function toBitrixTime(time: DateTime): string {
	return time.toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
}
