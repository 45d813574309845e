import { runNode } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();
const RULES = {
	rule: [{ pipeline: '0', successStage: 'PREPARATION', failureStage: '', neutralStage: '' }],
};
const move = () =>
	bitrix24.run({ operation: 'moveByResult', rules: RULES }, { dealId: 12, result: 'POSITIVE' });

/**
 * Moves deal 12 with this answer for the write; the reading before it is answered here, so that the
 * queue is in order.
 */
async function afterReading(answer: Parameters<typeof bitrix24.portal.answerNext>[0]) {
	const stages = ['NEW', 'PREPARATION'].map((id) => ({ STATUS_ID: id, NAME: id, SEMANTICS: null }));
	const item = { id: 12, title: 'x', categoryId: 0, stageId: 'NEW' };
	const result = {
		c0: { categories: [{ id: 0, name: 'Общая', sort: 1 }] },
		c1: stages,
		c2: { item },
	};
	bitrix24.portal.answerNext({ body: { result: { result, result_error: [] } } });
	bitrix24.portal.answerNext(answer);
	return await move();
}

/**
 * The codes of docs/protocols/bitrix24.md#error-codes, with the statuses of both of its columns.
 */
const TABLE: Array<[code: unknown, statuses: number[], words: RegExp]> = [
	['OPERATION_TIME_LIMIT', [429], /blocked this method for up to ten minutes/],
	['OVERLOAD_LIMIT', [503, 401], /blocked the REST API of this portal because of overload/],
	['NO_AUTH_FOUND', [401], /found no authorization/],
	['INVALID_CREDENTIALS', [403, 401], /no active webhook with this user and secret/],
	['expired_token', [401], /has expired/],
	['invalid_token', [401], /has expired/],
	['insufficient_scope', [403, 401], /lacks the permission \(scope\) 'crm'/],
	['ACCESS_DENIED', [400, 401, 403], /denied access/],
	['user_access_error', [403, 401], /may not use the application/],
	['authorization_error', [401], /could not authorize the user/],
	['APPLICATION_NOT_FOUND', [401], /no longer exists/],
	['ERROR_OAUTH', [401], /not installed/],
	['WRONG_AUTH_TYPE', [403], /needs an application/],
	['ERROR_METHOD_NOT_FOUND', [404, 400], /knows no such method/],
	['INVALID_REQUEST', [400, 401], /https only/],
	['PORTAL_DELETED', [500, 403], /portal is closed/],
	['ERROR_BATCH_LENGTH_EXCEEDED', [400], /at most 50 commands/],
	['ERROR_BATCH_METHOD_NOT_ALLOWED', [405], /does not take this method in a batch/],
	['ERROR_MANIFEST_IS_NOT_AVAILABLE', [404], /refused the request/],
	['METHOD_CONFIRM_WAITING', [401], /has yet to confirm/],
	['METHOD_CONFIRM_DENIED', [403], /has denied/],
	['LicenseException', [403], /plan does not include/],
	['WRONG_LICENSE', [403], /plan does not include/],
	['allowed_only_intranet_user', [403], /extranet user/],
	['ERROR_CORE', [400], /refused the request/],
	['ERROR_ARGUMENT', [400], /refused the request/],
	['ERROR_NOT_FOUND', [400], /found nothing/],
	['NOT_FOUND', [400], /no such deal/],
	['INVALID_ARG_VALUE', [400], /did not take a value/],
	['ENTITY_TYPE_NOT_SUPPORTED', [400], /does not support this/],
	['CRM_FIELD_ERROR_VALUE_NOT_VALID', [400], /did not take a value/],
	['CRM_FIELD_ERROR_REQUIRED', [400], /required field is empty/],
	['UPDATE_DYNAMIC_ITEM_RESTRICTED', [400], /plan does not allow/],
	['OWNER_NOT_FOUND', [400], /no such deal/],
	['WRONG_DATETIME_FORMAT', [400], /did not take a date/],
	['REMOVING_DISABLED', [400], /does not let this be removed/],
	['WRONG_ENCODING', [200], /could not encode/],
	['100', [400], /refused the request/],
	[0, [400], /refused the request/],
	['', [400], /refused the request/],
	['Communication type is not defined', [400], /refused the request/],
	[
		{ code: 'BITRIX_REST_V3_EXCEPTION_X', message: 'Сообщение' },
		[400],
		/refused the request: Сообщение/,
	],
];

