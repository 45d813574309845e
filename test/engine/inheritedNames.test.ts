import type { INode } from 'n8n-workflow';

import { hasChoices } from '../../nodes/Bitrix24/choices';
import { readDateTime } from '../../nodes/Bitrix24/dateTime';
import { kindOf } from '../../nodes/Bitrix24/fields/kinds';
import { toFieldValue } from '../../nodes/Bitrix24/fields/values';
import { readCode, readTextUpTo, readWhole, type Given } from '../../nodes/shared/parameters';
import type { CrmField } from '../../protocols/bitrix24/crmFields';

const NODE: INode = {
	...{ id: '1', name: 'Node', type: 'node', typeVersion: 1, position: [0, 0], parameters: {} },
};
const given = (value: unknown) => ({
	context: { getNode: () => NODE, getTimezone: () => 'UTC' },
	...{ itemIndex: 0, name: "'Field'", value },
});
const field = (type: string) => ({ name: 'ufCrm1', title: 'X', type, directory: 'X' }) as CrmField;

/** What each object of JavaScript has, whatever stands in it. */
describe.each(['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty'])(
	'the name %s',
	(name) => {
		test('is no value of a flag', () => {
			const read = () => kindOf(field('boolean')).read(given(name));
			expect(read).toThrow(`'Field' was "${name}"`);
		});

		test('is no type of a field: it is read as a text', () => {
			expect(kindOf(field(name)).read(given('x'))).toBe('x');
			expect(hasChoices(field(name))).toBe(false);
		});
	},
);

/** What JSON from outside may have in the place of a text or a number. */
describe.each<[unknown]>([
	[{ toString: 1, valueOf: 1 }],
	[{ toString: null, valueOf: 'x' }],
	[{ toString: '12', valueOf: {} }],
	[[{ toString: 1, valueOf: 1 }]],
])('%j, of which JavaScript makes neither a text nor a number', (value) => {
	const choices = new Map([[field('enumeration'), [{ name: 'One', value: '1' }]]]);
	const [chosen] = choices.keys();

	test.each<[string, (one: Given) => unknown]>([
		['a whole number', (one) => readWhole(one, 0, 9)],
		['a code', (one) => readCode(one, [1, 2])],
		['a text', (one) => readTextUpTo(one, 20)],
		['a date', (one) => readDateTime(one)],
		['a flag', (one) => kindOf(field('boolean')).read(one)],
		['a value of a list', (one) => toFieldValue(chosen, choices, one, false)],
	])('is refused by its name as %s', (_kind, read) => {
		expect(() => read(given(value))).toThrow(`'Field' was ${JSON.stringify(value)}`);
	});
});
