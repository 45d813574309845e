import { NodeHelpers, type IDataObject, type INodeParameters, type INodeType } from 'n8n-workflow';

import { PACKAGE } from './harness';
import { chosen, useMango } from './mangoAccount';
import { usePortal } from './portal';
import { callTool, toolTypes } from './tool';

const bitrix24 = usePortal();
const office = useMango();

/** A parameter that the model gives. */
const byModel = (key: string, about = '') => `={{ $fromAI('${key}', '${about}', 'string') }}`;
const dealId = byModel('deal');

const inPortal = (parameters: INodeParameters, args: IDataObject, agentsItem?: IDataObject) =>
	callTool('bitrix24', { parameters, credentials: bitrix24.credentials(), agentsItem }, args);
const inOffice = (parameters: INodeParameters, args: IDataObject, agentsItem?: IDataObject) =>
	callTool('mangoOffice', { parameters, credentials: office.credentials(), agentsItem }, args);

const move = {
	resource: 'deal',
	operation: 'moveToStage',
	dealId,
	pipeline: chosen('0'),
	stage: chosen(byModel('stage'), 'id'),
};
const moveByResult = {
	resource: 'deal',
	operation: 'moveByResult',
	dealId,
	result: byModel('result', 'POSITIVE, NEGATIVE or NEUTRAL'),
	rules: { rule: [{ pipeline: '0', successStage: 'WON', failureStage: 'LOSE', neutralStage: '' }] },
};
const update = {
	resource: 'deal',
	operation: 'update',
	dealId,
	updateFields: { opportunity: byModel('amount') },
};
const toDo = {
	resource: 'activity',
	operation: 'addToDo',
	dealId,
	title: byModel('title'),
	deadline: byModel('deadline'),
};
const callback = {
	resource: 'call',
	operation: 'callback',
	phone: byModel('phone'),
	employee: chosen(byModel('employee'), 'id'),
	dealId,
};
const calls = {
	resource: 'statistics',
	operation: 'getCalls',
	period: 'last24Hours',
	filters: { search: byModel('phone') },
};
const task = {
	resource: 'campaignTask',
	operation: 'add',
	campaign: chosen(byModel('campaign'), 'id'),
	phone: byModel('phone'),
	name: byModel('name'),
};

