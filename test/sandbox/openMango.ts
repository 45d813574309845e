import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { startMango, type MangoOptions, type MangoStandin } from '../../sandbox/mango';
import { rows, until, type Json } from './openPortal';

export interface MangoReply {
	status: number;
	/** `{}` when the answer has no JSON body. */
	body: Json;
	text: string;
	headers: Headers;
}

export interface OpenMango {
	mango: MangoStandin;
	/** Signs and sends, as our nodes do. */
	call(path: string, params?: unknown): Promise<MangoReply>;
}

/** Written anew here, so that the stand-in's own signing is checked and not repeated. */
export function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

/** A stand-in for one test file, back to the sample data before each test. */
export function openMango(options: MangoOptions = {}): OpenMango {
	const open = {} as OpenMango;
	beforeAll(async () => {
		open.mango = await startMango({ rateLimit: false, lockout: false, ...options });
	});
	beforeEach(() => open.mango.reset());
	afterAll(() => open.mango.stop());
	open.call = (path, params = {}) => callMango(open.mango, path, JSON.stringify(params));
	return open;
}

export function callMango(
	{ baseUrl, apiKey, apiSalt }: MangoStandin,
	path: string,
	json: string,
): Promise<MangoReply> {
	return postForm(baseUrl + path, {
		vpbx_api_key: apiKey,
		sign: sha256(apiKey + json + apiSalt),
		json,
	});
}

/** The calls of the last hour as the extended statistics have them. */
export async function callHistory(open: OpenMango, filters: object = {}): Promise<Json[]> {
	const hour = 3600_000;
	const moscow = (time: number) =>
		new Date(time + 3 * hour).toISOString().replace(/^(\d+)-(\d+)-(\d+)T(.{8}).*/, '$3.$2.$1 $4');
	const period = {
		start_date: moscow(Date.now() - hour),
		end_date: moscow(Date.now() + hour),
		limit: 100,
		offset: 0,
	};
	const { key } = (await open.call('stats/calls/request', { ...period, ...filters })).body;
	await open.call('stats/calls/result', { key });
	const { data } = (await open.call('stats/calls/result', { key })).body;
	return rows(data).flatMap(({ list }) => rows(list));
}

export async function postForm(url: string, form: Record<string, string>): Promise<MangoReply> {
	const response = await fetch(url, {
		method: 'POST',
		body: new URLSearchParams(form),
		redirect: 'manual',
	});
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.includes('json');
	return {
		status: response.status,
		body: (isJson ? JSON.parse(text) : {}) as Json,
		text,
		headers: response.headers,
	};
}

export interface Received {
	path: string;
	json: Record<string, unknown> & { from?: Record<string, unknown>; to?: Record<string, unknown> };
	signed: boolean;
	contentType: string;
}

/** The "external system": takes events and checks their signatures. */
export async function openReceiver(keys: () => { apiKey: string; apiSalt: string }) {
	const received: Received[] = [];
	let [round, pings] = [0, 0];
	const server = http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			const form = new URLSearchParams(body);
			const [key, json] = [form.get('vpbx_api_key'), form.get('json') ?? ''];
			const { apiKey, apiSalt } = keys();
			const base = `/hook${round}/`;
			response.end('ok');
			if (!request.url?.startsWith(base)) return;
			// A bare ping has no json.
			if (body === '' && request.url === `${base}ping`) return void (pings += 1);
			received.push({
				path: request.url.slice(base.length),
				json: JSON.parse(json),
				signed: key === apiKey && form.get('sign') === sha256(apiKey + json + apiSalt),
				contentType: request.headers['content-type'] ?? '',
			});
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		received,
		get pings() {
			return pings;
		},
		/** A new address; what still comes to the old one is not counted. */
		fresh() {
			round += 1;
			received.length = pings = 0;
			return `http://127.0.0.1:${port}/hook${round}`;
		},
		of: (path: string) => received.filter((event) => event.path === path).map(({ json }) => json),
		async until(path: string, count = 1) {
			await until(() => received.filter((event) => event.path === path).length >= count);
			return this.of(path);
		},
		stop: () => new Promise((resolve) => server.close(resolve)),
	};
}
