import { wordsOf } from '../../nodes/Bitrix24/errorWords';
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

test('Users need a permission of their own', () => {
	expect(words('INSUFFICIENT_SCOPE', '', 401, 'user.get')).toContain("'user_brief'");
	expect(words('INSUFFICIENT_SCOPE', '', 401, 'crm.item.get')).toContain("'crm'");
});
