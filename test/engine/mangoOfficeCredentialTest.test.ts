import { CredentialTestContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunction,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { clock } from '../clock/clock';
import { additionalDataFor, loadPackage } from './harness';
import { useMango } from './mangoAccount';

const office = useMango({ rateLimit: true, lockout: true });
const NODES = ['mangoOffice', 'mangoOfficeTrigger', 'mangoOfficePollingTrigger'];
const CALLBACK = { resource: 'call', operation: 'callback' };
const ITEM = { employee: '101', phone: '8 (916) 111-00-01', dealId: 12 };
const BALANCE = 'account/balance';

/** The node's function on what n8n gives it; n8n takes that of any node that has the credential. */
async function verdict(
	changes: ICredentialDataDecryptedObject = {},
	node = NODES[0],
): Promise<INodeCredentialTestResult> {
	const loader = await loadPackage();
	const { description, methods } = loader.getNode(node).type as {
		description: { credentials: Array<{ name: string; testedBy: string }> };
		methods: { credentialTest: Record<string, ICredentialTestFunction> };
	};
	const [{ name: type, testedBy }] = description.credentials;
	expect(type).toBe('mangoOfficeApi');
	const data = { ...office.credentials().mangoOfficeApi, ...changes };
	const context = new CredentialTestContext(additionalDataFor(loader, {}, ''));
	const credential = { id: '1', name: 'MANGO', type, data };
	return await methods.credentialTest[testedBy].call(context, credential);
}

const isOk = { status: 'OK', message: 'Connection successful!' };

function says(words: RegExp) {
	return { status: 'Error', message: expect.stringMatching(words) as string };
}

async function call(changes: ICredentialDataDecryptedObject = {}) {
	const credentials = { mangoOfficeApi: { ...office.credentials().mangoOfficeApi, ...changes } };
	const { outputs, error } = await office.run(CALLBACK, ITEM, { credentials });
	return error?.message ?? outputs[0][0].json.accepted;
}

test.each(NODES)('%s reads the balance', async (node) => {
	// By turns "1000" and 1000.
	expect([await verdict({}, node), await verdict({}, node)]).toEqual([isOk, isOk]);
	expect(office.mango.requests.map(({ path, json }) => ({ path, json }))).toEqual(
		Array(2).fill({ path: BALANCE, json: {} }),
	);
});

test('says that the key is the wrong one', async () => {
	expect(await verdict({ apiKey: 'wrong' })).toEqual(
		says(/does not know the API key .*Copy 'Уникальный код вашей АТС' anew/),
	);
});

test('says that the salt is the wrong one', async () => {
	expect(await verdict({ apiSalt: 'wrong' })).toEqual(
		says(/the API salt .* does not fit .*Copy 'Ключ для создания подписи' anew/),
	);
});

test('the same wrong salt, tested again and again, is asked once and locks nobody out', async () => {
	for (let time = 0; time < 5; time++)
		expect(await verdict({ apiSalt: 'wrong' }, NODES[time % 3])).toEqual(says(/does not fit/));
	expect(office.sent(BALANCE)).toHaveLength(1);
	expect(await verdict()).toEqual(isOk);
	expect(await call()).toBe(true);
});

test('another wrong salt waits, where workflows run with right keys', async () => {
	expect(await call()).toBe(true);
	expect(await verdict({ apiSalt: 'wrong' })).toEqual(says(/does not fit/));
	expect(await verdict({ apiSalt: 'wrong too' })).toEqual(
		says(/^This was not sent to MANGO OFFICE.* after \d\d:\d\d:\d\d UTC/),
	);
	expect(office.sent(BALANCE)).toHaveLength(1);
	expect(await call()).toBe(true);
	await clock.advance(122_000);
	expect(await verdict({ apiSalt: 'wrong too' })).toEqual(says(/does not fit/));
	expect(await call()).toBe(true);
});

test('where none runs, the right one can be tested at once', async () => {
	await verdict({ apiSalt: 'wrong' });
	expect(await verdict()).toEqual(isOk);
});

test('keys that a node found wrong are not asked again, until two minutes have passed', async () => {
	expect(await call({ apiSalt: 'wrong' })).toMatch(/does not fit/);
	expect(await verdict({ apiSalt: 'wrong' })).toEqual(says(/does not fit/));
	expect(office.sent(BALANCE)).toEqual([]);
	await clock.advance(122_000);
	// The account's administrator may have given it this salt meanwhile.
	expect(await verdict({ apiSalt: 'wrong' })).toEqual(says(/does not fit/));
	expect(office.sent(BALANCE)).toHaveLength(1);
	expect(await call({ apiSalt: 'wrong' })).toMatch(/does not fit/);
	expect(office.mango.requests).toHaveLength(2);
});

test('an account that somebody else has locked is told with the time', async () => {
	office.mango.answerNext({ status: 401, body: '' });
	expect(await verdict()).toEqual(says(/has locked the API access .* after \d\d:\d\d:\d\d UTC/));
	expect(await verdict()).toEqual(says(/has locked the API access/));
	expect(office.mango.requests).toHaveLength(1);
});

test.each([
	[{ status: 420, body: { code: 3105 } }, /does not know the API key/],
	[{ status: 420, body: { code: '3102' } }, /salt .* does not fit/],
	[{ status: 429, body: { name: 'Service Unavailable', code: 0, status: 429 } }, /too many req/],
	[{ status: 400, body: { result: 2110 } }, /^The account is blocked/],
	[{ status: 503, body: { result: 5008 } }, /overloaded/],
	[{ status: 200, body: '<html>Log in</html>' }, /not its JSON. Check 'Base URL'/],
	[{ status: 200, body: { result: 1000 } }, /in a form that this node does not know/],
	[{ status: 200, body: '' }, /in a form that this node does not know/],
	[{ status: 404, body: { code: 0, status: 404 } }, /Check 'Base URL'/],
	[
		{ status: 302, headers: { Location: 'https://evil.example/x' }, body: '' },
		/sends this on to evil.example .*'Base URL'/,
	],
	[{ body: '', dropConnection: true }, /did not answer in time or the connection broke/],
])('%j', async (answer, words) => {
	office.mango.answerNext(answer);
	expect(await verdict()).toEqual(says(words));
});

test.each([
	[
		'http://127.0.0.1:9/',
		/refused the connection.* Nothing was sent\. Check the address in 'Base URL'/,
	],
	['http://app.mango-office.ru/vpbx/', /'Base URL' .*https/],
	['nonsense', /'Base URL'/],
	['', /'Base URL'/],
])('the base URL %j', async (baseUrl, words) => {
	expect(await verdict({ baseUrl })).toEqual(says(words));
});

test('shows neither key nor salt, also where an answer repeats them', async () => {
	const { apiKey, apiSalt } = office.mango;
	office.mango.answerNext({ status: 400, body: { result: 3000, message: `${apiKey} ${apiSalt}` } });
	const { message } = await verdict();
	expect(message).toContain('••• •••');
	expect(message).not.toContain(apiKey);
	expect(message).not.toContain(apiSalt);
});
