const secretNames = /auth|token|secret|pass|key|sign/i;

/** A URL fit to be shown: values of parameters like AuthData are hidden, and so is a password. */
export function maskUrl(text: string): string {
	const [address = '', ...query] = text.split('?');
	const shownAddress = address.replace(/\/\/[^/@]*@/, '//•••@');
	if (query.length === 0) return shownAddress;
	return `${shownAddress}?${query.join('?').split('&').map(maskPair).join('&')}`;
}

function maskPair(pair: string): string {
	const [name = ''] = pair.split('=');
	return secretNames.test(name) && pair.includes('=') ? `${name}=•••` : pair;
}
