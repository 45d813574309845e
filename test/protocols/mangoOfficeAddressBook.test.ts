import {
	contactFields,
	readContact,
	readContactPage,
	readWritten,
} from '../../protocols/mangoOffice/addressBook';

/** As MANGO prints one. */
const PRINTED = {
	contact_id: '12761865',
	type: 0,
	name: 'Ale Zvon Allokovic',
	office: 'AZAoffice',
	org: { org_id: '10433119', org_name: 'Calling LLC' },
	phones: [
		{
			ext: null,
			phone: '375292544794',
			phone_num: '375292544794',
			is_default: true,
			phone_id: '13870364',
			type: 0,
		},
	],
	emails: [],
	when_created: 1545889003,
	user_id: null,
	last_call: null,
};

test('a contact: whom to call, and all as MANGO has it', () => {
	expect(readContact({ result: 1000, data: PRINTED })).toEqual({
		contactId: '12761865',
		name: 'Ale Zvon Allokovic',
		phone: '+375292544794',
		email: null,
		createdAt: '2018-12-27T05:36:43.000Z',
		lastCallAt: null,
		type: 0,
		office: 'AZAoffice',
		org: { orgId: '10433119', orgName: 'Calling LLC' },
		phones: [
			{
				ext: null,
				phone: '375292544794',
				phoneNum: '375292544794',
				isDefault: true,
				phoneId: '13870364',
				type: 0,
			},
		],
		emails: [],
		userId: null,
	});
});

test.each<[string, unknown, string | null]>([
	['none', [], null],
	['null', null, null],
	['a text', '79161234567', null],
	['an empty one', [{ phone: '' }], null],
	['no number', [{ phone: 'ask Anna' }], 'ask Anna'],
	['the default one', [{ phone: '1' }, { phone: '79161234567', is_default: true }], '+79161234567'],
	['without a default the first', [{ phone: '79161234567' }, { phone: '1' }], '+79161234567'],
	['a number', [{ phone: 79161234567 }], '+79161234567'],
])('phones: %s', (_name, phones, expected) => {
	expect(readContact({ data: { ...PRINTED, phones } }).phone).toBe(expected);
});

test.each<[string, Record<string, unknown>, { contacts: number; count: number; cursor?: string }]>([
	['a page', { data: [PRINTED], state: { cursor: 'c' } }, { contacts: 1, count: 1, cursor: 'c' }],
	['the last one', { data: [], state: { info: {} } }, { contacts: 0, count: 0 }],
	['no state', { data: [PRINTED] }, { contacts: 1, count: 1 }],
	['a strange cursor', { data: [PRINTED], state: { cursor: 5 } }, { contacts: 1, count: 1 }],
	['a map for the list', { data: { 1: PRINTED } }, { contacts: 1, count: 1 }],
	['a row without an ID', { data: [PRINTED, { name: 'x' }] }, { contacts: 1, count: 2 }],
])('a page of contacts: %s', (_name, answer, expected) => {
	const { contacts, ...more } = readContactPage(answer);
	expect({ contacts: contacts.length, ...more }).toEqual({ cursor: undefined, ...expected });
});

test.each([[{ result: 1000 }], [{ result: 1000, data: 'none' }], [{ data: [{ name: 'x' }] }]])(
	'%j is no page',
	(answer) => {
		expect(() => readContactPage(answer)).toThrow();
	},
);

test.each<[string, Record<string, unknown>, string | undefined]>([
	['by its ID', { data: { 12761865: PRINTED } }, '12761865'],
	['left out', { data: {}, skipped: [0] }, undefined],
	['left out, as PHP writes an empty map', { data: [], skipped: [0] }, undefined],
	['nothing at all', {}, undefined],
])('what was written: %s', (_name, answer, contactId) => {
	expect(readWritten(answer)?.contactId).toBe(contactId);
});

test('only what is set is sent', () => {
	expect(contactFields({})).toEqual({});
	expect(contactFields({ name: 'Anna', importance: 0, phones: undefined })).toEqual({
		name: 'Anna',
		importance: 0,
	});
});
