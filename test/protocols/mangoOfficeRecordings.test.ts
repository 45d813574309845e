import { attempt } from '../../protocols/attempt';
import {
	fileUrl,
	parseRecordingId,
	publicLink,
	readLocation,
} from '../../protocols/mangoOffice/recording';

const UNSAFE = new Error('MANGO OFFICE answered with an unsafe link to the recording');

describe('recordings', () => {
	test('the link is the Location of the redirect, and a refusal is a refusal', () => {
		expect(
			readLocation({
				status: 302,
				headers: { location: 'https://files.mango-office.ru/x' },
				body: '',
			}),
		).toBe('https://files.mango-office.ru/x');
		expect(() => readLocation({ status: 400, headers: {}, body: '{"result":3320}' })).toThrow(
			'result 3320',
		);
		expect(() => readLocation({ status: 200, headers: {}, body: '{"result":1000}' })).toThrow(
			'without a link',
		);
	});

	test('a link leads over https, or to where the API is', () => {
		expect(fileUrl('https://files.mango-office.ru/x', 'https://app.mango-office.ru/vpbx/')).toBe(
			'https://files.mango-office.ru/x',
		);
		expect(fileUrl('/files/x', 'http://127.0.0.1:8080/vpbx/')).toBe(
			'http://127.0.0.1:8080/files/x',
		);
		for (const unsafe of [
			'http://files.mango-office.ru/x',
			'file:///etc/passwd',
			'http://169.254.169.254/',
			'https://records:mango-office.ru/x',
			'https://',
		]) {
			expect(() => fileUrl(unsafe, 'https://app.mango-office.ru/vpbx/')).toThrow('unsafe link');
		}
	});

	const LOCAL: Array<[kind: string, hosts: string[]]> = [
		['loopback', ['127.0.0.1', '127.255.255.254', '[::1]', '[0:0:0:0:0:0:0:1]']],
		['loopback by name', ['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'ⓛocalhost']],
		['loopback in other numbers', ['2130706433', '0x7f000001', '0177.0.0.1', '017700000001']],
		[
			'loopback, short',
			['127.1', '127.0.1', '0x7f.1', '127.0.0.1.', '１２７.0.0.1', '127。0。0。1'],
		],
		['percent-encoded', ['%31%32%37.0.0.1', 'loc%61lhost']],
		['no address', ['0.0.0.0', '0', '0.1.2.3', '[::]', '255.255.255.255']],
		[
			'private',
			['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '0xc0a80101', '3232235777'],
		],
		['link-local', ['169.254.169.254', '0xa9fea9fe', '2852039166', '[fe80::1]', '[febf::1]']],
		['shared by a provider (CGNAT)', ['100.64.0.1', '100.127.255.255']],
		['unique-local and site-local', ['[fc00::1]', '[fd12:3456::1]', '[fec0::1]']],
		[
			'IPv4 in IPv6',
			['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:10.0.0.1]', '[::127.0.0.1]'],
		],
		[
			'IPv4 by translation',
			['[64:ff9b::127.0.0.1]', '[64:ff9b:1::a00:1]', '[2002:7f00:1::]', '[2001::1]'],
		],
		[
			'for documents and tests',
			['192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '[2001:db8::1]'],
		],
		[
			'multicast and reserved',
			['224.0.0.1', '240.0.0.1', '192.0.0.1', '[ff02::1]', '[4000::1]', '[100::1]'],
		],
		[
			'names of local networks',
			['intranet', 'nas', 'files.local', 'metadata.google.internal', 'x.home.arpa', 'x.lan'],
		],
	];
	const MANGO = 'https://app.mango-office.ru/vpbx/';

	test.each(LOCAL)('no link leads to what is %s', (_, hosts) => {
		for (const host of hosts)
			for (const url of [
				`https://${host}/x`,
				`https://${host}:8443/x`,
				`//${host}/x`,
				`https://a:b@${host}/`,
			])
				expect([url, attempt(() => fileUrl(url, MANGO))]).toEqual([url, { error: UNSAFE }]);
	});

	test('nor to what is no URL', () => {
		for (const url of [
			'https://',
			'https://[fe80::1%25eth0]/',
			'https://256.0.0.1/',
			'https://a b/',
			'data:,x',
		])
			expect([url, attempt(() => fileUrl(url, MANGO))]).toEqual([url, { error: UNSAFE }]);
	});

	test.each([
		'files.mango-office.ru',
		'8.8.8.8',
		'[2606:4700::1111]',
		'[::ffff:8.8.8.8]',
		'локально.рф',
	])('a link leads to %s', (host) => {
		expect(fileUrl(`https://${host}/x`, MANGO)).toBe(new URL(`https://${host}/x`).href);
	});

	test.each([
		['http://127.0.0.1:8080/vpbx/', 'https://127.0.0.2/x', true],
		['http://127.0.0.1:8080/vpbx/', 'https://localhost/x', true],
		['http://127.0.0.1:8080/vpbx/', 'http://127.0.0.1:8081/x', false],
		['http://127.0.0.1:8080/vpbx/', 'https://10.0.0.1/x', false],
		['http://127.0.0.1:8080/vpbx/', 'https://files.mango-office.ru/x', true],
		['https://10.0.0.1/vpbx/', 'https://192.168.0.1/x', true],
		['https://pbx.local/vpbx/', 'https://10.0.0.2/x', true],
		['https://10.0.0.1/vpbx/', 'https://127.0.0.1/x', false],
		['https://10.0.0.1/vpbx/', 'https://169.254.169.254/x', false],
		['https://10.0.0.1/vpbx/', 'http://10.0.0.2/x', false],
		[MANGO, 'https://app.mango-office.ru/x', true],
	])('with the API at %s, %s is allowed: %s', (baseUrl, url, isAllowed) => {
		expect('value' in attempt(() => fileUrl(url, baseUrl))).toBe(isAllowed);
	});

	test('a redirect is relative to where it comes from', () => {
		const from = 'https://files.mango-office.ru/a/b';
		expect(fileUrl('c', MANGO, from)).toBe('https://files.mango-office.ru/a/c');
		expect(attempt(() => fileUrl('//10.0.0.1/c', MANGO, from))).toEqual({ error: UNSAFE });
	});

	test('the public link is signed over key, time, recording and salt', () => {
		const parts = {
			baseUrl: 'https://app.mango-office.ru/vpbx/',
			apiKey: 'KEY',
			apiSalt: 'SALT',
			recordingId: 'MTox+/==',
			action: 'play' as const,
		};
		// echo -n 'KEY1772352000MTox+/==SALT' | sha256sum
		const sign = '1420b83fed4f40a16b985d0c3e0c8c6ec8c5f2d8f013d14f4ad97a1e7973d3fe';
		expect(publicLink({ ...parts, expiresAt: new Date('2026-03-01T08:00:00.900Z') })).toBe(
			`https://app.mango-office.ru/vpbx/queries/recording/link/MTox%2B%2F==/play/KEY/1772352000/${sign}`,
		);
	});

	test.each(['', 'a b', '../../x?', 'х'.repeat(3)])('%j is no ID', (id) => {
		expect(() => parseRecordingId(id)).toThrow('The recording ID was');
	});
});
