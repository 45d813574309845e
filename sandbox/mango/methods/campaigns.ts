import type { Json } from '../../core/json';
import { campaignStatus, isUnfinished, type Campaign } from '../campaigns/campaigns';
import { MangoError } from '../errors';
import * as take from '../parameters';
import { employees, lines } from '../sampleData';
import { method, ok, unix, type Method } from './method';
import { taskBrief } from './tasks';

const hourAndMinute = take.text(5, (text) => /^\d\d:\d\d$/.test(text));

/** Abonent ids come in, extensions go out as `members` (mango-office.md#campaign-methods [H]). */
const operators: take.Reader<string[]> = (value, name) => {
	const ids = take.texts(value, name);
	return employees.filter(({ id }) => ids.includes(`${id}`)).map(({ extension }) => extension);
};

const one = { campaign_id: take.integer };
/** In UTC. */
const slot = take.object({ weekday: take.range(1, 7), start: hourAndMinute, end: hourAndMinute });

export const campaignMethods: Record<string, Method> = {
	/** No `endless` in the list (mango-office.md#campaign-methods [H]). */
	'campaign/list': method({}, (_parameters, { campaigns }) =>
		ok({ campaigns: campaigns.all.map(campaignRow) }),
	),

	campaign: method(
		{ ...one, need_tasks: take.flag('true', '1') },
		({ campaignId, needTasks }, { campaigns }) => {
			const campaign = campaigns.wanted(campaignId);
			const { endless } = campaign;
			const tasks = needTasks ? { tasks: campaign.tasks.map(taskBrief) } : {};
			return ok({ campaign: { ...campaignRow(campaign), endless, ...tasks } });
		},
	),

	'campaign/add': method(
		{
			line_id: take.integer,
			name: take.text(140, (name) => name.length <= 70),
			schedule: take.present(take.list(slot)),
			created_by: take.optional(take.integer),
			endless: take.flag('true'),
			priority: take.optional(take.range(1, 3)),
			order: take.optional(take.range(1, 999)),
			dial_mode: take.optional(take.oneOf(2, 3, 4, 7)),
			service_type: take.optional(take.integer),
			operators,
			end_date: take.optional(take.utc),
		},
		({ endDate: end, ...draft }, { campaigns }) => {
			// 3124 is "line not allowed"; that an unknown line_id gives it is our reading [L].
			if (!lines.some(({ id }) => id === draft.lineId)) throw new MangoError(3124);
			if (!employees.some(({ id }) => id === (draft.createdBy ?? id))) throw new MangoError(5105);
			return ok({ campaign_id: campaigns.add({ ...draft, end }).id });
		},
	),

	/** A finished campaign cannot be started again (mango-office.md#campaign-methods [H]). */
	'campaign/start': method(one, ({ campaignId }, { campaigns }) =>
		ok({ status: campaigns.setStatus(campaignId, campaignStatus.running, 0) }),
	),

	/** A real campaign is "stopping" while calls run; here it stops at once. */
	'campaign/stop': method(one, ({ campaignId }, { campaigns }) =>
		ok({ status: campaigns.setStatus(campaignId, campaignStatus.stopped, 1) }),
	),

	'campaign/delete': method(one, ({ campaignId }, { campaigns }) => {
		campaigns.remove(campaignId);
		return ok({ status: campaignStatus.deleting });
	}),
};

function campaignRow(campaign: Campaign): Json {
	const { tasks, operators, createdBy } = campaign;
	const creator = employees.find(({ id }) => id === createdBy);
	const finished = tasks.filter((task) => !isUnfinished(task)).length;
	return {
		campaign_id: campaign.id,
		line_id: campaign.lineId,
		name: campaign.name,
		created_by: { user_id: createdBy, name: creator?.name, extension: creator?.extension },
		priority: campaign.priority,
		order: campaign.order,
		start: unix(campaign.start),
		end: campaign.end ? unix(campaign.end) : 0,
		status: campaign.status,
		status_reason: campaign.statusReason,
		members: operators,
		operators: employees
			.filter(({ extension }) => operators.includes(extension))
			.map(({ id }) => id),
		dial_mode: campaign.dialMode,
		redial_max: 2,
		answer_wait: 30,
		add_calls_coef: 1,
		call_processing: 0,
		schema_id: 12001,
		created: unix(campaign.created),
		service_type: campaign.serviceType,
		tasks_count: tasks.length,
		finished_tasks_count: finished,
		completed: tasks.length === 0 ? 0 : Math.round((finished / tasks.length) * 100),
	};
}
