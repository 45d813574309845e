import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { chosen, useMango } from './mangoAccount';

const office = useMango();
const ENDLESS = 79893;
const PAGE = '<!DOCTYPE html><html><body>Please wait</body></html>';
const CUT = '{"result":10';

const CLIENT: IDataObject = { phone: '79165550001', name: 'Иван' };

/** What gives back what it has made, so its answer is needed. */
const MAKERS: Array<[path: string, parameters: INodeParameters]> = [
	['task/add', { resource: 'campaignTask', operation: 'add', campaign: chosen(ENDLESS) }],
	[
		'campaign/add',
		{
			resource: 'campaign',
			operation: 'create',
			name: 'Обзвон',
			line: 405519147,
			schedule: { hours: [{ weekdays: [1, 2], start: '09:00', end: '18:00' }] },
			campaignOptions: {},
		},
	],
	['ab/contacts/create', { resource: 'contact', operation: 'create', name: 'Иван' }],
];

describe.each(MAKERS)('%s', (path, parameters) => {
	test.each([
		['nothing', ''],
		['an empty answer', {}],
		['an answer of another form', { result: 1000, data: 7 }],
		['an answer that is cut off', CUT],
		['a page', PAGE],
	])('%s: it may have been done, is not sent again, and the user is told', async (_, body) => {
		office.mango.answerNext({ method: path, body, runFirst: true });
		const { error } = await office.run(parameters, CLIENT);
		expect(error?.message).toMatch(/^It is not known whether MANGO OFFICE has done this: .{20}/);
		expect(error?.description).toMatch(/may have gone through all the same.*Look in MANGO OFFICE/);
		expect(office.sent(path)).toHaveLength(1);
	});
});

describe('a reading', () => {
	const balance = async () => await office.run({ resource: 'account', operation: 'getBalance' });

	test.each(['', {}, { result: 1000 }, { balance: null }])('%j is no balance', async (body) => {
		office.mango.answerNext({ body });
		const { error } = await balance();
		expect(error?.message).toBe('MANGO OFFICE answered in a form that this node does not know');
	});

	test('whose answer is cut off is sent again', async () => {
		office.mango.answerNext({ body: CUT });
		expect((await balance()).outputs[0][0].json.currency).toBe('RUB');
		expect(office.sent('account/balance')).toHaveLength(2);
	});

	test.each([
		[502, /^Try again later\. If it stays, check 'Base URL'/],
		[200, /^Check 'Base URL'/],
		[404, /^Check 'Base URL'/],
	])('a page with HTTP %i', async (status, advice) => {
		for (let i = 0; i < 10; i += 1) office.mango.answerNext({ status, body: PAGE });
		expect((await balance()).error?.description).toMatch(advice);
	});
});

test.each([
	['https://elsewhere.example/x?y=1', 'elsewhere.example'],
	['/login', 'an unknown address'],
	[undefined, 'an unknown address'],
])('a redirect to %s is not followed, and the user is told where', async (Location, where) => {
	for (const operation of ['getBalance', 'callback']) {
		office.mango.answerNext({ status: 302, body: '', ...(Location && { headers: { Location } }) });
		const { error } = await office.run(
			{ resource: operation === 'callback' ? 'call' : 'account', operation },
			{ employee: '101', phone: '79161110001' },
		);
		expect(error?.message).toBe(`MANGO OFFICE's address sends this on to ${where} (HTTP 302)`);
		expect(error?.description).toMatch(/^It was not sent there.*'Base URL'/);
	}
});
