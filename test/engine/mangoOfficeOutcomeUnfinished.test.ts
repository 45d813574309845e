import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Call } from '../../sandbox/mango';
import { clock } from '../clock/clock';
import { useMango } from './mangoAccount';

// Nothing happens in the stand-in here: its calls are in the list from the start, and waiting only moves the clock.
const office = useMango();
const CLIENT = '79161110001';
const PASS = { waitFor: 0, ifNotFinished: 'pass' };

const getOutcome = (
	items: IDataObject | IDataObject[],
	options: INodeParameters = PASS,
	more = {},
) => office.run({ resource: 'call', operation: 'getOutcome', options }, items, more);
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const paths = () => office.mango.requests.map(({ path }) => path);

/** A callback to the client that ended two minutes ago: he was busy. */
function addCall(more: Partial<Call> = {}): Call {
	const at = Math.floor(Date.now() / 1000) - 120;
	const call: Call = {
		id: `entry${office.mango.calls.length}`,
		origin: 'callback',
		initiator: 'API',
		employee: {
			id: 400210101,
			name: 'A',
			email: '',
			department: '',
			position: '',
			mobile: '',
			extension: '101',
			sip: 'sip:a@x.ru',
			outgoingLine: '',
		},
		client: { number: CLIENT },
		lineNumber: '74951234567',
		phase: 'ended',
		clock: () => at,
		legs: {
			employee: {
				callId: 'L1',
				seq: 3,
				appearedAt: at,
				connectedAt: at + 3,
				endedAt: at + 4,
				reason: 1000,
			},
			client: { callId: 'L2', seq: 2, appearedAt: at + 4, endedAt: at + 9, reason: 1121 },
		},
		createdAt: at,
		endedAt: at + 9,
		result: 1121,
		...more,
	};
	(office.mango.calls as Call[]).push(call);
	return call;
}

describe('Call: Get Outcome, where what is not finished passes', () => {
	test('every item comes out: finished, or with what it knew and the reason', async () => {
		const { id } = addCall();
		const unknown = {
			entryId: 'unknown',
			dealId: 13,
			commandId: 'mb24.13.1.0.x',
			clientNumber: '+79160000000',
			time: ago(200),
			more: 1,
		};
		const { outputs, error } = await getOutcome([
			{ entryId: id, dealId: 12, time: ago(110) },
			unknown,
			{ taskId: 11227802 },
		]);
		expect(error).toBeUndefined();
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		const [known, lost, queued] = outputs[0].map(({ json }) => json);
		expect(known).toMatchObject({
			entryId: id,
			dealId: 12,
			outcome: 'NEGATIVE',
			final: true,
			finished: true,
			clientRung: true,
		});
		expect(lost).toEqual({
			entryId: 'unknown',
			dealId: 13,
			commandId: 'mb24.13.1.0.x',
			finished: false,
			clientRung: false,
			reason: "MANGO OFFICE's statistics do not hold the call unknown after 0 seconds",
		});
		expect(queued).toMatchObject({
			taskId: 11227802,
			final: false,
			finished: false,
			clientRung: false,
			reason: 'Not called yet',
		});
	});

	test('where it is an error, it is one, and finished items say so', async () => {
		const { id } = addCall({
			legs: { employee: { callId: 'L1', seq: 2, appearedAt: 1, endedAt: 2, reason: 1111 } },
			result: 1111,
		});
		const { outputs } = await getOutcome(
			[{ entryId: id }, { entryId: 'unknown' }],
			{ waitFor: 0 },
			{ onError: 'continueRegularOutput' },
		);
		expect(
			outputs[0].map(({ json }) => json.error ?? [json.outcome, json.finished, json.clientRung]),
		).toEqual([
			['NEUTRAL', true, false],
			"MANGO OFFICE's statistics do not hold the call unknown after 0 seconds",
		]);
	});

	test('a task that was deleted is over', async () => {
		const { outputs } = await getOutcome([
			{ taskId: 1, campaignId: 79893, dealId: 12 },
			{ taskId: 11227801, campaignId: 79893 },
		]);
		expect(outputs[0].map(({ json }) => json)).toEqual([
			expect.objectContaining({
				taskId: 1,
				campaignId: 79893,
				dealId: 12,
				outcome: 'NEUTRAL',
				final: true,
				finished: true,
				clientRung: false,
				reason: 'Deleted',
			}),
			// The list tells the attempts, too.
			expect.objectContaining({
				taskId: 11227801,
				outcome: 'POSITIVE',
				finished: true,
				clientRung: true,
				attempts: 1,
			}),
		]);
		expect(paths()).toEqual(['v2/campaign/tasks']);
	});

	test.each([11, 25, 26])(
		'a task that ended without any call, by reason %i, is over',
		async (statusReason) => {
			office.mango.setTask(11227802, { status: 4, statusReason, attempts: 0 });
			const [{ json }] = (await getOutcome({ taskId: 11227802 })).outputs[0];
			expect(json).toMatchObject({
				final: true,
				finished: true,
				clientRung: false,
				reasonCode: statusReason,
			});
			office.mango.setTask(11227802, { attempts: 2 });
			expect((await getOutcome({ taskId: 11227802 })).outputs[0][0].json).toMatchObject({
				finished: true,
				clientRung: true,
			});
		},
	);

	test('a refusal for the rate is not finished; a failure of the account is an error of the node', async () => {
		addCall();
		const before = clock.now();
		const busy = {
			name: 'Service Unavailable',
			message: 'Rate limit exceeded.',
			code: 0,
			status: 429,
		};
		for (let i = 0; i < 9; i += 1)
			office.mango.answerNext({ method: 'stats/calls/request', status: 429, body: busy });
		const { outputs, error } = await getOutcome([{ entryId: 'entry0' }, { entryId: 'entry1' }]);
		expect(error).toBeUndefined();
		expect(outputs[0].map(({ json }) => [json.finished, json.reason])).toEqual(
			['entry0', 'entry1'].map((id) => [
				false,
				expect.stringContaining(
					`did not tell of the call ${id}: MANGO OFFICE receives too many requests`,
				),
			]),
		);
		expect(clock.now() - before).toBeLessThan(15_000);
		office.mango.reset();
		// A lock-out is waited out; this one lasts.
		for (let i = 0; i < 20; i++)
			office.mango.answerNext({ method: 'stats/calls/request', status: 401, body: {} });
		const locked = await getOutcome([{ entryId: 'entry0' }, { entryId: 'entry1' }]);
		expect(locked.error?.message).toContain('locked the API access');
		expect(locked.outputs.flat()).toEqual([]);
	});

	test('a report that is not ready, in any form that is known, is asked for again', async () => {
		const { id } = addCall();
		office.mango.answerNext({ method: 'stats/calls/result', status: 204, body: '' });
		office.mango.answerNext({ method: 'stats/calls/result', body: { result: 1000, data: [] } });
		const [{ json }] = (await getOutcome({ entryId: id }, { ...PASS, waitFor: 30 })).outputs[0];
		expect(json).toMatchObject({ outcome: 'NEGATIVE', finished: true });
	});
});

