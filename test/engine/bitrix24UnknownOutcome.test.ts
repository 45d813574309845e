import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { ForcedAnswer } from '../../sandbox/bitrix24';
import { runNode } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();
const GO_ON = { onError: 'continueRegularOutput' as const };

const comment = (items: object | object[] = { dealId: 12 }, text = 'Звонок', options = {}) =>
	bitrix24.run({ resource: 'timelineComment', operation: 'add', text }, items as never, options);
const read = () => bitrix24.run({ operation: 'get' }, { dealId: 12 });

const PAGE = '<!DOCTYPE html><html><body>Gateway</body></html>';
const TOLD = { error: 'ERROR_CORE', error_description: 'x' };
const FAULT = { error: 'INTERNAL_SERVER_ERROR', error_description: 'x' };

type Row = [
	status: number,
	body: unknown,
	write: 'unknown' | 'refused' | 'repeated',
	read: 'repeated' | 'fails',
];

/** What each kind of answer means, for a write and for a reading. */
const TABLE: Row[] = [
	...[500, 502, 503, 504, 520, 524].flatMap((status): Row[] => [
		[status, PAGE, 'unknown', 'repeated'],
		[status, '', 'unknown', 'repeated'],
		[status, 'upstream timed out', 'unknown', 'repeated'],
		[status, {}, 'unknown', 'repeated'],
	]),
	[500, FAULT, 'unknown', 'repeated'],
	[500, { error: 'SOMETHING_NEW', error_description: 'x' }, 'unknown', 'repeated'],
	[500, { error: 'ERROR_UNEXPECTED_ANSWER', error_description: 'x' }, 'unknown', 'repeated'],
	[200, { error: 'WRONG_ENCODING', error_description: 'x' }, 'unknown', 'fails'],
	[200, '', 'unknown', 'repeated'],
	[200, '{"result":{"resul', 'unknown', 'repeated'],
	[200, PAGE, 'unknown', 'fails'],
	[200, '[]', 'unknown', 'fails'],
	[200, { result: 'ok' }, 'unknown', 'fails'],
	[200, { result: { result: 7 } }, 'unknown', 'fails'],
	[200, { result: { result: [], result_error: [] } }, 'unknown', 'fails'],
	[200, { result: { result: [], result_error: { c0: FAULT, c1: FAULT } } }, 'unknown', 'fails'],
	[400, TOLD, 'refused', 'fails'],
	[403, { error: 'ACCESS_DENIED', error_description: 'x' }, 'refused', 'fails'],
	[500, { error: 'PORTAL_DELETED', error_description: 'x' }, 'refused', 'fails'],
	[503, { error: 'OVERLOAD_LIMIT', error_description: 'x' }, 'refused', 'fails'],
	[429, { error: 'OPERATION_TIME_LIMIT', error_description: 'x' }, 'refused', 'fails'],
	[200, { result: { result: [], result_error: { c0: TOLD, c1: TOLD } } }, 'refused', 'fails'],
	[503, { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'x' }, 'repeated', 'repeated'],
	...[PAGE, '', {}, { message: 'Too many requests' }].map((body): Row => [
		429,
		body,
		'repeated',
		'repeated',
	]),
];

describe.each(TABLE)('HTTP %i with %j', (status, body, written, taken) => {
	test(`a write: ${written}`, async () => {
		bitrix24.portal.answerNext({ status, body, runFirst: written === 'unknown' } as ForcedAnswer);
		const { outputs, error } = await comment();
		expect(bitrix24.portal.comments).toHaveLength(written === 'refused' ? 0 : 1);
		expect(bitrix24.portal.requests).toHaveLength(written === 'repeated' ? 2 : 1);
		if (written === 'repeated')
			return expect(outputs[0][0].json.commentId).toEqual(expect.any(Number));
		const isUnknown = /^Bitrix24's answer does not tell whether this was carried out: /.test(
			error?.message ?? '',
		);
		expect(isUnknown).toBe(written === 'unknown');
		expect(error?.description).not.toMatch(/Check the address/);
		if (isUnknown)
			expect(error?.description).toMatch(/^The comment may have been added all the same\./);
	});

	test(`a reading: ${taken}`, async () => {
		bitrix24.portal.answerNext({ status, body });
		const { outputs, error } = await read();
		if (taken === 'repeated') return expect(outputs[0][0].json.dealId).toBe(12);
		expect(error?.message).toMatch(/.{10}/);
		expect(bitrix24.portal.requests).toHaveLength(1);
	});
});

test('a reading whose connection breaks is sent again', async () => {
	bitrix24.portal.answerNext({ body: '', dropConnection: true });
	expect((await read()).outputs[0][0].json.dealId).toBe(12);
});

