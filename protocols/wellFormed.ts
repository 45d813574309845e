/**
 * A text that can be encoded: half of a character, as is left where one cut an emoji in two,
 * becomes U+FFFD. Neither a URL nor JSON may hold one, and a service would refuse the whole request
 * for it.
 */
export function wellFormed(text: string): string {
	return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