describe('Call: Get Outcome, of a call whose events were lost', () => {
	test.each<[string, IDataObject]>([
		['as a command gives it', { phone: CLIENT, employee: '101' }],
		['as an event would have it', { clientNumber: `+${CLIENT}`, extension: '101' }],
		['without the employee', { phone: '8 (916) 111-00-01' }],
		['with empty IDs', { phone: CLIENT, entryId: '', taskId: null }],
	])('%s', async (_name, item) => {
		const { id } = addCall();
		const known = { startTime: ago(121), dealId: 12, commandId: 'mb24.12.1.0.x' };
		const { outputs, error } = await getOutcome({ ...item, ...known });
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject({
			entryId: id,
			dealId: 12,
			commandId: 'mb24.12.1.0.x',
			outcome: 'NEGATIVE',
			finished: true,
			clientRung: true,
		});
		expect(office.sent('stats/calls/request')).toEqual([
			expect.objectContaining({ search_string: CLIENT }),
		]);
	});

	test('that was never made', async () => {
		const { outputs } = await getOutcome({ phone: CLIENT, startTime: ago(3600), dealId: 12 });
		expect(outputs[0][0].json).toEqual({
			dealId: 12,
			finished: false,
			clientRung: false,
			reason: expect.stringContaining(`hold no call to +${CLIENT} that began between`),
		});
	});

	test.each<[string, IDataObject, string]>([
		['without its time', { phone: CLIENT }, "The incoming item's field 'startTime' was empty"],
		[
			'with a time that is none',
			{ phone: CLIENT, startTime: 'yesterday' },
			`The incoming item's field 'startTime' was "yesterday"`,
		],
		[
			'with a number that is none',
			{ phone: 'none', startTime: '2026-11-20T09:31:40Z' },
			`The incoming item's field 'phone' was "none"`,
		],
		[
			'with an entry that is no ID',
			{ phone: CLIENT, startTime: '2026-11-20T09:31:40Z', entryId: 'a b' },
			`The incoming item's field 'entryId' was "a b"`,
		],
		[
			'with nothing',
			{ startTime: '2026-11-20T09:31:40Z' },
			"The incoming item's field 'entryId' was empty",
		],
	])('%s is not sent', async (_name, item, message) => {
		const { error } = await getOutcome(item);
		expect(error?.message).toBe(message);
		expect(error?.description).toBeTruthy();
		expect(paths()).toEqual([]);
	});

	test('an unknown way for what is not finished is not sent', async () => {
		const { error } = await getOutcome({ entryId: 'e' }, { ifNotFinished: '={{ "wait" }}' });
		expect(error?.message).toBe(`'If Not Finished' was "wait"`);
		expect(paths()).toEqual([]);
	});
});
