import ipaddr from 'ipaddr.js';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * The ranges of a list such as `81.88.80.132, 10.0.0.0/8, ::1`; a single address is a range of one.
 * Throws an Error that names the entry which is neither.
 */
export function parseRanges(list: string): Range[] {
	const entries = list.split(/[\s,;]+/).filter((entry) => entry !== '');
	return entries.map((entry) => {
		if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
		if (ipaddr.isValid(entry)) return wholeAddress(ipaddr.parse(entry));
		throw new Error(`'Allowed Source Addresses' holds '${entry}', which is neither an address nor a CIDR range`);
	});
}

/** Whether an address, as Express gives it, is in one of the ranges; an empty list allows every address. */
export function isAllowed(address: string | undefined, ranges: Range[]): boolean {
	if (ranges.length === 0) return true;
	if (address === undefined || !ipaddr.isValid(address)) return false;
	// An IPv4 address that came over an IPv6 socket is written ::ffff:1.2.3.4.
	const parsed = ipaddr.process(address);
	return ranges.some((range) => range[0].kind() === parsed.kind() && parsed.match(range as never));
}

function wholeAddress(address: ipaddr.IPv4 | ipaddr.IPv6): Range {
	return [address, address.kind() === 'ipv4' ? 32 : 128];
}
