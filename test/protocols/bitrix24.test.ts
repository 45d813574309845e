import fc from 'fast-check';
import { parse } from 'qs';

import { attempt } from '../../protocols/attempt';
import { readBatch } from '../../protocols/bitrix24/batchAnswer';
import {
	batchParams,
	looksLikeReference,
	nextBatch,
	writes,
	type Effect,
} from '../../protocols/bitrix24/batchRequest';
import { readClient } from '../../protocols/bitrix24/clients';
import {
	Reference,
	toQueryString,
	type ParamValue,
	type Params,
} from '../../protocols/bitrix24/formBody';
import { toParams } from '../../protocols/bitrix24/namedParams';
import { OperatingTime } from '../../protocols/bitrix24/operatingTime';
import { choosePhone } from '../../protocols/bitrix24/phones';
import { readUsers } from '../../protocols/bitrix24/users';
import { maskSecret, parseWebhookUrl } from '../../protocols/bitrix24/webhookUrl';

test.each<[string, Effect | undefined, boolean]>([
	['crm.item.get', undefined, false],
	['crm.item.update', 'itemMoved', true],
	// Whoever writes a command anew and forgets what it does must not get it repeated as a read.
	['crm.item.update', undefined, true],
	['crm.timeline.comment.add', undefined, true],
	['crm.activity.delete', undefined, true],
	['crm.stagehistory.list', undefined, false],
])('%s with the effect %p changes something: %p', (method, effect, expected) => {
	expect(writes({ method, params: {}, effect })).toBe(expected);
});

describe('the webhook URL', () => {
	test.each([
		[
			'https://portal.bitrix24.ru/rest/1/abcdef0123456789/',
			'https://portal.bitrix24.ru/rest/1/abcdef0123456789/',
		],
		[
			'  https://portal.bitrix24.ru/rest/1/abcdef0123456789  ',
			'https://portal.bitrix24.ru/rest/1/abcdef0123456789/',
		],
		[
			'https://portal.bitrix24.ru/rest/1/abcdef0123456789/profile.json',
			'https://portal.bitrix24.ru/rest/1/abcdef0123456789/',
		],
		[
			'https://portal.bitrix24.ru/rest/1/abcdef0123456789/profile/',
			'https://portal.bitrix24.ru/rest/1/abcdef0123456789/',
		],
		[
			'https://portal.bitrix24.ru/rest/1/abcdef0123456789/crm.deal.list.xml',
			'https://portal.bitrix24.ru/rest/1/abcdef0123456789/',
		],
		['https://crm.example.com:8443/rest/1/s/', 'https://crm.example.com:8443/rest/1/s/'],
		['http://127.0.0.1:8424/rest/1/s/', 'http://127.0.0.1:8424/rest/1/s/'],
	])('%s', (given, expected) => {
		expect(parseWebhookUrl(given)).toBe(expected);
	});

	test.each([
		'https://portal.bitrix24.ru/rest/1/',
		'https://portal.bitrix24.ru/',
		'https://user:topsecret@portal.bitrix24.ru/rest/1/topsecret/',
		'http://portal.bitrix24.ru/rest/1/topsecret/',
		'http://127.0.0.1.evil.ru/rest/1/topsecret/',
		'topsecret',
	])('%s is refused, and not repeated in the message', (given) => {
		expect(() => parseWebhookUrl(given)).toThrow(/^'Webhook URL'/);
		expect(() => parseWebhookUrl(given)).not.toThrow('topsecret');
	});

	test.each([
		'https://p.ru/rest/1/topsecret/crm.item.get.json',
		'"https:\\/\\/p.ru\\/rest\\/1\\/topsecret\\/crm.controller.item.getFile\\/?token=1"',
		'redirect=https%3A%2F%2Fp.ru%2Frest%2F1%2Ftopsecret%2Fx',
		'connect failed: https://p.ru/rest/1/topsecret',
	])('the secret is masked in %s', (text) => {
		const masked = maskSecret(text, 'https://p.ru/rest/1/topsecret/');
		expect(masked).not.toContain('topsecret');
		expect(masked).toContain('•••');
	});

	test.each([
		'https://p.ru/rest/1/crm.item.get.json',
		'https://shop.ru/rest/v2/orders',
		'https://other.ru/rest/1/othersecret/crm.item.get.json',
		'"https:\\/\\/p.ru\\/rest\\/api\\/prices\\/"',
		'redirect=https%3A%2F%2Fp.ru%2Frest%2F1%2Fx%2Fy',
		'the topsecret of the client',
	])('what is not the secret in a URL stays: %s', (text) => {
		expect(maskSecret(text, 'https://p.ru/rest/1/topsecret/')).toBe(text);
	});
});