const rows = TABLE.flatMap(([error, statuses, words]) =>
	statuses.map((status) => ({ error, status, words })),
);

test.each(rows)('$error with HTTP $status', async ({ error, status, words }) => {
	bitrix24.portal.answerNext({ status, body: { error, error_description: 'Подробности' } });
	const result = await move();
	expect(result.error?.message).toMatch(words);
	expect(result.error?.message).toMatch(/: (Подробности|Сообщение)$/);
	expect(result.error?.description).toEqual(expect.stringMatching(/.{10}/));
	expect(bitrix24.writes()).toEqual([]);
	expect(bitrix24.portal.requests).toHaveLength(1);
});

test('the same error is told in the same way when it stands inside a batch', async () => {
	bitrix24.portal.failCommand('crm.item.update', {
		error: 'CRM_FIELD_ERROR_REQUIRED',
		error_description: 'Поле «Сумма»',
	});
	const { error } = await move();
	expect(error?.message).toBe(
		'Bitrix24 did not change the deal because a required field is empty: Поле «Сумма»',
	);
	expect(error?.description).toContain('make it optional for this stage');
});

const REPEATED = [
	'CONNECTION_ERROR',
	'ERROR_UNEXPECTED_ANSWER',
	'INTERNAL_SERVER_ERROR',
	'QUERY_LIMIT_EXCEEDED',
];

