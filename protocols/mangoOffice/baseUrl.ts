import { parseSecureUrl } from '../secureUrl';

const EXPECTED = "MANGO OFFICE's own is https://app.mango-office.ru/vpbx/.";

/** The address that method paths are appended to, ending in a slash. Throws an Error that says what is allowed. */
export function parseBaseUrl(text: string): string {
	const { origin, pathname } = parseSecureUrl(text, 'Base URL', EXPECTED);
	return `${origin}${pathname.replace(/\/?$/, '/')}`;
}
