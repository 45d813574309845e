import { setTimeout as sleep } from 'node:timers/promises';

import { sign } from '../sandbox/mango/access';
import { importTemplate } from '../sandbox/n8n/provision';
import type { WorkflowJson } from '../sandbox/n8n/workflow';
import { startOffice, type Office } from '../test/e2e/office';
import { importRival } from './bare';
import { inTurns, rate, sendAll, type Rounds, type Webhook } from './load';
import { RIVAL_END, RIVAL_PATH, rivalEvents } from './rivalEvents';

const ROUNDS = 6;
const EVENTS = 400;
const WARM_UP = 100;
/** Of ten events the filter keeps the end of the callback, and its summary. */
const KEPT = 0.2;

interface Receiver {
	workflowId: string;
	/** What MANGO appends its paths to. */
	path: string;
	/** The share of the events that starts an execution. */
	starts: number;
}

type Receivers = Record<'ours' | 'rival', Receiver>;

/**
 * Signed events a second, until the last execution has finished: through the trigger with its
 * filters, and through the same flow of n8n's own nodes.
 */
export async function measureEvents(env: NodeJS.ProcessEnv): Promise<Rounds<'ours' | 'rival'>> {
	const office = await startOffice({ env: { NODE_FUNCTION_ALLOW_BUILTIN: 'crypto', ...env } });
	try {
		const rivalId = await importRival(office, rivalEvents(office.mango));
		const receivers = {
			ours: await importOurs(office),
			rival: { workflowId: rivalId, path: `/webhook/${RIVAL_PATH}`, starts: 1 },
		};
		await burst(office, receivers, 'ours', WARM_UP);
		await burst(office, receivers, 'rival', WARM_UP);
		await checkRivalFilter(office, receivers.rival);
		return await inTurns(ROUNDS, {
			ours: () => burst(office, receivers, 'ours', EVENTS),
			rival: () => burst(office, receivers, 'rival', EVENTS),
		});
	} finally {
		await office.stop();
	}
}

async function importOurs({ n8n, mango }: Office): Promise<Receiver> {
	const { apiKey, apiSalt, baseUrl } = mango;
	const imported = await importTemplate(n8n.client, OURS, {
		credentials: { mangoOfficeApi: { name: 'MANGO OFFICE', data: { apiKey, apiSalt, baseUrl } } },
	});
	return {
		workflowId: imported.workflowId,
		path: new URL(imported.webhookUrl as string).pathname,
		starts: KEPT,
	};
}

