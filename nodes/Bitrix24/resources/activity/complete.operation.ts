import { updateDisplayOptions, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { valueOf } from '../../../../protocols/attempt';
import { completeActivity, toActivity } from '../../../../protocols/bitrix24/activities';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import type { ItemOutcome } from '../../../shared/items';
import { givenOrItems } from '../../../shared/parameters';
import type { Bitrix24Api } from '../../api';
import { readBitrixId } from '../../parameters';
import { writeItems } from '../../writeItems';

const properties: INodeProperties[] = [
	{
		displayName: 'Activity ID',
		name: 'activityId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 7001',
		description: 'A call, a to-do, a meeting or another activity; Activity: Get Many lists them',
		hint: "Leave it empty to take the incoming item's field 'activityId'",
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['activity'], operation: ['complete'] } },
	properties,
);

/** One output item an activity, as it is then: `completed` is true. */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	return await writeItems(context, api, itemCount, (itemIndex) => {
		const given = givenOrItems(context, itemIndex, 'activityId', "'Activity ID'");
		const activityId = readBitrixId(given);
		return {
			commands: completeActivity(activityId),
			report([updated, read]: CommandOutcome[]) {
				valueOf(updated);
				const activity = toActivity(valueOf(read));
				if (activity.completed) return { ...activity };
				throw new Error(`Bitrix24 reported success, but activity ${activityId} is still open`);
			},
			describe: () => `activity ${activityId} completed`,
		};
	});
}
