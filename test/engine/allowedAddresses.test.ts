import { isAllowed, parseRanges } from '../../nodes/shared/allowedAddresses';

describe('an entry of the list', () => {
	const addresses = [
		...['0.0.0.0', '10.0.0.1', '81.88.80.132', '255.255.255.255'],
		...[
			'::',
			'::1',
			'2001:db8::1',
			'2001:DB8:0:0:0:0:0:1',
			'fe80::1',
			'::ffff:10.0.0.1',
			'64:ff9b::10.0.0.1',
		],
	];
	const ranges = [
		...['0.0.0.0/0', '10.0.0.0/8', '10.0.0.1/8', '10.0.0.1/32', '::/0', '2001:db8::/32', '::1/128'],
		...['::ffff:10.0.0.0/104', '::ffff:10.0.0.1/128'],
	];
	test.each([...addresses, ...ranges])('%s', (entry) => {
		expect(parseRanges(entry)).toHaveLength(1);
	});

	const loose = [
		'10.1',
		'10',
		'10.0.1',
		'2130706433',
		'0x7f.0.0.1',
		'0x7f000001',
		'127.1',
		'010.0.0.1',
		'10.00.0.1',
		'10.0.0.08',
	];
	const outside = [
		'256.0.0.1',
		'300.1.1.1',
		'10.0.0.1.1',
		'10.0.0.',
		'.10.0.0.1',
		'-10.0.0.1',
		'10..0.1',
		'1:2',
		':::',
		'1::2::3',
		'g::1',
	];
	const adorned = [
		'fe80::1%eth0',
		'fe80::1%1',
		'fe80::%25eth0/64',
		'[::1]',
		'10.0.0.1:80',
		'http://10.0.0.1',
		'localhost',
		'*',
		'10.0.0.*',
	];
	const mixed = ['::ffff:10.1', '::ffff:010.0.0.1', '::10.0.0.300', '10.0.0.1-10.0.0.9'];
	const sizes = [
		'10.0.0.0/33',
		'10.0.0.0/-1',
		'10.0.0.0/',
		'10.0.0.0/08',
		'10.0.0.0/8.0',
		'10.0.0.0/255.0.0.0',
		'10.0.0.0/8/8',
		'/8',
	];
	const sizes6 = [
		'::/129',
		'::1/0x40',
		'::/+1',
		'10/8',
		'10.0/8',
		'::ffff:10.0.0.0/8',
		'::ffff:10.0.0.0/95',
		'10.0.0.0/1e1',
	];
	test.each([...loose, ...outside, ...adorned, ...mixed, ...sizes, ...sizes6])(
		'%s is neither an address nor a range',
		(entry) => {
			const words = `'Allowed Source Addresses' holds '${entry}', which is neither an address nor a CIDR range`;
			expect(() => parseRanges(entry)).toThrow(words);
			expect(() => parseRanges(`10.0.0.1, ${entry}`)).toThrow(words);
		},
	);

	test('entries stand apart by commas, semicolons and white space', () => {
		expect(parseRanges(' 10.0.0.1,10.0.0.2;10.0.0.3\n::1\t,, ')).toHaveLength(4);
		expect(() => parseRanges('10.0.0.0 / 8')).toThrow("holds '/'");
	});

	test('a thousand are read for each webhook, more are refused', () => {
		expect(parseRanges('::1 '.repeat(1000))).toHaveLength(1000);
		expect(() => parseRanges('::1 '.repeat(1001))).toThrow(
			"'Allowed Source Addresses' holds 1001 entries; at most 1000 are allowed",
		);
	});
});

describe('whether a sender is allowed', () => {
	test.each<[string, string | undefined, boolean]>([
		['', undefined, true],
		['', '10.0.0.1', true],
		['10.0.0.1', undefined, false],
		['10.0.0.1', '', false],
		['10.0.0.1', '10.0.0.1', true],
		['10.0.0.1', '10.0.0.2', false],
		['10.0.0.1', '::ffff:10.0.0.1', true],
		['10.0.0.1', '::ffff:a00:1', true],
		['::ffff:10.0.0.1', '10.0.0.1', true],
		['::ffff:10.0.0.0/104', '10.200.0.1', true],
		['::ffff:10.0.0.0/104', '11.0.0.1', false],
		['10.0.0.0/8', '10.255.255.255', true],
		['10.9.9.9/8', '10.0.0.1', true],
		['10.0.0.0/8', '11.0.0.0', false],
		['10.0.0.0/31', '10.0.0.1', true],
		['10.0.0.0/31', '10.0.0.2', false],
		['0.0.0.0/0', '1.2.3.4', true],
		['0.0.0.0/0', '::1', false],
		['::/0', '::1', true],
		['::/0', '1.2.3.4', false],
		['2001:db8::/32', '2001:0DB8:ffff::1', true],
		['2001:db8::/32', '2001:db9::1', false],
		['fe80::/10', 'fe80::1%eth0', true],
		['fe80::1', 'fe80::2%eth0', false],
		['11.0.0.1, 10.0.0.0/8 ::1', '::1', true],
		// A proxy may pass on what a sender wrote.
		['10.0.0.1', '10.1', false],
		['10.0.0.1', '012.0.0.1', false],
		['10.0.0.1', '167772161', false],
		['10.0.0.1', 'unknown', false],
		['10.0.0.1', '10.0.0.1:1234', false],
	])('%j lets %s in: %s', (list, address, allowed) => {
		expect(isAllowed(address, parseRanges(list))).toBe(allowed);
	});
});
