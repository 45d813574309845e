const MOST_DIGITS = 6;

/**
 * The short number of an employee or a group, as a pattern. MANGO names no length; two to four digits are usual, and
 * a text of more than six may be a client's number.
 */
export const EXTENSION = `\\d{1,${MOST_DIGITS}}`;

const WHOLE = new RegExp(`^${EXTENSION}$`);

export function isExtension(text: string): boolean {
	return WHOLE.test(text);
}

/** What an extension must be, for the user. */
export const EXTENSION_RULE = `digits only, at most ${MOST_DIGITS}, for example 101`;
