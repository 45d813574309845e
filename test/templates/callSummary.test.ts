import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { clock } from '../clock/clock';
import { useMango } from '../engine/mangoAccount';
import { usePortal } from '../engine/portal';
import { hostEachMinute } from './eachMinute';
import { canRunTemplates } from './templateHost';

const TABLE = 'MANGO call summaries';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
beforeEach(() => {
	clock.setTime(Date.parse('2026-11-25T09:30:00.000Z'));
	models = { ...GOOD, refusals: 0, transcribed: 0, summarised: 0 };
});
const office = useMango();
const bitrix24 = usePortal();

interface Models {
	/** What is heard; an error in place of a text is thrown. */
	text?: string | Error;
	answer?: { summary: string; nextStep: string } | Error;
	/** How many more times the model refuses. */
	refusals: number;
	transcribed: number;
	summarised: number;
}
const GOOD = {
	text: 'Здравствуйте, когда вы привезёте наш заказ?',
	answer: { summary: 'About the delivery.', nextStep: 'Send the contract.' },
};
let models: Models;

/**
 * In place of a node that asks a model. n8n's *Basic LLM Chain* does not say which item an answer
 * belongs to, but of one that failed.
 */
function fake(name: string, ask: () => IDataObject | Error, isPaired = true): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: [],
			version: [1.7, 1.8],
			description: '',
			defaults: { name },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		execute: function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const items = this.getInputData().map((_, item): INodeExecutionData => {
				const json = ask();
				if (json instanceof Error) return { json: { error: json.message }, pairedItem: { item } };
				return { json, ...(isPaired && { pairedItem: { item } }) };
			});
			return Promise.resolve([items]);
		},
	};
}

const FAKES: Array<[string, INodeType]> = [
	[
		'@n8n/n8n-nodes-langchain.openAi',
		fake('openAi', () => {
			models.transcribed += 1;
			return models.text instanceof Error ? models.text : { text: models.text };
		}),
	],
	[
		'@n8n/n8n-nodes-langchain.chainLlm',
		fake(
			'chainLlm',
			() => {
				models.summarised += 1;
				if (models.refusals-- > 0 || models.text === undefined) return new Error('The model refuses');
				return models.answer instanceof Error ? models.answer : { output: models.answer };
			},
			false,
		),
	],
	...['lmChatOpenAi', 'outputParserStructured'].map((name): [string, INodeType] => [
		`@n8n/n8n-nodes-langchain.${name}`,
		fake(name, () => ({})),
	]),
];

const CALL = {
	entryId: 'e1',
	outcome: 'POSITIVE',
	direction: 'incoming',
	clientNumber: '+79161234507',
	talkSeconds: 60,
	startTime: '2026-11-25T09:20:00.000Z',
	endTime: '2026-11-25T09:21:00.000Z',
	recordingIds: ['r1'],
};

/** Somebody's workflow logs the call, to deal 28. */
const logCall = () => bitrix24.run({ resource: 'call', operation: 'log', dealFrom: 'phone' }, CALL);

async function host() {
	const template = await hostEachMinute(
		TABLE,
		'call-summary-ai.json',
		{ ...office.credentials(), ...bitrix24.credentials() },
		undefined,
		FAKES,
	);
	const ended = (more: IDataObject = {}) => template.run('Ended Calls', [{ ...CALL, ...more }]);
	return { ...template, ended };
}

function store(id: string, more: object = {}): object {
	const recording = { id, entryId: 'e1', callId: 'c', extension: '101', stored: true, ...more };
	(office.mango.recordings as unknown[]).push(recording);
	return recording;
}

const commands = (method: string) =>
	bitrix24.portal.requests
		.flatMap(({ commands: list = [] }) => list)
		.filter((command) => command.startsWith(`${method}?`))
		.map((command) => Object.fromEntries(new URLSearchParams(command.split('?')[1])));
const tasks = () => commands('tasks.task.add');
const comments = () => bitrix24.portal.comments.filter(({ entityId }) => entityId === 28);
const todos = () => bitrix24.portal.todos;

function portalDown(): void {
	for (let i = 0; i < 40; i += 1) bitrix24.portal.answerNext({ status: 503, body: 'down' });
}

