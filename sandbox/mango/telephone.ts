import type {
	CallView,
	CampaignView,
	LegName,
	PhoneState,
	PhoneView,
	TaskView,
	Telephone,
} from '../core/telephone';
import { employeeOf, type Call, type CallPhase, type Person } from './calls/call';
import { callResult, type Exchange } from './calls/exchange';
import { inCall, pressable, ringingAt } from './calls/pressable';
import type { Campaigns } from './campaigns/campaigns';
import { campaignStatus, taskStatus, type Campaign, type Task } from './campaigns/model';
import { Listeners } from './listeners';

/** Calls that the panel has room for. */
const shownCalls = 2;

export function makeTelephone(
	exchange: Exchange,
	campaigns: Campaigns,
	listeners: Listeners,
	speed: number,
): Omit<Telephone, 'control'> {
	return {
		view() {
			const { running } = exchange;
			const shown = running.length > 0 ? running.slice(0, shownCalls) : exchange.calls.slice(-1);
			return {
				calls: shown.map((call) => callView(call, speed)),
				more: Math.max(0, running.length - shownCalls),
				campaigns: campaigns.all.map(campaignView),
			};
		},
		onChange: (listener) => listeners.add(listener),
	};
}

function callView(call: Call, speed: number): CallView {
	const { transfer } = call;
	const employee =
		transfer?.from ??
		call.talker ??
		(call.employee ? employeeOf(call) : { number: call.lineNumber, name: 'Голосовое меню' });
	const result = callResult(call);
	return {
		id: call.id,
		origin: whereabouts[call.phase] ?? call.origin,
		employee: phoneView(call, 'employee', employee),
		client: phoneView(call, 'client', { name: 'Клиент', ...call.client, extension: undefined }),
		...(transfer
			? { target: phoneView(call, 'target', { name: 'Клиент', ...transfer.target }) }
			: {}),
		talkers: talkers(call),
		...(call.talkAt === undefined ? {} : { talk: talkOf(call, call.talkAt, speed) }),
		...(result ? { result } : {}),
	};
}

const whereabouts: Partial<Record<CallPhase, string>> = {
	menu: 'in the voice menu',
	targetRings: 'transfer',
	consult: 'consultation, the client is on hold',
	voicemail: 'a voicemail has answered',
};

function phoneView(call: Call, who: LegName, { name = '', number, extension }: Person): PhoneView {
	return {
		name,
		number: extension ?? shownNumber(number),
		state: phoneState(call, who),
		acts: pressable(call, who),
	};
}

function phoneState(call: Call, who: LegName): PhoneState {
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

function talkOf(call: Call, talkAt: number, speed: number) {
	const until = call.endedAt ?? call.clock();
	return {
		seconds: Math.max(0, until - talkAt),
		speed,
		running: ['talk', 'targetRings', 'consult'].includes(call.phase),
	};
}

/** `+7 916 123-45-67`, as people read it. */
function shownNumber(number: string): string {
	const [, code, first, second, third] = /^[78](\d{3})(\d{3})(\d\d)(\d\d)$/.exec(number) ?? [];
	return code ? `+7 ${code} ${first}-${second}-${third}` : number;
}

const campaignWords: Record<number, string> = {
	[campaignStatus.stopped]: 'stopped',
	[campaignStatus.planned]: 'planned',
	[campaignStatus.running]: 'running',
	[campaignStatus.stopping]: 'stopping',
	[campaignStatus.finished]: 'finished',
};

function campaignView(campaign: Campaign): CampaignView {
	const tone =
		{ [campaignStatus.running]: 'on' as const, [campaignStatus.finished]: 'done' as const }[
			campaign.status
		] ?? 'off';
	return {
		id: campaign.id,
		name: campaign.name,
		state: campaignWords[campaign.status] ?? String(campaign.status),
		tone,
		endless: campaign.endless,
		tasks: campaign.tasks.map(taskView),
	};
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

function taskView(task: Task): TaskView {
	const reason = reasonWords[task.statusReason] ?? '';
	const view = { id: task.id, name: task.name, number: task.number };
	if (task.status === taskStatus.inWork) return { ...view, state: 'calling', tone: 'busy' };
	if (task.status === taskStatus.queued)
		return { ...view, state: reason ? `again: ${reason}` : 'queued', tone: 'wait' };
	if (task.status === taskStatus.stopped) return { ...view, state: 'stopped', tone: 'wait' };
	return { ...view, state: reason || 'done', tone: task.statusReason === 1 ? 'good' : 'bad' };
}
