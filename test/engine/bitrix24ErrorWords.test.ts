import { wordsOf } from '../../nodes/Bitrix24/errorWords';
import { attempt } from '../../protocols/attempt';
import { readAnswer } from '../../protocols/bitrix24/answer';
import { Bitrix24Error } from '../../protocols/bitrix24/errors';

const words = (...of: ConstructorParameters<typeof Bitrix24Error>) =>
	wordsOf(new Bitrix24Error(...of)).message;

describe("Bitrix24's own words in an error", () => {
	test.each([
		['Нет прав.', 'Нет прав'],
		['Нет прав. . \n', 'Нет прав'],
		['a. b', 'a. b'],
		['...', ''],
		// A million of them would take half an hour, were the end looked for from each of them.
		[`a${' '.repeat(1_000_000)}b. `, `a${' '.repeat(1_000_000)}b`],
	])('%#: end without full stops and white space', (text, told) => {
		expect(words('', text, 400)).toBe(`Bitrix24 refused the request: ${told}`);
	});
});

test.each([
	['a text', (code: string) => ({ error: code })],
	['in an object', (code: string) => ({ error: { code, message: 'x' } })],
])(
	'of a code without end, %s, only so much is kept: n8n goes through it by the letter',
	(_, answer) => {
		const body = JSON.stringify(answer('Q'.repeat(1_000_000)));
		const read = attempt(() => readAnswer({ status: 400, headers: {}, body }));
		expect(read).toMatchObject({ error: { name: 'Bitrix24Error', code: 'Q'.repeat(100) } });
	},
);

test.each([
	['user.get', "'user_brief'"],
	['crm.item.get', "'crm'"],
	['batch', "'crm'"],
	['im.notify.system.add', "'im'"],
	['tasks.task.add', "'task'"],
	['disk.file.get', 'for this method'],
])('%s needs a permission of its own', (method, scope) => {
	expect(words('INSUFFICIENT_SCOPE', '', 401, method)).toBe(
		`The webhook lacks the permission (scope) ${scope}`,
	);
	if (scope !== "'crm'")
		expect(words('ERROR_METHOD_NOT_FOUND', '', 404, method)).toBe(
			`Bitrix24 knows no such method, or the webhook lacks the permission (scope) ${scope}`,
		);
});

describe('what a command was about', () => {
	const CODES = [
		'NOT_FOUND',
		'ERROR_NOT_FOUND',
		'OWNER_NOT_FOUND',
		'ACCESS_DENIED',
		'WRONG_ENCODING',
		'CRM_FIELD_ERROR_REQUIRED',
		'ENTITY_TYPE_NOT_SUPPORTED',
		'UPDATE_DYNAMIC_ITEM_RESTRICTED',
	];
	const told = (code: string, card?: string) =>
		Object.values(wordsOf(new Bitrix24Error(code, '', 400, 'crm.item.update', card))).join(' ');

	test.each(CODES)('%s', (code) => {
		expect(told(code, 'contact')).toContain('contact');
		expect(told(code, 'contact')).not.toMatch(/deal|record|\{/);
		expect(told(code)).not.toMatch(/deal|contact|\{/);
	});
});
