import { randomUUID } from 'node:crypto';

import { isUnfinished } from '../campaigns/campaigns';
import { taskStatus, type Task } from '../campaigns/model';
import { MangoError, missing, noSuchObject, wrongFormat } from '../errors';
import type { Fields } from '../fields';
import { customFieldValues } from './config';
import { ok, type Method, type Pbx } from './method';
import { readTask, taskV2, taskWhole } from './taskFields';

/** Real seconds until pushed tasks are there. */
const pushDelay = 1;

export const taskAdd: Method = (fields, { campaigns }) => {
	const campaign = campaigns.wanted(fields.integer('campaign_id'));
	return ok({ task_id: campaigns.addTask(campaign, readTask(fields)).id });
};

/**
 * Asynchronous: accepted now, there later, and no ids are told
 * (mango-office.md#campaign-tasks [H]). What is refused is refused now [M].
 */
export const tasksPush: Method = (fields, { campaigns, timers }) => {
	const campaign = campaigns.wanted(fields.integer('campaign_id'));
	const drafts = fields.objects('tasks').map(readTask);
	if (drafts.length === 0) throw missing('tasks');
	campaigns.checkOpen(campaign);
	campaigns.checkNumbers(campaign, drafts);
	timers.after(pushDelay, () => {
		try {
			campaigns.addTasks(campaign, drafts);
		} catch (error) {
			// The campaign has changed meanwhile: nobody is told.
			if (!(error instanceof MangoError)) throw error;
		}
	});
	return ok();
};

export const taskInfo: Method = (fields, { campaigns }) =>
	ok({
		task: taskWhole(
			campaigns.wantedTask(fields.integer('task_id')),
			String(fields.all.brief) === 'true',
		),
	});

export const taskUpdate: Method = (fields, pbx) => {
	const task = ownTask(fields, pbx);
	const custom =
		fields.all.custom_fields === undefined
			? task.customFields
			: customFieldValues(fields.all.custom_fields);
	pbx.campaigns.change(task, {
		name: fields.text('name', 510),
		priority: fields.range('priority', 1, 1000, task.priority),
		organization: fields.textOr('organization', 510, task.organization),
		position: fields.textOr('position', 510, task.position),
		customFields: custom,
	});
	return ok();
};

/** From stopped to queued; campaign_id and task_id are both required by the document (§4.6.14-16 [H]). */
export const taskStart: Method = (fields, pbx) => {
	const task = ownTask(fields, pbx);
	// "Task status forbids" (5111) for a done task is our reading [L].
	if (!isUnfinished(task)) throw new MangoError(5111);
	if (task.status === taskStatus.stopped)
		pbx.campaigns.change(task, { status: taskStatus.queued, statusReason: 0 });
	return ok();
};

export const taskStop: Method = (fields, pbx) => {
	const task = ownTask(fields, pbx);
	if (!isUnfinished(task)) throw new MangoError(5111);
	pbx.campaigns.change(task, { status: taskStatus.stopped, statusReason: 11 });
	return ok();
};

export const taskDelete: Method = (fields, pbx) => {
	pbx.campaigns.removeTask(ownTask(fields, pbx));
	return ok();
};

/**
 * `campaign_ids` is a list by the table and a bare number by the example
 * (mango-office.md#campaign-tasks): both are taken.
 */
export const campaignTasks: Method = (fields, { campaigns }) => {
	const ids = fields.all.campaign_ids;
	if (ids === undefined) throw missing('campaign_ids');
	const wanted = (Array.isArray(ids) ? ids : [ids]).map(Number);
	if (wanted.some((id) => !Number.isInteger(id))) throw wrongFormat('campaign_ids');
	const limit = fields.range('limit', 1, 100, 10);
	const from = readCursor(fields);
	const all = wanted.flatMap((id) => campaigns.wanted(id).tasks).sort((a, b) => a.id - b.id);
	const rest = all.filter((task) => task.id > from);
	const page = rest.slice(0, limit);
	const last = page.at(-1)?.id;
	const cursor =
		rest.length > limit && last !== undefined
			? { cursor: Buffer.from(`task:${last}`).toString('base64') }
			: {};
	const everything = String(fields.all.fields ?? '').includes('alias_all');
	return ok({
		cmd_id: randomUUID(),
		...cursor,
		tasks: page.map((task) => taskV2(task, everything)),
	});
};

/** Opaque to clients; here the last task's id. */
function readCursor(fields: Fields): number {
	if (!fields.has('cursor')) return 0;
	const [, id] = /^task:(\d+)$/.exec(Buffer.from(fields.text('cursor'), 'base64').toString()) ?? [];
	if (id === undefined) throw wrongFormat('cursor');
	return Number(id);
}

function ownTask(fields: Fields, { campaigns }: Pbx): Task {
	const campaignId = fields.integer('campaign_id');
	const task = campaigns.wantedTask(fields.integer('task_id'));
	if (task.campaignId !== campaignId) throw noSuchObject();
	return task;
}
