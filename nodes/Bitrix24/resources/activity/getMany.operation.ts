import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { valueOf } from '../../../../protocols/attempt';
import {
	ACTIVITY_KINDS,
	LAST_ACTIVITY,
	listActivities,
	readActivities,
	toActivity,
	type ActivitiesWish,
	type ActivityRow,
} from '../../../../protocols/bitrix24/activities';
import type { Reference } from '../../../../protocols/bitrix24/formBody';
import { ItemRun } from '../../../shared/itemRun';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import { refusal } from '../../../shared/parameters';
import type { Bitrix24Api } from '../../api';
import { readDealId } from '../../dealId';
import { readLimit } from '../../limit';
import { readEach } from '../../pagesById';

const properties: INodeProperties[] = [
	{
		displayName: 'Kind',
		name: 'activityKind',
		type: 'options',
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'Calls', value: 'call' },
			{ name: 'E-Mails', value: 'email' },
			{ name: 'Meetings', value: 'meeting' },
			{ name: 'To-Dos', value: 'toDo' },
		],
		default: 'all',
		description: 'Which activities to return',
	},
	{
		displayName: 'State',
		name: 'activityState',
		type: 'options',
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'Completed', value: 'completed' },
			{ name: 'Open', value: 'open' },
		],
		default: 'all',
		description: 'Whether they have to be done or open',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['activity'], operation: ['getAll'] } },
	properties,
);

/** The activities of each item's deal, the newest first; one output item an activity. */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const run = new ItemRun(context, itemCount);
	const lists = run.prepare((itemIndex) => ({ itemIndex, ...listFor(context, itemIndex) }));
	const read = await readEach(api, lists);
	run.settleEach(lists, ({ toJson }, i) => outputOf(valueOf(read[i]).map(toJson)));
	return run.outcomes;
}

function listFor(context: IExecuteFunctions, itemIndex: number) {
	const wish = readWish(context, itemIndex);
	const isSimple = context.getNodeParameter('simplify', itemIndex) === true;
	return {
		pageAfter: (id?: number | Reference) => listActivities(wish, id),
		lastId: LAST_ACTIVITY,
		read: readActivities,
		idOf: ({ ID }: ActivityRow) => ID,
		limit: readLimit(context, itemIndex),
		toJson: (row: ActivityRow) =>
			(isSimple ? { dealId: wish.dealId, ...toActivity(row) } : row) as IDataObject,
	};
}

const STATES: Readonly<Record<string, boolean | undefined>> = {
	all: undefined,
	completed: true,
	open: false,
};

function readWish(context: IExecuteFunctions, itemIndex: number): ActivitiesWish {
	const dealId = readDealId(context, itemIndex);
	const kind: unknown = context.getNodeParameter('activityKind', itemIndex, 'all');
	const state: unknown = context.getNodeParameter('activityState', itemIndex, 'all');
	if (typeof state !== 'string' || !Object.hasOwn(STATES, state))
		throw refusal(
			{ context, itemIndex, name: "'State'", value: state },
			`Allowed: ${Object.keys(STATES).join(', ')}.`,
		);
	const known = ACTIVITY_KINDS.find((one) => one === kind);
	if (known === undefined && kind !== 'all')
		throw refusal(
			{ context, itemIndex, name: "'Kind'", value: kind },
			`Allowed: all, ${ACTIVITY_KINDS.join(', ')}.`,
		);
	return { dealId, kind: known, isCompleted: STATES[state] };
}
