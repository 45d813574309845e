import ipaddr from 'ipaddr.js';

/** Names that only a local network knows. */
const LOCAL_NAME = /^[^.]*$|\.(localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/;
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * The kind of network that the host of a URL is in: `public`, or one that the internet does not
 * reach, such as `loopback` or `private`. URL has already made one form of an IPv4 address in
 * decimal, octal or hexadecimal numbers. What a name resolves to is not known here.
 */
export function networkOf({ hostname }: URL): string {
	const host = hostname.replace(/^\[|\]$|\.$/g, '');
	if (/^(.*\.)?localhost$/.test(host)) return 'loopback';
	if (!ipaddr.isValid(host)) return LOCAL_NAME.test(host) ? 'private' : 'public';
	const address = ipaddr.process(host);
	const range = address.range();
	if (range !== 'unicast') return range;
	const isGlobal = address instanceof ipaddr.IPv4 || address.match(GLOBAL_V6);
	return isGlobal ? 'public' : 'reserved';
}
