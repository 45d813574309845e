import type { Action } from '../../protocols/mangoWebhook/action';

/** The outputs by their numbers, which never change, whatever is accepted: n8n's connections go by them. */
export const OUTPUTS: ReadonlyArray<{ action: Action; name: string }> = [
	{ action: 'dealMove', name: 'Deal Move' },
	{ action: 'callback', name: 'Callback' },
	{ action: 'campaignTask', name: 'Campaign Task' },
];
