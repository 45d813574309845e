import type { CallView, CampaignView, PhoneState, TaskView, Telephone } from '../shared/telephone';
import type { Call } from './calls/call';
import { callResult, pressable, type Exchange } from './calls/exchange';
import type { Campaigns } from './campaigns/campaigns';
import { campaignStatus, taskStatus, type Campaign, type Task } from './campaigns/model';
import { Listeners } from './listeners';

/** Calls that the panel has room for. */
const shownCalls = 2;

export function makeTelephone(exchange: Exchange, campaigns: Campaigns, listeners: Listeners, speed: number): Telephone {
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
		press: (callId, leg, act) => exchange.press(callId, leg, act),
		onChange: (listener) => listeners.add(listener),
	};
}

function callView(call: Call, speed: number): CallView {
	const { employee, client } = call;
	return {
		id: call.id,
		origin: call.origin,
		employee: {
			name: employee.name,
			number: employee.extension,
			state: phoneState(call, 'employeeRings', ['talk']),
			acts: pressable(call, 'employee'),
		},
		client: { name: client.name ?? 'Клиент', number: shownNumber(client.number), state: phoneState(call, 'clientRings', ['talk']), acts: pressable(call, 'client') },
		...(call.talkAt === undefined ? {} : { talk: talkOf(call, call.talkAt, speed) }),
		...(callResult(call) ? { result: callResult(call) } : {}),
	};
}

function phoneState(call: Call, rings: Call['phase'], talks: Array<Call['phase']>): PhoneState {
	if (call.phase === 'ended') return 'ended';
	if (call.phase === rings) return 'ringing';
	return talks.includes(call.phase) ? 'talking' : 'waiting';
}

function talkOf(call: Call, talkAt: number, speed: number) {
	const until = call.endedAt ?? call.clock();
	return { seconds: Math.max(0, until - talkAt), speed, running: call.phase === 'talk' };
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
	const tone = { [campaignStatus.running]: 'on' as const, [campaignStatus.finished]: 'done' as const }[campaign.status] ?? 'off';
	return {
		id: campaign.id,
		name: campaign.name,
		state: campaignWords[campaign.status] ?? String(campaign.status),
		tone,
		endless: campaign.endless,
		tasks: campaign.tasks.map(taskView),
	};
}

/** Reasons of section 3 in words. */
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
	25: 'too late',
	26: 'forbidden number',
};

function taskView(task: Task): TaskView {
	const reason = reasonWords[task.statusReason] ?? '';
	const view = { id: task.id, name: task.name, number: task.number };
	if (task.status === taskStatus.inWork) return { ...view, state: 'calling', tone: 'busy' };
	if (task.status === taskStatus.queued) return { ...view, state: reason ? `again: ${reason}` : 'queued', tone: 'wait' };
	if (task.status === taskStatus.stopped) return { ...view, state: 'stopped', tone: 'wait' };
	return { ...view, state: reason || 'done', tone: task.statusReason === 1 ? 'good' : 'bad' };
}