describe('what people ask an agent for', () => {
	beforeEach(() => {
		bitrix24.portal.addDeal({ id: 4012, categoryId: 0, stageId: 'NEW', assignedById: 6 });
	});

	test.each<[string, INodeParameters, IDataObject, string, object]>([
		[
			'how is deal 12 doing?',
			{ resource: 'deal', operation: 'get', dealId },
			{ deal: '12' },
			'Get a deal by its ID in Bitrix24',
			{ dealId: 12, stage: { id: 'NEW' } },
		],
		[
			'move it to won',
			move,
			{ deal: '12', stage: 'WON' },
			'Move a deal or lead to a stage in Bitrix24',
			{ dealId: 12, stage: { id: 'WON' }, moved: true },
		],
		[
			'the call was a success',
			moveByResult,
			{ deal: '12', result: 'POSITIVE' },
			'Move a deal or lead by the result of a call in Bitrix24',
			{ dealId: 12, result: 'POSITIVE', stage: { id: 'WON' } },
		],
		[
			'it is worth 200 thousand now',
			update,
			{ deal: '12', amount: '200000' },
			'Update a deal in Bitrix24',
			{ dealId: 12, opportunity: 200000 },
		],
		[
			'add a to-do for tomorrow',
			toDo,
			{ deal: '12', title: 'Call again', deadline: '2026-11-26T10:00:00' },
			'Add a to-do with a deadline to a deal or lead in Bitrix24',
			{ dealId: 12, toDoId: expect.any(Number), created: true },
		],
		[
			'note that he prefers mornings',
			{ resource: 'timelineComment', operation: 'add', dealId, text: byModel('text') },
			{ deal: '12', text: 'Prefers mornings' },
			'Add a comment to a deal or lead in Bitrix24',
			{ dealId: 12, commentId: expect.any(Number), created: true },
		],
		[
			'note on lead 71 that he prefers mornings',
			{
				resource: 'timelineComment',
				operation: 'add',
				kind: 'lead',
				recordId: byModel('record'),
				text: byModel('text'),
			},
			{ record: '71', text: 'Prefers mornings' },
			'Add a comment to a deal or lead in Bitrix24',
			{ kind: 'lead', id: 71, commentId: expect.any(Number), created: true },
		],
		[
			'note on a record of any kind that he prefers mornings',
			{
				resource: 'timelineComment',
				operation: 'add',
				kind: byModel('kind'),
				recordId: byModel('record'),
				text: byModel('text'),
			},
			{ kind: 'lead', record: '71', text: 'Prefers mornings' },
			'Add a comment to a deal or lead in Bitrix24',
			{ kind: 'lead', id: 71, commentId: expect.any(Number), created: true },
		],
		[
			'whom do I call for deal 12?',
			{ resource: 'deal', operation: 'getCallTarget', dealId },
			{ deal: '12' },
			'Get the client, phone and employee to call of a deal or lead in Bitrix24',
			{ dealId: 12, phone: expect.stringMatching(/^\+7/), employee: '101' },
		],
		[
			'who works here?',
			{ resource: 'user', operation: 'getAll' },
			{},
			'Get employees with IDs and extensions in Bitrix24',
			{ id: 1, extension: '101' },
		],
	])('%s', async (_, parameters, args, description, answer) => {
		const run = await inPortal(parameters, args);
		expect(run.error).toBeUndefined();
		expect(run.description).toBe(description);
		expect(run.arguments.sort()).toEqual(Object.keys(args).sort());
		expect(run.items[0]).toMatchObject(answer);
	});

	test.each<[string, INodeParameters, IDataObject, string, object]>([
		[
			'call the client back',
			callback,
			{ deal: '12', phone: '+7 916 123-45-67', employee: '101' },
			'Call a client back by an employee in MANGO OFFICE',
			{ employee: '101', phone: '79161234567', dealId: 12, accepted: true },
		],
		[
			'which employees are there?',
			{ resource: 'employee', operation: 'getMany' },
			{},
			'Get employees with their extensions in MANGO OFFICE',
			{ name: 'Анна Соколова', extension: '101' },
		],
		[
			'text the client that we are late',
			{
				resource: 'sms',
				operation: 'send',
				employee: chosen('101'),
				phone: byModel('phone'),
				text: byModel('text'),
			},
			{ phone: '+79161234567', text: 'We are late' },
			'Send an SMS in MANGO OFFICE',
			{ accepted: true },
		],
	])('%s', async (_, parameters, args, description, answer) => {
		const run = await inOffice(parameters, args);
		expect(run.error).toBeUndefined();
		expect(run.description).toBe(description);
		expect(run.items[0]).toMatchObject(answer);
	});

	test('who called about deal 12?', async () => {
		const asked = await inPortal(
			{ resource: 'deal', operation: 'getCallTarget', dealId },
			{ deal: '12' },
		);
		// As it is written on the card.
		const phone = String(asked.items[0].phone);
		expect(phone).toBe('+7 (495) 123-45-67');
		await inOffice(calls, { phone });
		expect(office.sent('stats/calls/request')[0]).toMatchObject({ search_string: '74951234567' });
	});

	test('call everybody of that list: a campaign takes a client', async () => {
		const run = await inOffice(task, { campaign: '79893', phone: '8 916 123-45-67', name: 'Иван' });
		expect(run).toMatchObject({
			description: 'Add a client to a call campaign in MANGO OFFICE',
			items: [{ taskId: expect.any(Number) }],
		});
	});
});

describe('what a model gives', () => {
	test.each<[string, INodeParameters, IDataObject, RegExp]>([
		[
			'a number as text with words',
			move,
			{ deal: 'deal 12', stage: 'WON' },
			/'Deal' was "deal 12"/,
		],
		['nothing', move, { deal: '', stage: 'WON' }, /'Deal' was ""/],
		['no deal at all', move, { stage: 'WON' }, /Required/],
		['a deal that is not there', move, { deal: '999999', stage: 'WON' }, /has no such deal/],
		['the name of a stage', move, { deal: '12', stage: 'won' }, /has no stage 'won'/],
		['an empty stage', move, { deal: '12', stage: '' }, /'Stage' was ""/],
		[
			'a result in other words',
			moveByResult,
			{ deal: '12', result: 'success' },
			/'Result' was "success"/,
		],
		['an empty result', moveByResult, { deal: '12', result: '' }, /'Result' was ""/],
		[
			'an amount in words',
			update,
			{ deal: '12', amount: 'two hundred' },
			/'Amount' was "two hundred"/,
		],
		[
			'a time in words',
			toDo,
			{ deal: '12', title: 'x', deadline: 'tomorrow' },
			/'Deadline' was "tomorrow"/,
		],
	])(
		'to Bitrix24, %s: it is told what is wrong, and nothing is changed',
		async (_, parameters, args, told) => {
			const run = await inPortal(parameters, args);
			expect(run.error).toMatch(told);
			expect(bitrix24.writes()).toEqual([]);
			expect(bitrix24.portal.deal(12)?.stageId).toBe('NEW');
		},
	);

	test.each<[string, INodeParameters, IDataObject, RegExp]>([
		[
			'a name for the employee',
			callback,
			{ deal: '', phone: '+79161234567', employee: 'Anna' },
			/'Employee' was "Anna"/,
		],
		['no number', callback, { deal: '', phone: '', employee: '101' }, /phone/i],
		[
			'a number that nobody has',
			callback,
			{ deal: '', phone: '+7 000', employee: '101' },
			/\+7 000/,
		],
		[
			'a deal in words',
			callback,
			{ deal: 'the last', phone: '+79161234567', employee: '101' },
			/'Deal ID' was "the last"/,
		],
		['too little to search for', calls, { phone: '12' }, /'Search' was "12"/],
		['no campaign', task, { campaign: '', phone: '+79161234567', name: '' }, /'Campaign' was ""/],
	])(
		'to MANGO OFFICE, %s: it is told what is wrong, and nothing is sent',
		async (_, parameters, args, told) => {
			const run = await inOffice(parameters, args);
			expect(run.error).toMatch(told);
			expect(office.mango.requests).toEqual([]);
		},
	);
});

