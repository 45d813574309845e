import { BlockList, isIP } from 'node:net';

import { attempt } from '../../protocols/attempt';
import { fileUrl, parseRecordingId, publicLink } from '../../protocols/mangoOffice/recording';
import { HEAD_BYTES, isPage, soundOf } from '../../protocols/mangoOffice/sound';
import { expectThat, type Target } from './examine';
import { HEADER_LIMIT, split } from './texts';

const BASE = 'https://app.mango-office.ru/vpbx/';
const KEYS = { baseUrl: BASE, apiKey: 'k', apiSalt: 's', expiresAt: new Date(1.8e12) };

function listOf(family: 'ipv4' | 'ipv6', ranges: string): BlockList {
	const list = new BlockList();
	for (const range of ranges.split(' ')) {
		const [address, bits] = range.split('/');
		list.addSubnet(address, Number(bits), family);
	}
	return list;
}

/** This machine, its network, and what stands for one of them; told by Node's own reading of addresses. */
const INSIDE = {
	ipv4: listOf(
		'ipv4',
		'0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 224.0.0.0/3',
	),
	ipv6: listOf('ipv6', '::/8 64:ff9b::/32 2001::/32 2002::/16 fc00::/7 fe80::/9 ff00::/8'),
};
const LOCAL_NAME = /(^|\.)(localhost|local|internal)\.?$/;

function expectPublic(link: string): string {
	const { protocol, hostname } = new URL(link);
	const host = hostname.replace(/^\[|\]$/g, '');
	const family = { 4: 'ipv4', 6: 'ipv6' } as const;
	const name = family[isIP(host) as 4 | 6] as 'ipv4' | 'ipv6' | undefined;
	const isInside = name === undefined ? LOCAL_NAME.test(host) : INSIDE[name].check(host, name);
	expectThat(protocol === 'https:' && !isInside, `A file is taken from ${link}`);
	return link;
}

/** What MANGO's file storage answers: a link, a redirect from there, a Content-Type, and the file. */
export const recordingTargets: readonly Target[] = [
	{
		name: 'recording file',
		grammar: {
			seeds: [
				'https://records.mango-office.ru/x?y=1\n\naudio/mpeg\nID3\x03\0\0\0\0\0\0\0\0',
				'/vpbx/file/1\nhttps://storage.example.com/a.mp3\ntext/html\n<html>',
				'https://1.2.3.4/\nhttps://[2a00::1]/\n\nRIFF\0\0\0\0WAVE',
				'//files.example\n../b\napplication/octet-stream\n\xff\xfb\x90\x44',
				'MToxMDI0MjQyNzoyNTg2MzI1NzAxODow\n\naudio/ogg\nOggS\0',
			],
			words: [
				...'https:// http:// // @ . .. 。 %2e localhost .internal [::1] [::ffff:7f00:1]'.split(' '),
				...'127.1 0x7f.1 10.0.0.1 2130706433 169.254.169.254 ①②⑦.⓪.⓪.① [fe80::1]'.split(' '),
				...'[64:ff9b::7f00:1] [2002:7f00:1::] application/json RIFF OggS'.split(' '),
			],
		},
		limit: 4 * HEADER_LIMIT,
		refusals: ['Error'],
		read: (text) => {
			const { head, body } = split(text, 3);
			const lines = head.split('\n').map((line) => line.slice(0, HEADER_LIMIT));
			const [link = '', location = '', type = ''] = lines;
			const id = attempt(() => parseRecordingId(link));
			const toPlay =
				'value' in id ? publicLink({ ...KEYS, recordingId: id.value, action: 'play' }) : BASE;
			expectThat(toPlay.startsWith(BASE), `The link to play it is ${toPlay}`);
			const sound = soundOf(Buffer.from(body, 'latin1').subarray(0, HEAD_BYTES));
			const first = expectPublic(fileUrl(link, BASE));
			return [isPage(type), sound, expectPublic(fileUrl(location, BASE, first))];
		},
	},
];