(canRunTemplates ? describe : describe.skip)('call-summary-ai.json', () => {
	test('a comment and a task for the responsible, once, and nothing of the talk stays', async () => {
		const { ended, tick, rows } = await host();
		await logCall();
		store('r1');
		await ended();
		await ended();
		for (let i = 0; i < 4; i += 1) await tick();
		expect(comments()).toHaveLength(1);
		expect(comments()[0].text).toContain(
			'made by AI:\nAbout the delivery.\nNext step: Send the contract.',
		);
		expect(tasks()).toMatchObject([
			{ 'fields[TITLE]': 'Send the contract.', 'fields[UF_CRM_TASK][0]': 'D_28' },
		]);
		expect(rows()).toMatchObject([
			{ note: expect.stringMatching(/^summary, task \d+$/), summary: '', nextStep: '' },
		]);
		expect(models).toMatchObject({ transcribed: 1, summarised: 1 });
	});

	test('without a next step, no task', async () => {
		models.answer = { summary: 'He was wrong here.', nextStep: ' ' };
		const { ended, tick, rows } = await host();
		await logCall();
		store('r1');
		await ended();
		for (let i = 0; i < 3; i += 1) await tick();
		expect([comments().length, tasks().length]).toEqual([1, 0]);
		expect(rows()).toMatchObject([{ note: 'summary', doneAt: expect.any(String) }]);
	});

	test('without speech, no summary', async () => {
		models.text = ' … ';
		const { ended, tick, rows } = await host();
		await logCall();
		store('r1');
		await ended();
		for (let i = 0; i < 3; i += 1) await tick();
		expect([comments().length, models.summarised]).toEqual([0, 0]);
		expect(rows()).toMatchObject([{ note: 'no speech', doneAt: expect.any(String) }]);
	});

	test('each recording of a call has its own', async () => {
		const { ended, tick, rows } = await host();
		await logCall();
		for (const id of ['r1', 'r2']) store(id);
		await ended({ recordingIds: ['r1', 'r2'] });
		for (let i = 0; i < 3; i += 1) await tick();
		expect([comments().length, tasks().length, rows().length]).toEqual([2, 2, 2]);
		expect(models.summarised).toBe(2);
	});

	test.each([
		['among colleagues', { direction: 'internal' }],
		['of some seconds', { talkSeconds: 5 }],
		['without a recording', { recordingIds: [] }],
	])('a talk %s leaves no row', async (_name, more) => {
		const { ended, rows } = await host();
		await ended(more);
		expect(rows()).toEqual([]);
	});

	describe('waits', () => {
		test('until the call is logged, and the recording stored', async () => {
			const { ended, tick, rows } = await host();
			const recording = store('r1', { stored: false });
			await ended();
			await tick();
			expect(rows()).toMatchObject([{ note: 'not logged in a deal or a lead' }]);
			await logCall();
			await tick(5 * MINUTE);
			expect([rows()[0].failures, models.transcribed]).toEqual([0, 0]);
			Object.assign(recording, { stored: true });
			for (let i = 0; i < 3; i += 1) await tick(10 * MINUTE);
			expect(tasks()).toHaveLength(1);
		});

		test('a day for what nobody logs, and then no more', async () => {
			const { ended, tick, rows } = await host();
			await ended();
			await tick();
			await tick(DAY);
			expect(rows()).toMatchObject([{ doneAt: expect.any(String) }]);
		});
	});

	describe('when something fails', () => {
		test.each<['text' | 'answer']>([['text'], ['answer']])(
			"a model's %s: tried again, shown at the third time, and done in the end",
			async (what) => {
				models[what] = new Error('The model refuses');
				const { ended, tick, rows } = await host();
				await logCall();
				store('r1');
				await ended();
				await tick();
				await tick(2 * MINUTE);
				expect(rows()).toMatchObject([{ failures: 2 }]);
				await expect(tick(6 * MINUTE)).rejects.toThrow('The model refuses');
				Object.assign(models, GOOD);
				for (let i = 0; i < 2; i += 1) await tick(16 * MINUTE);
				expect([comments().length, tasks().length]).toEqual([1, 1]);
			},
		);

		test('one recording: it holds up no other', async () => {
			models.refusals = 1;
			const { ended, tick, rows } = await host();
			await logCall();
			for (const id of ['r1', 'r2']) store(id);
			await ended({ recordingIds: ['r1', 'r2'] });
			await tick();
			expect(rows()).toMatchObject([{ failures: 1 }, { state: 'summarised' }]);
			for (let i = 0; i < 3; i += 1) await tick();
			expect([comments().length, tasks().length]).toEqual([2, 2]);
		});

		test.each<[string, Partial<Models>]>([
			['transcribes', { text: undefined }],
			['summarises', { answer: { summary: '', nextStep: '' } }],
		])('the model that %s answers nothing: that is no talk without words', async (_name, nothing) => {
			const { ended, tick, rows } = await host();
			Object.assign(models, nothing);
			await logCall();
			store('r1');
			await ended();
			await tick();
			expect(rows()).toMatchObject([{ failures: 1, doneAt: null }]);
			Object.assign(models, GOOD);
			for (let i = 0; i < 3; i += 1) await tick();
			expect([comments().length, tasks().length]).toEqual([1, 1]);
		});

		test('n8n was down for a day: the execution fails, and names all calls', async () => {
			const { ended, tick, rows } = await host();
			await ended();
			await ended({ recordingIds: ['r2'], clientNumber: '+79160000001' });
			await expect(tick(DAY + MINUTE)).rejects.toThrow(/\+79161234507[^]*\+79160000001/);
			expect(rows()).toMatchObject(Array(2).fill({ doneAt: expect.any(String) }));
		});

		test('for a day: the execution fails, and says of which call', async () => {
			models.text = new Error('The model refuses');
			const { ended, tick, rows } = await host();
			await logCall();
			store('r1');
			await ended();
			await tick();
			await expect(tick(DAY)).rejects.toThrow(/The call with \+79161234507 .*The model refuses/);
			expect(rows()).toMatchObject([{ doneAt: expect.any(String) }]);
		});

		test('the portal: the model is not asked again', async () => {
			const { ended, tick } = await host();
			await logCall();
			store('r1');
			await ended();
			await tick();
			portalDown();
			await tick();
			expect(comments()).toEqual([]);
			bitrix24.portal.reset();
			await tick(5 * MINUTE);
			expect([comments().length, tasks().length]).toEqual([1, 1]);
			expect(models).toMatchObject({ transcribed: 1, summarised: 1 });
		});

		test.each<[string, () => void]>([
			[
				'is refused',
				() =>
					bitrix24.portal.failCommand(
						'tasks.task.add',
						{ error: 'insufficient_scope', error_description: 'no' },
						9,
					),
			],
			[
				'is not answered',
				() => {
					bitrix24.portal.hold(({ params }) => {
						if (!JSON.stringify(params).includes('tasks.task.add')) return Promise.resolve();
						bitrix24.portal.hold(undefined);
						return Promise.reject(new Error('no answer'));
					});
				},
			],
		])('the task %s: a to-do in its place, and no second task', async (_name, fail) => {
			const { ended, tick, rows } = await host();
			await logCall();
			store('r1');
			await ended();
			await tick();
			fail();
			for (let i = 0; i < 3; i += 1) await tick(20 * MINUTE);
			expect(todos()).toMatchObject([{ ownerId: 28, title: 'Send the contract.' }]);
			expect(tasks()).toHaveLength(1);
			expect(rows()).toMatchObject([{ note: expect.stringMatching(/^summary, to-do \d+$/) }]);
		});

		test('n8n ended while the task was made: a to-do that says so, and no second task', async () => {
			const { ended, tick, tables } = await host();
			await logCall();
			store('r1');
			await ended();
			await tick();
			tables.change(TABLE, { state: 'task' });
			for (let i = 0; i < 3; i += 1) await tick();
			expect(tasks()).toEqual([]);
			expect(todos()).toMatchObject([
				{ description: expect.stringContaining('n8n ended while it was made') },
			]);
		});
	});

	test('forgets rows that were done three days ago', async () => {
		const { ended, tick, rows, run } = await host();
		await ended();
		await tick();
		await tick(DAY + 2 * MINUTE);
		await run('Every Day');
		expect(rows()).toHaveLength(1);
		await clock.advance(3 * DAY);
		await run('Every Day');
		expect(rows()).toEqual([]);
	});
});