describe('where the values come from', () => {
	test.each<[string, string, INodeParameters, string]>([
		['bitrix24', 'dealFrom', { resource: 'deal', operation: 'get' }, 'parameter'],
		['bitrix24', 'result', { resource: 'deal', operation: 'moveByResult' }, ''],
		['mangoOffice', 'callFrom', { resource: 'call', operation: 'callback' }, 'parameter'],
		['mangoOffice', 'lookUp', { resource: 'call', operation: 'getOutcome' }, 'entry'],
		['mangoOffice', 'taskFrom', { resource: 'campaignTask', operation: 'add' }, 'parameter'],
	])(
		'%s, %s: the item in the node, something else in the tool',
		async (type, menu, parameters, inTool) => {
			expect(await defaultsOf(type, parameters)).toMatchObject({ [menu]: 'item' });
			expect(await defaultsOf(`${type}Tool`, parameters)).toMatchObject({ [menu]: inTool });
		},
	);

	// A tool that was saved while the item was its default: n8n saves no defaults.
	test.each<[string, INodeParameters, IDataObject]>([
		['deal', { resource: 'deal', operation: 'get' }, { dealId: 12 }],
		[
			'result',
			{ resource: 'deal', operation: 'moveByResult', rules: moveByResult.rules },
			{ dealId: 12, outcome: 'POSITIVE' },
		],
	])("a tool of before goes on taking the agent's item: %s", async (_, parameters, agentsItem) => {
		const run = await inPortal(parameters, {}, agentsItem);
		expect(run.error).toBeUndefined();
		expect(run.items[0]).toMatchObject({ dealId: 12 });
	});

	test.each<[string, INodeParameters, IDataObject, object]>([
		[
			'callback',
			{ resource: 'call', operation: 'callback' },
			{ phone: '+79161234567', employee: '101', dealId: 12 },
			{ accepted: true, dealId: 12 },
		],
	])(
		"a tool of before goes on taking the agent's item: %s",
		async (_, parameters, item, answer) => {
			const run = await inOffice(parameters, {}, item);
			expect(run.error).toBeUndefined();
			expect(run.items[0]).toMatchObject(answer);
		},
	);

	test('a deal that is chosen in the node, by its ID or its page, is taken as one that was typed', async () => {
		const page = 'https://qwerty.bitrix24.ru/crm/deal/details/12/';
		const located = (value: string, mode: string) => ({ __rl: true, mode, value });
		for (const one of [
			'12',
			12,
			'={{ 12 }}',
			located('12', 'list'),
			located('={{ 12 }}', 'id'),
			located(page, 'url'),
			located(byModel('deal'), 'id'),
		]) {
			const parameters = { resource: 'deal', operation: 'get', dealId: one };
			const args = JSON.stringify(one).includes('$fromAI') ? { deal: '12' } : {};
			const run = await inPortal(parameters, args);
			expect([one, run.error, run.items[0]?.dealId]).toEqual([one, undefined, 12]);
		}
	});

	test('a tool that is given a deal does not take that of the item', async () => {
		const run = await inPortal(
			{ resource: 'deal', operation: 'get', dealId },
			{ deal: '' },
			{ dealId: 12 },
		);
		expect(run.error).toMatch(/'Deal' was ""/);
	});

	test('nor does the node itself, where nothing is set', async () => {
		const parameters = { operation: 'get', dealFrom: 'parameter', dealId: '={{ $json.no }}' };
		const { error } = await bitrix24.run(parameters, { dealId: 12 });
		expect(error?.message).toBe("'Deal' was not there");
	});
});

/** What n8n takes for the parameters that a workflow does not have. */
async function defaultsOf(type: string, parameters: INodeParameters) {
	const { description } = (await toolTypes()).getByNameAndVersion(
		`${PACKAGE}.${type}`,
	) as INodeType;
	return NodeHelpers.getNodeParameters(
		description.properties,
		parameters,
		true,
		false,
		{ typeVersion: 1 },
		description,
	);
}