describe('a hundred and one comments, fifty in a batch', () => {
	const items = Array.from({ length: 101 }, (_, i) => ({ dealId: 12, text: `Текст ${i}` }));
	const all = (options: object = GO_ON) => comment(items, '={{ $json.text }}', options);
	const told = (outputs: Awaited<ReturnType<typeof all>>['outputs']) =>
		outputs[0].map(({ json }) => 'commentId' in json);

	test.each<[string, object]>([
		['is of unknown shape', { body: { result: [1, 2] } }],
		['is cut off', { body: '{"result":' }],
		['is a page', { status: 504, body: PAGE }],
		['does not come', { body: '', dropConnection: true }],
	])('the second answer %s: the others stand', async (_, answer) => {
		const ids = (keys: number) =>
			Object.fromEntries(Array.from({ length: keys }, (_one, i) => [`c${i}`, 700 + i]));
		bitrix24.portal.answerNext({ body: { result: { result: ids(50), result_error: [] } } });
		bitrix24.portal.answerNext(answer as ForcedAnswer);
		const { outputs } = await all();
		expect(told(outputs)).toEqual(items.map((_item, i) => i < 50 || i === 100));
		expect(bitrix24.portal.requests).toHaveLength(3);
	});

	test.each(['\ud83d', 'до \ud83d после', '\ude00\ud83d', '\udfff'])(
		'the 51st holds half a character, %j: all are written',
		async (text) => {
			const broken = items.map((item, i) => (i === 50 ? { ...item, text } : item));
			const { outputs } = await comment(broken, '={{ $json.text }}');
			expect(told(outputs)).toEqual(items.map(() => true));
			expect(bitrix24.portal.comments).toHaveLength(101);
		},
	);

	test('one command of a batch that is not answered is unknown, the others stand', async () => {
		const result = { c0: 700, c2: 702 };
		bitrix24.portal.answerNext({ body: { result: { result, result_error: { c1: 'rubbish' } } } });
		const { outputs } = await comment(items.slice(0, 4), '={{ $json.text }}', GO_ON);
		expect(told(outputs)).toEqual([true, false, true, false]);
		const messages = outputs[0].map(({ json }) => json.error);
		expect(messages[1]).toMatch(/^Bitrix24 refused the request/);
		expect(messages[3]).toMatch(
			/does not tell whether this was carried out: Bitrix24 did not answer the command/,
		);
	});
});

test.each([
	['no such host', 'https://no-such-portal.invalid/rest/1/secretsecret/'],
	['a closed port', 'http://127.0.0.1:9/rest/1/secretsecret/'],
])('a connection that never stood (%s) is certain: nothing was written', async (_, webhookUrl) => {
	const { error } = await runNode('bitrix24', {
		parameters: { resource: 'timelineComment', operation: 'add', text: 'x' },
		items: [{ json: { dealId: 12 } }],
		credentials: { bitrix24WebhookApi: { webhookUrl } },
	});
	expect(error?.message).not.toMatch(/does not tell|did not answer in time/);
});

/** What an item of MANGO OFFICE's events holds. */
const CALL = {
	dealId: 12,
	entryId: 'a',
	outcome: 'POSITIVE',
	direction: 'incoming',
	startTime: '2026-11-25T09:00:00Z',
	talkSeconds: 60,
	clientNumber: '+74951234567',
};

describe('a write that was carried out, and an answer of another form', () => {
	const fields = (value: IDataObject): IDataObject => ({
		mappingMode: 'defineBelow',
		value,
		schema: [],
	});
	const id = (value: string) => ({ __rl: true, mode: 'id', value });
	const user = id('7');
	const comments = { resource: 'timelineComment', operation: 'add', text: 'x' };
	const todo = { resource: 'activity', operation: 'addToDo', title: 'x' };

	test.each<[string, INodeParameters, RegExp]>([
		['comment', comments, /timeline\.comment/],
		['to-do', todo, /todo\.add/],
		['task', { resource: 'task', operation: 'create', taskTitle: 'x', user }, /tasks\.task\.add/],
		['notification', { resource: 'user', operation: 'notify', user, message: 'x' }, /^im\./],
		['deal', { operation: 'create', fields: fields({ title: 'x' }) as never }, /item\.add/],
		[
			'move',
			{ operation: 'moveToStage', pipeline: id('0'), stage: id('PREPARATION') },
			/item\.update/,
		],
		['call', { resource: 'call', operation: 'log' }, /activity\.add/],
		['comment once', { ...comments, options: { onceFor: 'a' } }, /timeline\.comment\.add/],
		['to-do once', { ...todo, options: { onceFor: 'a' } }, /todo\.add/],
		['change', { operation: 'update', fields: fields({ title: 'x' }) as never }, /item\.update/],
		[
			'contact',
			{ resource: 'contact', operation: 'create', fields: fields({ name: 'x' }) as never },
			/item\.add/,
		],
	])('%s: it may have been done, is not sent again, and the user is told', async (_, of, write) => {
		let sent = 0;
		bitrix24.portal.hold(({ params }) => {
			const { cmd = {} } = params as { cmd?: Record<string, string> };
			if (!Object.values(cmd).some((command) => write.test(command))) return Promise.resolve();
			sent += 1;
			const result = Object.fromEntries(Object.keys(cmd).map((key) => [key, { strange: 1 }]));
			bitrix24.portal.answerNext({
				runFirst: true,
				body: { result: { result, result_error: [] } },
			});
			return Promise.resolve();
		});
		const { error } = await bitrix24.run(of, CALL);
		expect(error?.message).toMatch(/^Bitrix24's answer does not tell whether this was carried out/);
		expect(error?.description).toMatch(/may have been .* all the same/);
		expect(sent).toBe(1);
	});
});