const OURS: WorkflowJson = {
	name: "MANGO's events by the trigger",
	nodes: [
		{
			name: 'MANGO OFFICE Trigger',
			type: 'n8n-nodes-mango-bitrix24.mangoOfficeTrigger',
			typeVersion: 2,
			position: [0, 0],
			parameters: {
				events: ['call', 'summary'],
				finalOnly: true,
				filters: { directions: ['outgoing'] },
				options: {},
			},
		},
		{
			name: 'Wanted',
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [200, 0],
			parameters: {},
		},
	],
	connections: { 'MANGO OFFICE Trigger': { main: [[{ node: 'Wanted', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
};

async function burst(
	office: Office,
	receivers: Receivers,
	who: keyof Receivers,
	count: number,
): Promise<number> {
	const { path, starts, workflowId } = receivers[who];
	const webhooks = signedEvents(office, path, count);
	const before = Math.max(
		0,
		...(await Promise.all(Object.values(receivers).map((one) => newestId(office, one.workflowId)))),
	);
	return await rate(count, async () => {
		await sendAll(office.n8n.url, webhooks, 200);
		await allFinished(office, workflowId, before, count * starts);
	});
}

async function newestId({ n8n }: Office, workflowId: string): Promise<number> {
	return Math.max(0, ...(await n8n.client.executions(workflowId)).map(({ id }) => Number(id)));
}

/**
 * Waits until all have finished well; throws when they are not exactly as many as they should be. n8n counts the
 * executions of all workflows together, and nothing else runs meanwhile.
 */
async function allFinished(
	{ n8n }: Office,
	workflowId: string,
	before: number,
	expected: number,
): Promise<void> {
	for (;;) {
		const executions = (await n8n.client.executions(workflowId)).filter(
			({ id }) => Number(id) > before,
		);
		const started = Math.max(before, ...executions.map(({ id }) => Number(id))) - before;
		const failed = executions.filter(({ status }) => status === 'error').length;
		if (started > expected || failed > 0)
			throw new Error(
				`${started} executions were started and ${failed} failed; ${expected} should have been started`,
			);
		if (started === expected && executions.every(({ status }) => status === 'success')) return;
		await sleep(20);
	}
}

/** That the rival keeps the same events: its executions of the warm-up, by whether they came to their last node. */
async function checkRivalFilter({ n8n }: Office, { workflowId }: Receiver): Promise<void> {
	const executions = await Promise.all(
		(await n8n.client.executions(workflowId)).map(({ id }) => n8n.client.execution(id)),
	);
	const kept = executions.filter(
		({ data }) => data.resultData.runData[RIVAL_END] !== undefined,
	).length;
	if (kept !== WARM_UP * KEPT) throw new Error(`The rival kept ${kept} of ${WARM_UP} events`);
}

/**
 * Groups of ten: a callback with its two legs and its summary, and a call that is missed in the
 * menu, with its summary.
 */
function signedEvents({ mango }: Office, path: string, count: number): Webhook[] {
	return Array.from({ length: count / 10 }, (_, i) => [...callback(i), ...missed(i)])
		.flat()
		.map(([event, fields]) => {
			const json = JSON.stringify(fields);
			const body = new URLSearchParams({
				vpbx_api_key: mango.apiKey,
				sign: sign(mango.apiKey, json, mango.apiSalt),
				json,
			});
			return { path: `${path}/events/${event}`, body: body.toString() };
		});
}

type Event = [event: 'call' | 'summary', fields: Record<string, unknown>];

const EMPLOYEE = { extension: '101', number: 'sip:101@example.mangosip.ru' };
const CLIENT = { number: '79161234567' };
const LINE = '74951234567';
const NOW = 1790000000;

function callback(i: number): Event[] {
	const entry = {
		entry_id: `callback-${i}`,
		timestamp: NOW,
		location: 'abonent',
		command_id: `mb24.12.${i}.0.bench`,
		callback_initiator: 'API',
	};
	const leg = (name: string, from: object, to: object, reason: string): Event[] =>
		['Appeared', 'Connected', 'Disconnected'].map((state, seq) => [
			'call',
			{
				...entry,
				call_id: `${name}-${i}`,
				seq: String(seq + 1),
				call_state: state,
				from,
				to,
				...(state === 'Disconnected' && { disconnect_reason: reason }),
			},
		]);
	return [
		...leg('first', CLIENT, EMPLOYEE, '1000'),
		...leg('second', EMPLOYEE, CLIENT, '1110'),
		summary(`callback-${i}`, 2, EMPLOYEE, CLIENT, NOW + 5),
	];
}

function missed(i: number): Event[] {
	const call = {
		entry_id: `missed-${i}`,
		call_id: `menu-${i}`,
		timestamp: NOW,
		location: 'ivr',
		from: CLIENT,
		to: { number: LINE, line_number: LINE },
	};
	return [
		['call', { ...call, seq: 1, call_state: 'Appeared' }],
		['call', { ...call, seq: 2, call_state: 'Disconnected', disconnect_reason: 1110 }],
		summary(`missed-${i}`, 1, CLIENT, {}, 0),
	];
}

function summary(
	entryId: string,
	direction: number,
	from: object,
	to: object,
	talkTime: number,
): Event {
	const times = { create_time: NOW, forward_time: NOW, talk_time: talkTime, end_time: NOW + 60 };
	return [
		'summary',
		{
			entry_id: entryId,
			call_direction: direction,
			from,
			to,
			line_number: LINE,
			...times,
			entry_result: talkTime === 0 ? 0 : 1,
			disconnect_reason: 1110,
		},
	];
}
