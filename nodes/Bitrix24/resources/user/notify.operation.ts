import { updateDisplayOptions, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { valueOf } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import {
	addNotification,
	readNotificationId,
	type Sender,
} from '../../../../protocols/bitrix24/notify';
import type { ItemOutcome } from '../../../shared/items';
import { refusal } from '../../../shared/parameters';
import type { Bitrix24Api } from '../../api';
import { readFilledText } from '../../parameters';
import { readUserId, userLocator } from '../../userLocator';
import { writeItems } from '../../writeItems';

const properties: INodeProperties[] = [
	userLocator('Employee', 'Who is notified'),
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		description: 'Text of the notification; BB codes such as [b]…[/b] are taken',
	},
	{
		displayName: 'From',
		name: 'sender',
		type: 'options',
		options: [
			{ name: 'Portal', value: 'system', description: 'A notification of the system' },
			{
				name: "Webhook's User",
				value: 'personal',
				description: "The user who made the credential's webhook",
			},
		],
		default: 'system',
		description: 'Whom the employee sees as the sender',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['user'], operation: ['notify'] } },
	properties,
);

/** One output item a notification: `userId` and `notificationId`. */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	return await writeItems(context, api, itemCount, (itemIndex) => {
		const userId = readUserId(context, itemIndex, 'Employee');
		const value = context.getNodeParameter('message', itemIndex);
		const message = readFilledText({ context, itemIndex, name: "'Message'", value });
		return {
			commands: [addNotification(readSender(context, itemIndex), userId, message)],
			report: ([sent]: CommandOutcome[]) => ({
				userId,
				notificationId: readNotificationId(valueOf(sent)),
			}),
			describe: () => `user ${userId} notified`,
		};
	});
}

function readSender(context: IExecuteFunctions, itemIndex: number): Sender {
	const value: unknown = context.getNodeParameter('sender', itemIndex, 'system');
	if (value === 'system' || value === 'personal') return value;
	throw refusal({ context, itemIndex, name: "'From'", value }, 'Allowed: system, personal.');
}
