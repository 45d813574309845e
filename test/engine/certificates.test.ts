import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import type { ICredentialTestRequest, INodeListSearchResult, IRequestOptions } from 'n8n-workflow';

import { startBitrix24, type Bitrix24Standin } from '../../sandbox/bitrix24';
import type { Tls } from '../../sandbox/core/service';
import { startMango } from '../../sandbox/mango';
import { authority, certificate, NOT_TAKEN } from '../certificates';
import { HELPERS, sendFromForeignNode } from './foreignNode';
import { loadList, loadPackage, runNode } from './harness';

let portal: Bitrix24Standin;

async function open(tls: Tls) {
	portal = await startBitrix24({ rateLimit: false, tls });
	expect(portal.webhookUrl).toMatch(/^https:/);
}
afterEach(() => portal.stop());

const credentials = (changes: object = {}) => ({
	bitrix24WebhookApi: { webhookUrl: portal.webhookUrl, ...changes },
});
const INSECURE = { allowUnauthorizedCerts: true };

const READ = { resource: 'deal', operation: 'get' };
const WRITE = { resource: 'timelineComment', operation: 'add', text: 'x' };
const run = (parameters: object, changes: object = {}) =>
	runNode('bitrix24', {
		parameters: { ...parameters },
		items: [{ json: { dealId: 12 } }],
		credentials: credentials(changes),
	});

const TRUST = /^Nothing was sent\. .*NODE_EXTRA_CA_CERTS.*'Ignore SSL Issues \(Insecure\)'/;
const RENEW = /^Nothing was sent\. .*renewed.*clock/;
const ADVICE: Record<string, RegExp> = {
	DEPTH_ZERO_SELF_SIGNED_CERT: TRUST,
	SELF_SIGNED_CERT_IN_CHAIN: TRUST,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: TRUST,
	CERT_HAS_EXPIRED: RENEW,
	CERT_NOT_YET_VALID: RENEW,
};

describe.each(Object.entries(NOT_TAKEN))('%s', (code, make) => {
	beforeEach(async () => await open(await make()));

	test.each([
		['a reading', READ],
		['a write', WRITE],
	])('%s: nothing is sent, and the user reads what helps', async (_, parameters) => {
		const { error } = await run(parameters);
		expect(error?.message).toMatch(/^No secure connection to Bitrix24: /);
		expect(error?.message).toContain(`(${code})`);
		expect(error?.description).toMatch(ADVICE[code]);
		expect(portal.requests).toEqual([]);
	});

	test('with the option of the credential it is taken', async () => {
		expect((await run(READ, INSECURE)).outputs[0][0].json.dealId).toBe(12);
		await run(WRITE, INSECURE);
		expect(portal.comments).toHaveLength(1);
	});
});

describe('the option Ignore SSL Issues', () => {
	beforeEach(async () => await open(await certificate()));

	test('is off in a new credential, and off is what any value but true is', async () => {
		const { properties } = (await loadPackage()).getCredential('bitrix24WebhookApi').type;
		const option = properties.find(({ name }) => name === 'allowUnauthorizedCerts');
		expect(option).toMatchObject({ type: 'boolean', default: false });
		for (const allowUnauthorizedCerts of [undefined, false, '', 'false', 0, null])
			expect((await run(READ, { allowUnauthorizedCerts })).error).toBeDefined();
		expect(portal.requests).toEqual([]);
	});

	test('goes for lists of the editor', async () => {
		const search = async (changes: object) =>
			await loadList(
				'bitrix24',
				{ parameters: READ, credentials: credentials(changes) },
				'parameters.pipeline',
				async (node, context) =>
					(await node.methods?.listSearch?.searchUsers.call(context)) as INodeListSearchResult,
			);
		await expect(search({})).rejects.toThrow(/^No secure connection to Bitrix24/);
		expect((await search(INSECURE)).results).not.toEqual([]);
	});

	describe.each(HELPERS)('by %s', (helper) => {
		const send = async (asked: Partial<IRequestOptions>, changes: object) =>
			await sendFromForeignNode(asked, { helper, credentials: credentials(changes) });

		test("goes for n8n's HTTP Request node", async () => {
			const uri = new URL('/rest/profile', portal.url).href;
			expect((await send({ uri }, {})).error).toBeDefined();
			const { outputs } = await send({ uri }, INSECURE);
			expect(outputs[0][0].json.answer).toMatchObject({ result: { ID: '1' } });
		});

		test("goes for the credential's own test", async () => {
			const { test } = (await loadPackage()).getCredential('bitrix24WebhookApi').type;
			const { url: uri, ...request } = (test as ICredentialTestRequest).request;
			const asked = { uri, ...request } as Partial<IRequestOptions>;
			expect((await send(asked, {})).error).toBeDefined();
			const { outputs } = await send(asked, INSECURE);
			expect(outputs[0][0].json.answer).toMatchObject({
				result: { result: { c0: { ID: '1' } } },
			});
		});

		test('sends the secret to no other host either', async () => {
			const other = await startBitrix24({ rateLimit: false, tls: await certificate() });
			try {
				const Location = `${other.webhookUrl}profile.json`;
				portal.answerNext({ status: 307, headers: { Location }, body: '' });
				const uri = new URL('/rest/profile', portal.url).href;
				expect((await send({ uri }, INSECURE)).error).toBeDefined();
				expect(other.requests).toEqual([]);
			} finally {
				await other.stop();
			}
		});
	});
});

/** Runs the node where the company's own authority is named in NODE_EXTRA_CA_CERTS. */
async function runTrusting(ca: Tls) {
	const file = join(mkdtempSync(join(tmpdir(), 'authority-')), 'authority.pem');
	writeFileSync(file, ca.cert);
	const { stdout } = await promisify(execFile)(
		process.execPath,
		['--import', 'tsx', resolve(__dirname, 'trustedAuthority.ts')],
		{ env: { ...process.env, NODE_EXTRA_CA_CERTS: file, WEBHOOK_URL: portal.webhookUrl } },
	);
	return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

describe('where NODE_EXTRA_CA_CERTS names the own authority', () => {
	test('its portal is taken', async () => {
		const ca = await authority();
		await open(await certificate({ by: ca }));
		expect(await runTrusting(ca)).toEqual({ dealId: 12 });
	});

	test('a portal under another name is not, and the user reads why', async () => {
		const ca = await authority();
		await open(await certificate({ by: ca, host: 'portal.example' }));
		const { message, description } = await runTrusting(ca);
		expect(message).toMatch(/does not match.*\(ERR_TLS_CERT_ALTNAME_INVALID\)$/);
		expect(description).toMatch(/^Nothing was sent\. Put the host .*'Webhook URL'/);
	});
});

test('MANGO OFFICE behind such a certificate: nothing is sent, and the user reads what helps', async () => {
	await open(await certificate());
	const mango = await startMango({ rateLimit: false, tls: await certificate() });
	try {
		const { apiKey, apiSalt, baseUrl } = mango;
		for (const operation of ['getBalance', 'callback']) {
			const { error } = await runNode('mangoOffice', {
				parameters: { resource: operation === 'callback' ? 'call' : 'account', operation },
				items: [{ json: { employee: '101', phone: '79161234567' } }],
				credentials: { mangoOfficeApi: { apiKey, apiSalt, baseUrl } },
			});
			expect(error?.message).toMatch(/^No secure connection to MANGO OFFICE: /);
			expect(error?.description).toMatch(/^Nothing was sent\. .*NODE_EXTRA_CA_CERTS/);
		}
		expect(mango.requests).toEqual([]);
	} finally {
		await mango.stop();
	}
});
