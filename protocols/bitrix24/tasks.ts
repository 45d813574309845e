import { z } from 'zod';

import { newId } from '../list';
import type { Command } from './batchRequest';
import type { CrmType } from './crmTypes';
import type { Params } from './formBody';

export interface Task {
	title: string;
	responsibleId: number;
	description?: string;
	/** ISO 8601 with the offset of its time zone. */
	deadline?: string;
	isUrgent: boolean;
	groupId?: number;
	/** The cards of the CRM that it is about. */
	cards: Array<{ type: CrmType; id: number }>;
}

/** Of a card that a task is linked to (docs/protocols/bitrix24.md#tasks). */
const PREFIXES: Record<CrmType, string> = { lead: 'L', deal: 'D', contact: 'C', company: 'CO' };

const HIGH = 2;

/** A task of an employee (docs/protocols/bitrix24.md#tasks). */
export function addTask({ cards, ...task }: Task): Command {
	const fields: Params = { TITLE: task.title, RESPONSIBLE_ID: task.responsibleId };
	if (task.description !== undefined) fields.DESCRIPTION = task.description;
	if (task.deadline !== undefined) fields.DEADLINE = task.deadline;
	if (task.isUrgent) fields.PRIORITY = HIGH;
	if (task.groupId !== undefined) fields.GROUP_ID = task.groupId;
	if (cards.length > 0) fields.UF_CRM_TASK = cards.map(({ type, id }) => `${PREFIXES[type]}_${id}`);
	return {
		method: 'tasks.task.add',
		params: { fields },
		effect: 'taskCreated',
		card: 'task',
	};
}

const taskSchema = z.object({
	task: z.object({ id: newId }).passthrough(),
});

/** The task in the result of addTask. */
export function readTask(result: unknown): { id: number } & Record<string, unknown> {
	return taskSchema.parse(result).task;
}
