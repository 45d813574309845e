import {
	employeeOf,
	inCall,
	pressable,
	ringingAt,
	type Call,
	type CallPhase,
	type LegName,
} from './calls/call';
import type { Person } from './calls/directory';
import { campaignStatus, taskStatus, type Campaign, type Task } from './campaigns/campaigns';
import { inWords } from './errors';
import type { Pbx } from './pbx';

/** Calls that the panel has room for. */
const shownCalls = 2;

/** What the board's telephone panel shows: two calls and the campaigns. */
export function telephoneView({ exchange, campaigns, service }: Pbx) {
	const { running } = exchange;
	/** When none runs, the last that ended. */
	const shown = running.length > 0 ? running.slice(0, shownCalls) : exchange.calls.slice(-1);
	return {
		/** The oldest first. */
		calls: shown.map((call) => callView(call, service.clock.speed)),
		/** Running calls beyond those shown. */
		more: Math.max(0, running.length - shownCalls),
		campaigns: campaigns.all.map(campaignView),
	};
}

/** Where in the PBX a call is, when that is not where it came from. */
const whereabouts: Partial<Record<CallPhase, string>> = {
	menu: 'in the voice menu',
	targetRings: 'transfer',
	consult: 'consultation, the client is on hold',
	voicemail: 'a voicemail has answered',
};

function callView(call: Call, speed: number) {
	const { transfer, result } = call;
	const employee =
		transfer?.from ??
		call.talker ??
		(call.employee ? employeeOf(call) : { number: call.lineNumber, name: 'Голосовое меню' });
	return {
		id: call.id,
		/** A callback, a client, a campaign's name; or its whereabouts. */
		origin: whereabouts[call.phase] ?? call.origin,
		employee: phoneView(call, 'employee', employee),
		client: phoneView(call, 'client', { name: 'Клиент', ...call.client, extension: undefined }),
		/** To whom the call is transferred, or was. */
		target: transfer && phoneView(call, 'target', { name: 'Клиент', ...transfer.target }),
		/** For the line between the telephones. */
		talkers: talkers(call),
		talk: call.talkAt === undefined ? undefined : talkOf(call, call.talkAt, speed),
		result: result && { code: result, text: inWords(result), good: call.talkAt !== undefined },
	};
}

function phoneView(call: Call, who: LegName, { name = '', number, extension }: Person) {
	const state = phoneState(call, who);
	return { name, number: extension ?? shownNumber(number), state, acts: pressable(call, who) };
}

/** `waiting`: not rung yet, or has answered and hears the other's phone ring; `machine`: a voicemail has answered. */
function phoneState(call: Call, who: LegName): string {
	const { phase, transfer } = call;
	const out = who === 'employee' && transfer?.left && ringingAt(call) !== 'employee';
	if (phase === 'ended' || out) return 'ended';
	if (ringingAt(call) === who) return 'ringing';
	if (talkers(call).includes(who)) return 'talking';
	if (who === 'client' && phase === 'voicemail') return 'machine';
	return who === 'client' && ['targetRings', 'consult'].includes(phase) ? 'holding' : 'waiting';
}

/** Who talks with whom. */
function talkers(call: Call): LegName[] {
	if (call.phase === 'consult') return ['employee', 'target'];
	return call.phase === 'talk' ? inCall(call) : [];
}

/** Seconds talked when this view was made, and how fast they pass. */
function talkOf(call: Call, talkAt: number, speed: number) {
	const seconds = Math.max(0, (call.endedAt ?? call.clock()) - talkAt);
	return { seconds, speed, running: ['talk', 'targetRings', 'consult'].includes(call.phase) };
}

/** `+7 916 123-45-67`, as people read it. */
function shownNumber(number: string): string {
	return number.replace(/^[78](\d{3})(\d{3})(\d\d)(\d\d)$/, '+7 $1 $2-$3-$4');
}

function campaignView({ id, name, status, endless, tasks }: Campaign) {
	const [state] = Object.entries(campaignStatus).find(([, code]) => code === status) ?? ['?'];
	const tones: Record<number, string> = {
		[campaignStatus.running]: 'on',
		[campaignStatus.finished]: 'done',
	};
	return { id, name, state, tone: tones[status] ?? 'off', endless, tasks: tasks.map(taskView) };
}

/** Reasons of mango-office.md#campaign-task-statuses in words. */
const reasonWords: Record<number, string> = {
	1: 'talked',
	2: 'busy',
	3: 'no answer',
	4: 'unavailable',
	5: 'operator busy',
	6: 'operator: no answer',
	7: 'operator unavailable',
	8: 'no such number',
	11: 'stopped',
	20: 'operator stopped it',
	21: 'robot: unavailable',
	22: 'robot: busy',
	23: 'voicemail',
	24: 'hung up on the robot',
	25: 'too late',
	26: 'forbidden number',
};

function taskView({ id, name, number, status, statusReason }: Task) {
	const reason = reasonWords[statusReason] ?? '';
	const underWay: Record<number, [state: string, tone: string]> = {
		[taskStatus.inWork]: ['calling', 'busy'],
		[taskStatus.queued]: [reason ? `again: ${reason}` : 'queued', 'wait'],
		[taskStatus.stopped]: ['stopped', 'wait'],
	};
	const over = [reason || 'done', statusReason === 1 ? 'good' : 'bad'];
	const [state, tone] = underWay[status] ?? over;
	return { id, name, number, state, tone };
}
