const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const EXPECTED = 'MANGO OFFICE\'s own is https://app.mango-office.ru/vpbx/.';

/** The address that method paths are appended to, ending in a slash. Throws an Error that says what is allowed. */
export function parseBaseUrl(text: string): string {
	if (!URL.canParse(text.trim())) throw new Error(`'Base URL' is not a URL. ${EXPECTED}`);
	const { protocol, hostname, origin, pathname } = new URL(text.trim());
	if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.test(hostname))) {
		throw new Error(`'Base URL' must begin with https:// (plain http only for this machine). ${EXPECTED}`);
	}
	return `${origin}${pathname.replace(/\/?$/, '/')}`;
}