describe('the form of a command', () => {
	test('is PHP bracket notation, percent-encoded', () => {
		const query = toQueryString({
			filter: { ENTITY_ID: 'DEAL_STAGE_9' },
			select: ['id', 'stageId'],
			start: -1,
			flag: true,
			none: null,
		});
		expect(decodeURIComponent(query)).toBe(
			'filter[ENTITY_ID]=DEAL_STAGE_9&select[0]=id&select[1]=stageId&start=-1&flag=Y&none=',
		);
	});

	test('is read back as it was by a parser of PHP forms', () => {
		const key = fc
			.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/)
			.filter((name) => !(name in Object.prototype));
		const { value } = fc.letrec<{ value: ParamValue }>((tie) => ({
			value: fc.oneof(
				{ maxDepth: 2 },
				fc.string(),
				fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 3 }) as fc.Arbitrary<ParamValue>,
			),
		}));
		fc.assert(
			fc.property(fc.dictionary(key, value, { minKeys: 1 }), (params) => {
				const expected: unknown = JSON.parse(JSON.stringify(params));
				expect(
					JSON.parse(JSON.stringify(parse(toQueryString(params as Params), { depth: 20 }))),
				).toEqual(expected);
			}),
		);
	});
});

describe('a batch', () => {
	test('names its commands by their position', () => {
		expect(
			batchParams([
				{ method: 'profile', params: {} },
				{ method: 'crm.item.get', params: { id: 1 } },
			]),
		).toEqual({
			halt: 0,
			cmd: { c0: 'profile?', c1: 'crm.item.get?id=1' },
		});
	});

	test('gives results and errors in the order of the commands; empty maps may be lists', () => {
		const [first, second, third] = readBatch(
			{ result: { c0: 1 }, result_error: { c1: { error: 'X', error_description: 'no' } } },
			['a', 'b', 'c'].map((method) => ({ method })),
		);
		expect(first).toEqual({ value: 1 });
		expect(second).toMatchObject({ error: { code: 'X', text: 'no' } });
		expect(third).toMatchObject({ error: { message: 'Bitrix24 did not answer the command c' } });
		expect(readBatch({ result: [], result_error: [] }, [{ method: 'a' }])).toMatchObject([
			{ error: { message: 'Bitrix24 did not answer the command a' } },
		]);
	});

	test('tells how many rows a list has in all', () => {
		const answer = { result: { c0: [], c1: 1 }, result_error: [], result_total: { c0: '120' } };
		expect(
			readBatch(
				answer,
				['user.get', 'profile'].map((method) => ({ method })),
			),
		).toEqual([{ value: [], total: 120 }, { value: 1 }]);
	});

	const deal = { method: 'crm.item.get', params: { entityTypeId: 2, id: 12 } };
	const contact = {
		method: 'crm.item.get',
		params: { entityTypeId: 3, id: new Reference(deal, ['item', 'contactId']) },
	};

	test('has references to commands before, by the name that these have in it', () => {
		const { cmd } = batchParams([{ method: 'profile', params: {} }, deal, contact]);
		expect(decodeURIComponent((cmd as Record<string, string>).c2)).toBe(
			'crm.item.get?entityTypeId=3&id=$result[c1][item][contactId]',
		);
	});

	test.each([
		['after it', [contact, deal]],
		['elsewhere', [contact]],
	])('a reference to a command %s is a mistake of the program', (_where, commands) => {
		expect(() => batchParams(commands)).toThrow('refers to one that does not run before it');
	});

	test('a reference outside a batch is a mistake of the program', () => {
		expect(() => toQueryString(contact.params)).toThrow('inside a batch only');
	});

	test('never tears a group apart, keeps the order, and holds as much as goes in', () => {
		const kinds = fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }), {
			maxLength: 60,
		});
		fc.assert(
			fc.property(kinds, fc.integer({ min: 1, max: 50 }), (lists, most) => {
				const groups = lists.map((list, i) =>
					list.map((changes) => ({
						method: `m${i}`,
						params: {},
						...(changes ? { effect: 'itemMoved' as const } : {}),
					})),
				);
				const batches: Array<typeof groups> = [];
				for (let waiting = groups.map((group) => ({ group })); waiting.length > 0;) {
					const batch = nextBatch(waiting, most);
					batches.push(batch.map(({ group }) => group));
					waiting = waiting.slice(batch.length);
				}
				expect(batches.flat()).toEqual(groups);
				const count = (commands: ReadonlyArray<{ effect?: string }>) => [
					commands.length,
					commands.filter(({ effect }) => effect).length,
				];
				const fits = ([all, changes]: number[]) => all > 0 && all <= 50 && changes <= most;
				const sizes = batches.map((batch) => count(batch.flat()));
				expect(sizes.every((size, i) => fits(size) || batches[i].length === 1)).toBe(true);
				const firsts = batches.slice(1).map(([first]) => count(first));
				expect(
					firsts.some(([all, changes], i) => fits([sizes[i][0] + all, sizes[i][1] + changes])),
				).toBe(false);
			}),
		);
	});

	test.each([
		'$result[c0][item][id]',
		'a $RESULT[c0]',
		'$result_error[c0]',
		'[a]$result\n$resultx[c0]',
		'Paid $total[2026]',
		'$next[c0]',
		'$Time[c0][finish]',
		'see $error[1]',
	])('%s in a text would be replaced', (text) => {
		expect(looksLikeReference(text)).toBe(true);
	});

	test.each([
		'$result',
		'result[c0]',
		'$result [c0]',
		'[c0]$result',
		'100 $ [x]',
		'$sum[1]',
		'$total 5',
		'',
	])('%s in a text stays', (text) => {
		expect(looksLikeReference(text)).toBe(false);
	});
});

