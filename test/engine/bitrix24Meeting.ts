import type { Bitrix24Standin } from '../../sandbox/bitrix24';

/** An activity that is not ours, so that the lists of activities have something to pass over. */
export async function addMeeting({ webhookUrl }: Bitrix24Standin): Promise<void> {
	const communications = [{ VALUE: '', ENTITY_TYPE_ID: 3, ENTITY_ID: 1 }];
	const fields = { OWNER_TYPE_ID: 2, OWNER_ID: 12, TYPE_ID: 1, SUBJECT: 'Встреча', RESPONSIBLE_ID: 1, COMMUNICATIONS: communications };
	const headers = { 'Content-Type': 'application/json' };
	await fetch(`${webhookUrl}crm.activity.add.json`, { method: 'POST', headers, body: JSON.stringify({ fields }) });
}