describe('what is sent again', () => {
	test.each(REPEATED)('%s, for reading', async (error) => {
		bitrix24.portal.answerNext({ status: 500, body: { error, error_description: '' } });
		expect((await move()).outputs[0][0].json.moved).toBe(true);
		expect(bitrix24.portal.requests).toHaveLength(3);
	});

	const LIMIT = {
		status: 503,
		body: { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' },
	};

	test('QUERY_LIMIT_EXCEEDED, for writing too: it was refused before it ran', async () => {
		const { outputs } = await afterReading(LIMIT);
		expect(outputs[0][0].json.moved).toBe(true);
		expect(bitrix24.portal.deal(12)?.stageId).toBe('PREPARATION');
	});

	test('a page of a proxy with 503, for reading', async () => {
		bitrix24.portal.answerNext({ status: 503, body: '<html>Service Unavailable</html>' });
		expect((await move()).outputs[0][0].json.moved).toBe(true);
	});
});

describe('a write', () => {
	test('whose answer is lost is not sent again, and the user is told that it may have gone through', async () => {
		const { error } = await afterReading({ body: '', dropConnection: true, runFirst: true });
		expect(error?.message).toMatch(/^Bitrix24 did not answer in time or the connection broke/);
		expect(error?.description).toContain('may have been moved all the same');
		expect(bitrix24.writes()).toHaveLength(1);
		expect(bitrix24.portal.deal(12)?.stageId).toBe('PREPARATION');
	});

	test('that met an internal fault is not sent again', async () => {
		const { error } = await afterReading({
			status: 500,
			body: { error: 'INTERNAL_SERVER_ERROR', error_description: '' },
		});
		expect(error?.message).toBe(
			"Bitrix24's answer does not tell whether this was carried out: Bitrix24 answered with an internal fault",
		);
		expect(error?.description).toContain('may have been moved all the same');
		expect(bitrix24.portal.requests).toHaveLength(2);
	});
});

describe('not Bitrix24 at all', () => {
	test('a portal that moved is not followed with the secret', async () => {
		bitrix24.portal.answerNext({
			status: 302,
			headers: { Location: 'https://new.bitrix24.ru/rest/1/secret/batch.json' },
			body: '',
		});
		const { error, run } = await move();
		expect(error?.message).toBe('This Bitrix24 portal has moved to new.bitrix24.ru');
		expect(error?.description).toContain('was not sent there');
		expect(JSON.stringify(run)).not.toContain('rest/1/secret');
	});

	test.each([undefined, '/auth/', '{own}/auth/'])(
		'a redirect to %s is not told as another address',
		async (location) => {
			const Location = location?.replace('{own}', bitrix24.portal.url);
			bitrix24.portal.answerNext({
				status: 302,
				body: '',
				...(Location && { headers: { Location } }),
			});
			const { error } = await move();
			expect(error?.message).toBe('The portal answered with a redirect to another page');
			expect(error?.description).toMatch(
				/^It was not followed\. Check the address in the credential/,
			);
		},
	);

	test.each([
		[502, /^Try again later\. If it stays: Check the address/],
		[200, /^Check the address/],
	])('a page with HTTP %i that stays', async (status, advice) => {
		for (let i = 0; i < 5; i += 1) bitrix24.portal.answerNext({ status, body: '<html>x</html>' });
		expect((await move()).error?.description).toMatch(advice);
	});

	test.each([
		['SOMETHING_NEW', 'Bitrix24 refused the request: SOMETHING_NEW'],
		['ERROR_CORE', 'Bitrix24 refused the request: ERROR_CORE'],
		['', 'Bitrix24 refused the request'],
	])('%j without words: the code is told, and where to look', async (error, message) => {
		bitrix24.portal.answerNext({ status: 400, body: { error, error_description: '' } });
		const told = (await move()).error;
		expect(told?.message).toBe(message);
		expect(told?.description).toMatch(/^Bitrix24 gives no reason\. Check the values/);
	});

	test.each([
		[200, '<html>Log in</html>'],
		[403, 'Forbidden'],
		[200, '[]'],
		[200, '{}'],
	])('HTTP %i with %s', async (status, body) => {
		bitrix24.portal.answerNext({ status, body });
		const { error } = await move();
		expect(error?.message).toBe(
			`The portal answered HTTP ${status} with something that is not Bitrix24's JSON`,
		);
	});

	test('an answer of an unknown shape', async () => {
		bitrix24.portal.answerNext({
			body: { result: { result: { c0: 1, c1: 2, c2: 3 }, result_error: [] } },
		});
		const { error } = await move();
		expect(error?.message).toBe('Bitrix24 answered in a form that this node does not know');
		// The schema's findings, in a line.
		expect(error?.description).toMatch(
			/^Report it to the makers of this node, with this: [^{\n]+$/,
		);
	});
});

describe('the credential', () => {
	const withUrl = (webhookUrl: string) =>
		runNode('bitrix24', {
			parameters: { resource: 'deal', operation: 'get' },
			items: [{ json: { dealId: 12 } }],
			credentials: { bitrix24WebhookApi: { webhookUrl } },
		});

	test.each([
		['', /not a URL/],
		['qwerty.bitrix24.ru', /not a URL/],
		['http://qwerty.bitrix24.ru/rest/1/secretsecret/', /must begin with https/],
		['ftp://qwerty.bitrix24.ru/rest/1/secretsecret/', /must begin with https/],
		['https://qwerty.bitrix24.ru/', /no user and secret/],
	])('%s', async (url, words) => {
		const { error, run } = await withUrl(url);
		expect(error?.message).toMatch(words);
		expect(JSON.stringify(run)).not.toContain('secretsecret');
	});

	test('a portal that cannot be reached, with no secret in what the user sees', async () => {
		const { error, run } = await withUrl('http://127.0.0.1:9/rest/1/secretsecret/');
		expect(error?.message).toMatch(/refused the connection/);
		expect(JSON.stringify(run)).not.toContain('secretsecret');
	});

	test('a URL with a method at its end, as Bitrix24 shows it, is taken', async () => {
		const { outputs } = await withUrl(`${bitrix24.portal.webhookUrl}crm.deal.list.json`);
		expect(outputs[0][0].json.dealId).toBe(12);
	});
});
