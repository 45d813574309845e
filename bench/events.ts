import { sign } from '../sandbox/mango/access';
import { importTemplate } from '../sandbox/n8n/provision';
import { startOffice, type Office } from '../test/e2e/office';
import { importRival, type Receiver } from './bare';
import { rateToEnd } from './executions';
import { toNothing } from './floor';
import { inTurns, sendAll, type Webhook } from './load';
import { RIVAL_END, RIVAL_PATH, rivalEvents } from './rivalEvents';
import { ratioRow, type Effort, type Row } from './rows';

const ROUNDS = 4;
const EVENTS = 400;
const WARM_UP = 100;
/** Of ten events the filter keeps the end of the callback, and its summary. */
const KEPT = 0.2;

/**
 * Signed events a second, until the last execution has finished: through the trigger with its
 * filters, and through the same flow of n8n's own nodes.
 */
export async function measureEvents(effort: Effort): Promise<Row[]> {
	const office = await startOffice({ env: { NODE_FUNCTION_ALLOW_BUILTIN: 'crypto' } });
	try {
		const receivers = {
			ours: await importOurs(office),
			rival: await importRival(office.n8n.client, rivalEvents(office.mango), RIVAL_PATH),
		};
		const workflowIds = Object.values(receivers).map(({ workflowId }) => workflowId);
		const burst = async (who: keyof typeof receivers, usual: number) => {
			const { workflowId, path } = receivers[who];
			const count = effort.count(usual);
			const webhooks = signedEvents(office, path, count);
			const executions = who === 'ours' ? count * KEPT : count;
			return await rateToEnd(
				office.n8n.client,
				{ workflowIds, workflowId, webhooks: count, executions },
				async () => await sendAll(office.n8n.url, webhooks, 200),
			);
		};
		await burst('ours', WARM_UP);
		await burst('rival', WARM_UP);
		await checkRivalFilter(office, receivers.rival, effort.count(WARM_UP));
		const { ours, rival } = await inTurns(effort.rounds(ROUNDS), {
			ours: () => burst('ours', EVENTS),
			rival: () => burst('rival', EVENTS),
		});
		const what = "MANGO's events, a fifth of them wanted";
		return [ratioRow(what, 'a second', ours, { name: "n8n's own nodes", values: rival })];
	} finally {
		await office.stop();
	}
}

async function importOurs({ n8n, mango }: Office): Promise<Receiver> {
	const { apiKey, apiSalt, baseUrl } = mango;
	const trigger = {
		name: 'MANGO OFFICE Trigger',
		type: 'n8n-nodes-mango-bitrix24.mangoOfficeTrigger',
		typeVersion: 2,
		parameters: {
			events: ['call', 'summary'],
			finalOnly: true,
			filters: { directions: ['outgoing'] },
			options: {},
		},
	};
	const workflow = toNothing("MANGO's events by the trigger", trigger);
	const { workflowId, webhookUrl } = await importTemplate(n8n.client, workflow, {
		mangoOfficeApi: { name: 'MANGO OFFICE', data: { apiKey, apiSalt, baseUrl } },
	});
	return { workflowId, path: new URL(webhookUrl as string).pathname };
}

/** That the rival keeps the same events: its executions of the warm-up, by whether they came to their last node. */
async function checkRivalFilter(
	{ n8n }: Office,
	{ workflowId }: Receiver,
	sent: number,
): Promise<void> {
	const executions = await Promise.all(
		(await n8n.client.allExecutions(workflowId)).map(({ id }) => n8n.client.execution(id)),
	);
	const kept = executions.filter(
		({ data }) => data.resultData.runData[RIVAL_END] !== undefined,
	).length;
	if (kept !== sent * KEPT) throw new Error(`The rival kept ${kept} of ${sent} events`);
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
