import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/** They are read for each webhook. */
const MAX_ENTRIES = 1000;

/**
 * The ranges of a list such as `81.88.80.132, 10.0.0.0/8, ::1`; a single address is a range of one.
 * Throws an Error that names the entry which is neither, or says how many are too many.
 */
export function parseRanges(list: string): Range[] {
	const entries = list.split(/[\s,;]+/).filter((entry) => entry !== '');
	if (entries.length > MAX_ENTRIES)
		throw new Error(
			`'Allowed Source Addresses' holds ${entries.length} entries; at most ${MAX_ENTRIES} are allowed`,
		);
	return entries.map((entry) => {
		const range = rangeOf(entry);
		if (range !== undefined) return range;
		throw new Error(
			`'Allowed Source Addresses' holds '${entry}', which is neither an address nor a CIDR range`,
		);
	});
}

/** Whether an address, as Express gives it, is in one of the ranges; an empty list allows every address. */
export function isAllowed(address: string | undefined, ranges: Range[]): boolean {
	if (ranges.length === 0) return true;
	const plain = read(address);
	if (plain === undefined) return false;
	return ranges.some((range) => range[0].kind() === plain.kind() && plain.match(range as never));
}

/** Whose an address is, as Express gives it: of IPv6 whoever has one has its whole /64. */
export function senderOf(address: string | undefined): string {
	const plain = read(address);
	if (plain?.kind() !== 'ipv6') return plain?.toString() ?? 'an unknown address';
	return `${ipaddr.IPv6.networkAddressFromCIDR(`${plain.toString()}/64`).toString()}/64`;
}

function read(address = ''): Address | undefined {
	// The system names the network interface that a link-local address came by.
	const parsed = parseAddress(address.split('%', 1)[0]);
	return parsed && unmapped(parsed);
}

function rangeOf(entry: string): Range | undefined {
	const [text, size, ...more] = entry.split('/');
	const address = parseAddress(text);
	if (address === undefined || more.length > 0) return undefined;
	const all = address.kind() === 'ipv4' ? 32 : 128;
	const bits = size === undefined ? all : readBits(size);
	const plain = unmapped(address);
	const ofMapping = plain === address ? 0 : 96;
	return bits >= ofMapping && bits <= all ? [plain, bits - ofMapping] : undefined;
}

/** NaN for what is no plain number. */
function readBits(size: string): number {
	return /^(0|[1-9]\d{0,2})$/.test(size) ? Number(size) : NaN;
}

/** Written out in full: the library also takes "10.1" for 10.0.0.1, and numbers that are octal or hexadecimal. */
function parseAddress(text: string): Address | undefined {
	if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
	const ending = text.slice(text.lastIndexOf(':') + 1);
	const isWhole = !ending.includes('.') || ipaddr.IPv4.isValidFourPartDecimal(ending);
	return isWhole && /^[\da-f:.]+$/i.test(text) && ipaddr.IPv6.isValid(text)
		? ipaddr.IPv6.parse(text)
		: undefined;
}

/** An IPv4 address that came over an IPv6 socket is written ::ffff:1.2.3.4. */
function unmapped(address: Address): Address {
	return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
		? address.toIPv4Address()
		: address;
}
