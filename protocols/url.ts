/** Node takes no longer head of a request, and of marks over letters without end the parser takes seconds. */
const MAX_LENGTH = 16 * 1024;

/** A URL, or one below `base`; undefined for what is none. */
export function urlOf(text: string, base?: string): URL | undefined {
	return text.length <= MAX_LENGTH && URL.canParse(text, base) ? new URL(text, base) : undefined;
}
