import type { ForcedAnswer } from '../../sandbox/core/answers';
import type { Tls } from '../../sandbox/core/service';
import { authority, certificate } from '../certificates';

/** What goes wrong with a request: one of these. */
export interface Fault {
	name: string;
	/** What comes in place of the service's own answer. */
	answer?: ForcedAnswer;
	/** The certificate that the service has. `trusted` is the authority that n8n knows, if any. */
	tls?: () => Promise<{ own: Tls; trusted?: Tls }>;
	/** The address that is asked in place of the service's. */
	address?: string;
	/** By how much the service's clock is ahead of n8n's. */
	aheadMs?: number;
	/** The service itself says that it has done nothing, or it was never reached. */
	isRefusal?: boolean;
}

const PAGE = '<!DOCTYPE html><html><body>Please wait</body></html>';
const HTML = { 'Content-Type': 'text/html' };
const CUT = '{"result":{"res';
/** Longer than either node waits. */
export const TOO_SLOW_MS = 70_000;
const ELSEWHERE = 'https://elsewhere.example/rest/';

const servers: Fault[] = [
	{ name: 'HTTP 429 without a body', answer: { status: 429, body: '' }, isRefusal: true },
	{ name: 'HTTP 403 with a page', answer: { status: 403, headers: HTML, body: PAGE } },
	{ name: 'HTTP 503 with a page', answer: { status: 503, headers: HTML, body: PAGE } },
	...[500, 504].map((status) => ({
		name: `HTTP ${status} with a page, after the work was done`,
		answer: { status, headers: HTML, body: PAGE, runFirst: true },
	})),
];

const connections: Fault[] = [
	{ name: 'an answer after 70 s', answer: { delayMs: TOO_SLOW_MS } },
	{
		name: 'an answer after 70 s, the work was done',
		answer: { delayMs: TOO_SLOW_MS, runFirst: true },
	},
	{ name: 'the connection is reset before the request is taken', answer: { dropConnection: true } },
	{
		name: 'the connection is reset after the work was done',
		answer: { dropConnection: true, runFirst: true },
	},
	{
		name: 'the answer breaks off, after the work was done',
		answer: { headers: { 'Content-Length': '500' }, body: CUT, runFirst: true },
	},
	{ name: 'nobody listens at the address', address: 'http://127.0.0.1:9', isRefusal: true },
	{ name: 'no such host', address: 'https://no-such-host.invalid', isRefusal: true },
];

const bodies: Fault[] = [
	{
		name: 'HTTP 200 with a page, after the work was done',
		answer: { headers: HTML, body: PAGE, runFirst: true },
	},
	...['', CUT, '[]', '{}'].map((body) => ({
		name: `HTTP 200 with ${body === '' ? 'nothing' : `\`${body}\``}, after the work was done`,
		answer: { body, runFirst: true },
	})),
];

const redirects: Fault[] = [
	...[302, 307].map((status) => ({
		name: `HTTP ${status} to another host`,
		answer: { status, headers: { Location: ELSEWHERE }, body: '' },
		isRefusal: true,
	})),
	{ name: 'HTTP 302 to nowhere', answer: { status: 302, body: '' }, isRefusal: true },
];

const certificates: Fault[] = [
	{
		name: 'a self-signed certificate',
		tls: async () => ({ own: await certificate() }),
		isRefusal: true,
	},
	{
		name: "a certificate of a company's own authority",
		tls: async () => ({ own: await certificate({ by: await authority() }) }),
		isRefusal: true,
	},
	{
		name: 'a certificate that has expired',
		tls: async () => ({ own: await certificate({ to: '2001-01-01' }) }),
		isRefusal: true,
	},
	{
		name: "another host's certificate",
		tls: async () => {
			const trusted = await authority();
			return { own: await certificate({ by: trusted, host: 'portal.example' }), trusted };
		},
		isRefusal: true,
	},
];

const MINUTES_MS = 60_000;
const clocks: Fault[] = [5, -5].map((minutes) => ({
	name: `the service's clock is five minutes ${minutes > 0 ? 'ahead' : 'behind'}`,
	aheadMs: minutes * MINUTES_MS,
}));

/** Those that any service can have. */
export const COMMON: readonly Fault[] = [
	...servers,
	...connections,
	...bodies,
	...redirects,
	...certificates,
	...clocks,
];
