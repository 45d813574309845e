import type { Json } from '../../core/json';
import { isUnfinished } from '../campaigns/campaigns';
import { campaignStatus, type Campaign } from '../campaigns/model';
import { missing, MangoError, wrongFormat } from '../errors';
import type { Fields } from '../fields';
import { employees, lines } from '../sampleData';
import { ok, type Method } from './method';
import { taskBrief } from './taskFields';

/** No `endless` in the list (mango-office.md#campaign-methods [H]). */
export const campaignList: Method = (_fields, { campaigns }) =>
	ok({ campaigns: campaigns.all.map(campaignRow) });

export const campaignInfo: Method = (fields, { campaigns }) => {
	const campaign = campaigns.wanted(fields.integer('campaign_id'));
	if (fields.all.need_tasks === undefined) throw missing('need_tasks');
	const tasks = ['true', '1'].includes(String(fields.all.need_tasks))
		? { tasks: campaign.tasks.map(taskBrief) }
		: {};
	return ok({ campaign: { ...campaignRow(campaign), endless: campaign.endless, ...tasks } });
};

export const campaignAdd: Method = (fields, { campaigns }) => {
	const lineId = fields.integer('line_id');
	// 3124 is "line not allowed"; that an unknown line_id gives it is our reading [L].
	if (!lines.some(({ id }) => id === lineId)) throw new MangoError(3124);
	const name = fields.text('name', 140);
	if (name.length > 70) throw wrongFormat('name');
	for (const slot of fields.objects('schedule')) checkSlot(slot);
	const createdBy = fields.integerOr('created_by', employees[0]?.id ?? 0);
	if (!employees.some(({ id }) => id === createdBy)) throw new MangoError(5105);
	const campaign = campaigns.add({
		name,
		lineId,
		endless: String(fields.all.endless ?? false) === 'true',
		priority: fields.range('priority', 1, 3, 2),
		order: fields.range('order', 1, 999, 100),
		dialMode: fields.has('dial_mode') ? fields.oneOf('dial_mode', [2, 3, 4, 7]) : 2,
		serviceType: fields.integerOr('service_type', 8),
		operators: operatorExtensions(fields.all.operators),
		createdBy,
		...(fields.utcOr('end_date') ? { end: fields.utcOr('end_date') } : {}),
	});
	return ok({ campaign_id: campaign.id });
};

/** {weekday 1-7, start "HH:MM", end} in UTC. */
function checkSlot(slot: Fields): void {
	slot.range('weekday', 1, 7, 0);
	for (const name of ['start', 'end'])
		if (!/^\d\d:\d\d$/.test(slot.text(name))) throw wrongFormat(`schedule.${name}`);
}

/** Abonent ids come in, extensions go out as `members` (mango-office.md#campaign-methods [H]). */
function operatorExtensions(value: unknown): string[] {
	if (value === undefined) return [];
	if (!Array.isArray(value)) throw wrongFormat('operators');
	return employees
		.filter(({ id }) => value.map(String).includes(String(id)))
		.map(({ extension }) => extension);
}

/** A finished campaign cannot be started again (mango-office.md#campaign-methods [H]). */
export const campaignStart: Method = (fields, { campaigns }) => {
	const campaign = campaigns.wanted(fields.integer('campaign_id'));
	campaigns.checkOpen(campaign);
	campaigns.setStatus(campaign, campaignStatus.running, 0);
	return ok({ status: campaign.status });
};

/** A real campaign is "stopping" while calls run; here it stops at once. */
export const campaignStop: Method = (fields, { campaigns }) => {
	const campaign = campaigns.wanted(fields.integer('campaign_id'));
	campaigns.checkOpen(campaign);
	campaigns.setStatus(campaign, campaignStatus.stopped, 1);
	return ok({ status: campaign.status });
};

/** Only in status 0 or 4 (mango-office.md#campaign-methods [H]). */
export const campaignDelete: Method = (fields, { campaigns }) => {
	const campaign = campaigns.wanted(fields.integer('campaign_id'));
	const deletable: number[] = [campaignStatus.stopped, campaignStatus.finished];
	if (!deletable.includes(campaign.status)) throw new MangoError(5106);
	campaigns.remove(campaign);
	return ok({ status: campaignStatus.deleting });
};

function campaignRow(campaign: Campaign): Json {
	const creator = employees.find(({ id }) => id === campaign.createdBy);
	const finished = campaign.tasks.filter((task) => !isUnfinished(task)).length;
	return {
		campaign_id: campaign.id,
		line_id: campaign.lineId,
		name: campaign.name,
		created_by: { user_id: campaign.createdBy, name: creator?.name, extension: creator?.extension },
		priority: campaign.priority,
		order: campaign.order,
		start: unix(campaign.start),
		end: campaign.end ? unix(campaign.end) : 0,
		status: campaign.status,
		status_reason: campaign.statusReason,
		members: campaign.operators,
		operators: employees
			.filter(({ extension }) => campaign.operators.includes(extension))
			.map(({ id }) => id),
		dial_mode: campaign.dialMode,
		redial_max: 2,
		answer_wait: 30,
		add_calls_coef: 1,
		call_processing: 0,
		schema_id: 12001,
		created: unix(campaign.created),
		service_type: campaign.serviceType,
		tasks_count: campaign.tasks.length,
		finished_tasks_count: finished,
		completed:
			campaign.tasks.length === 0 ? 0 : Math.round((finished / campaign.tasks.length) * 100),
	};
}

function unix(time: Date): number {
	return Math.floor(time.getTime() / 1000);
}
