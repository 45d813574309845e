import type { Json } from '../../core/json';
import { campaignStatus, isUnfinished, type Campaign } from '../campaigns/model';
import { MangoError, wrongFormat } from '../errors';
import {
	flag,
	integer,
	list,
	object,
	oneOf,
	optional,
	present,
	range,
	required,
	text,
	texts,
	utc,
} from '../parameters';
import { employees, lines } from '../sampleData';
import { method, ok, unix, type Method } from './method';
import { taskBrief } from './taskFields';

const hourAndMinute = required((value) =>
	/^\d\d:\d\d$/.test(String(value)) ? String(value) : undefined,
);

/** In UTC. */
const slot = object({ weekday: range(1, 7), start: hourAndMinute, end: hourAndMinute });

export const campaignMethods: Record<string, Method> = {
	/** No `endless` in the list (mango-office.md#campaign-methods [H]). */
	'campaign/list': method({}, (_parameters, { campaigns }) =>
		ok({ campaigns: campaigns.all.map(campaignRow) }),
	),

	campaign: method(
		{ campaign_id: integer, need_tasks: present(flag('true', '1')) },
		({ campaign_id, need_tasks }, { campaigns }) => {
			const campaign = campaigns.wanted(campaign_id);
			const { endless } = campaign;
			const tasks = need_tasks ? { tasks: campaign.tasks.map(taskBrief) } : {};
			return ok({ campaign: { ...campaignRow(campaign), endless, ...tasks } });
		},
	),

	'campaign/add': method(
		{
			line_id: integer,
			name: text(140),
			schedule: present(list(slot)),
			created_by: optional(integer, employees[0].id),
			endless: flag('true'),
			priority: optional(range(1, 3), 2),
			order: optional(range(1, 999), 100),
			dial_mode: optional(oneOf(2, 3, 4, 7), 2),
			service_type: optional(integer, 8),
			operators: texts,
			end_date: optional(utc),
		},
		(
			{ line_id, name, created_by, endless, priority, order, operators, ...more },
			{ campaigns },
		) => {
			// 3124 is "line not allowed"; that an unknown line_id gives it is our reading [L].
			if (!lines.some(({ id }) => id === line_id)) throw new MangoError(3124);
			if (name.length > 70) throw wrongFormat('name');
			if (!employees.some(({ id }) => id === created_by)) throw new MangoError(5105);
			const campaign = campaigns.add({
				name,
				lineId: line_id,
				endless,
				priority,
				order,
				dialMode: more.dial_mode,
				serviceType: more.service_type,
				// Abonent ids come in, extensions go out as `members` (mango-office.md#campaign-methods [H]).
				operators: employees
					.filter(({ id }) => operators.includes(String(id)))
					.map(({ extension }) => extension),
				createdBy: created_by,
				end: more.end_date,
			});
			return ok({ campaign_id: campaign.id });
		},
	),

	/** A finished campaign cannot be started again (mango-office.md#campaign-methods [H]). */
	'campaign/start': method({ campaign_id: integer }, ({ campaign_id }, { campaigns }) => {
		const campaign = campaigns.wanted(campaign_id);
		campaigns.checkOpen(campaign);
		campaigns.setStatus(campaign, campaignStatus.running, 0);
		return ok({ status: campaign.status });
	}),

	/** A real campaign is "stopping" while calls run; here it stops at once. */
	'campaign/stop': method({ campaign_id: integer }, ({ campaign_id }, { campaigns }) => {
		const campaign = campaigns.wanted(campaign_id);
		campaigns.checkOpen(campaign);
		campaigns.setStatus(campaign, campaignStatus.stopped, 1);
		return ok({ status: campaign.status });
	}),

	/** Only in status 0 or 4 (mango-office.md#campaign-methods [H]). */
	'campaign/delete': method({ campaign_id: integer }, ({ campaign_id }, { campaigns }) => {
		const campaign = campaigns.wanted(campaign_id);
		const deletable: number[] = [campaignStatus.stopped, campaignStatus.finished];
		if (!deletable.includes(campaign.status)) throw new MangoError(5106);
		campaigns.remove(campaign);
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
