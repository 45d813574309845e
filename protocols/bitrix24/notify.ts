import { newId } from '../list';
import type { Command } from './batchRequest';

/** From whom a notification is: from the webhook's user, or from the portal itself. */
export type Sender = 'personal' | 'system';

/** A notification to an employee (docs/protocols/bitrix24.md#notifications). */
export function addNotification(sender: Sender, userId: number, message: string): Command {
	return {
		method: `im.notify.${sender}.add`,
		params: { USER_ID: userId, MESSAGE: message },
		effect: 'notificationSent',
		card: 'notification',
	};
}

/** Its ID in the result of addNotification; Bitrix24 may answer false instead. Throws for that. */
export function readNotificationId(result: unknown): number {
	if (result === false)
		throw new Error(
			'Bitrix24 did not create the notification: the user may be dismissed, or take none of this kind',
		);
	return newId.parse(result);
}
