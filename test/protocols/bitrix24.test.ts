import fc from 'fast-check';
import { parse } from 'qs';

import { readBatch } from '../../protocols/bitrix24/batchAnswer';
import { batchParams } from '../../protocols/bitrix24/batchRequest';
import { toQueryString, type ParamValue, type Params } from '../../protocols/bitrix24/formBody';
import { checkRules, findCell, stageOf } from '../../protocols/bitrix24/moveRules';
import { maskWebhookSecrets, parseWebhookUrl } from '../../protocols/bitrix24/webhookUrl';

describe('the webhook URL', () => {
	test.each([
		['https://portal.bitrix24.ru/rest/1/abcdef0123456789/', 'https://portal.bitrix24.ru/rest/1/abcdef0123456789/'],
		['  https://portal.bitrix24.ru/rest/1/abcdef0123456789  ', 'https://portal.bitrix24.ru/rest/1/abcdef0123456789/'],
		['https://portal.bitrix24.ru/rest/1/abcdef0123456789/profile.json', 'https://portal.bitrix24.ru/rest/1/abcdef0123456789/'],
		['https://portal.bitrix24.ru/rest/1/abcdef0123456789/profile/', 'https://portal.bitrix24.ru/rest/1/abcdef0123456789/'],
		['https://portal.bitrix24.ru/rest/1/abcdef0123456789/crm.deal.list.xml', 'https://portal.bitrix24.ru/rest/1/abcdef0123456789/'],
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
		expect(maskWebhookSecrets(text)).not.toContain('topsecret');
		expect(maskWebhookSecrets(text)).toContain('•••');
	});
});

describe('the form of a command', () => {
	test('is PHP bracket notation, percent-encoded', () => {
		const query = toQueryString({ filter: { ENTITY_ID: 'DEAL_STAGE_9' }, select: ['id', 'stageId'], start: -1, flag: true, none: null });
		expect(decodeURIComponent(query)).toBe('filter[ENTITY_ID]=DEAL_STAGE_9&select[0]=id&select[1]=stageId&start=-1&flag=Y&none=');
	});

	test('is read back as it was by a parser of PHP forms', () => {
		const key = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/).filter((name) => !(name in Object.prototype));
		const { value } = fc.letrec<{ value: ParamValue }>((tie) => ({
			value: fc.oneof({ maxDepth: 2 }, fc.string(), fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 3 }) as fc.Arbitrary<ParamValue>),
		}));
		fc.assert(
			fc.property(fc.dictionary(key, value, { minKeys: 1 }), (params) => {
				const expected: unknown = JSON.parse(JSON.stringify(params));
				expect(JSON.parse(JSON.stringify(parse(toQueryString(params as Params), { depth: 20 })))).toEqual(expected);
			}),
		);
	});
});

describe('a batch', () => {
	test('names its commands by their position', () => {
		expect(batchParams([{ method: 'profile', params: {} }, { method: 'crm.item.get', params: { id: 1 } }])).toEqual({
			halt: 0,
			cmd: { c0: 'profile?', c1: 'crm.item.get?id=1' },
		});
	});

	test('gives results and errors in the order of the commands; empty maps may be lists', () => {
		const [first, second, third] = readBatch({ result: { c0: 1 }, result_error: { c1: { error: 'X', error_description: 'no' } } }, 3);
		expect(first).toEqual({ result: 1 });
		expect(second).toMatchObject({ error: { code: 'X', text: 'no' } });
		expect(third).toMatchObject({ error: { text: 'The command was not answered' } });
		expect(readBatch({ result: [], result_error: [] }, 1)).toMatchObject([{ error: { text: 'The command was not answered' } }]);
	});
});

describe('the rule table', () => {
	const row = (pipeline: string, successStage = '', failureStage = '', neutralStage = '') => ({ pipeline, successStage, failureStage, neutralStage });
	const stages = [
		{ id: 'C9:NEW', name: 'Новая', semantics: 'P' as const },
		{ id: 'C9:WON', name: 'Успех', semantics: 'S' as const },
		{ id: 'C9:LOSE', name: 'Провал', semantics: 'F' as const },
		{ id: 'C9:APOLOGY', name: 'Анализ', semantics: 'F' as const },
	];
	const pipeline = { id: 9, name: 'Обзвон', stages };

	test.each([
		['POSITIVE', { cell: 'C9:WON' }],
		['NEGATIVE', { reason: 'noStage' }],
		['NEUTRAL', { cell: 'C9:NEW' }],
	] as const)('%s takes the cell of its column', (result, expected) => {
		expect(findCell([row('9', 'C9:WON', '', 'C9:NEW')], 9, result)).toEqual(expected);
	});

	test('a row of its own hides the row of all others, even where it is empty', () => {
		expect(findCell([row('other', '@success', '@failure'), row('9', 'C9:WON')], 9, 'NEGATIVE')).toEqual({ reason: 'noStage' });
		expect(findCell([row('other', '@success', '@failure'), row('9', 'C9:WON')], 7, 'NEGATIVE')).toEqual({ cell: '@failure' });
		expect(findCell([row('9', 'C9:WON')], 7, 'NEGATIVE')).toEqual({ reason: 'noRule' });
	});

	test.each([
		['@success', 'C9:WON'],
		['@failure', 'C9:LOSE'],
		['@first', 'C9:NEW'],
		['C9:APOLOGY', 'C9:APOLOGY'],
	])('the cell %s stands for %s', (cell, id) => {
		expect(stageOf(pipeline, cell).id).toBe(id);
	});

	test('a stage that the pipeline does not have is an error that lists those it has', () => {
		expect(() => stageOf(pipeline, 'WON')).toThrow("Pipeline 'Обзвон' has no stage 'WON'. Its stages: Новая (C9:NEW), Успех (C9:WON)");
		expect(() => stageOf({ ...pipeline, stages: [] }, '@success')).toThrow("has no stage for 'The Success Stage'. Its stages: none.");
	});

	test('a table without a single rule is an error', () => {
		expect(() => checkRules([row('')])).toThrow("The table 'Rules' is empty");
	});
});