describe('phones', () => {
	const row = (valueType: string | null, value: string | null, typeId = 'PHONE') => ({
		typeId,
		valueType,
		value,
	});
	const phonesOf = (item: object) => readClient('contact', { item: { id: 1, ...item } }).phones;
	const card = {
		fm: [
			row('FAX', '1'),
			row('WORK', ' 2 '),
			row('MOBILE', '3'),
			row('WORK', '4'),
			row('WORK', 'x@y.ru', 'EMAIL'),
			row('HOME', ' '),
		],
	};

	test('are those of the card that are written, in its order', () => {
		expect(phonesOf(card).map(({ value }) => value)).toEqual(['1', '2', '3', '4']);
		expect(phonesOf({ fm: { '1': row('WORK', '2'), '5': row(null, '3') } })).toHaveLength(2);
	});

	test('come from the flat fields where there is no fm', () => {
		const flat = { phone: '2', phoneWork: '2', phoneMobile: null };
		expect(phonesOf({ fm: null, ...flat })).toEqual([
			{ value: '2', type: 'WORK' },
			{ value: '2', type: null },
		]);
		expect(phonesOf({ fm: [], ...flat })).toEqual([]);
	});

	test.each([
		['any', '2'],
		['MOBILE', '3'],
		['WORK', '2'],
		['HOME', '2'],
	])('preferring %s takes %s', (preferred, value) => {
		expect(choosePhone(phonesOf(card), preferred)?.value).toBe(value);
	});

	test('a fax is better than nothing', () => {
		expect(choosePhone([{ value: '1', type: 'FAX' }], 'any')?.value).toBe('1');
		expect(choosePhone([], 'any')).toBeUndefined();
	});
});

describe('users', () => {
	test('are read with whatever fields the permissions of the webhook let through', () => {
		expect(
			readUsers([
				{ ID: '7', NAME: 'Вера', LAST_NAME: '', UF_PHONE_INNER: ' 102 ', ACTIVE: true },
				{ ID: 8, ACTIVE: false },
			]),
		).toEqual([
			{ id: 7, name: 'Вера', extension: '102', email: null, workPosition: null, active: true },
			{ id: 8, name: '', extension: null, email: null, workPosition: null, active: false },
		]);
	});
});

describe('the names of parameters', () => {
	test.each(['__proto__', 'filter[__proto__]', 'filter[__proto__][x]'])(
		'%s is refused: what is made of it would inherit from it',
		(name) => {
			expect(() => toParams([{ name, value: '1' }])).toThrow(`'${name}' cannot be sent`);
		},
	);

	test.each([101, 20_000])('in %i levels are refused, and not told at length', (levels) => {
		const name = `filter${'[a]'.repeat(levels)}`;
		const { error } = attempt(() => toParams([{ name, value: '1' }])) as { error: Error };
		expect(error.message).toMatch(/^The name "filter\[a\].{50,}nested more than 100 levels deep$/);
		expect(error.message.length).toBeLessThan(200);
	});
});

// In milliseconds, say: the method would not be sent again before the year 55,000.
test.each([1_764_000_000_000, 1e11, 1e21, 1e300])(
	'a method that used too much time is not blocked until %d, which is no time',
	(resetAt) => {
		const operating = new OperatingTime();
		operating.answered('batch', { time: { operating: 481, operating_reset_at: resetAt } });
		expect(operating.blockOf('batch', Date.now())).toBeUndefined();
	},
);
