import type { IWebhookDescription } from 'n8n-workflow';

import { EVENT_PATHS } from '../../../protocols/mangoOffice/events/paths';

const BASE = 'mango-office';

/**
 * The base path, which the user gives to MANGO, and each path that MANGO appends to it. Paths with
 * a parameter would have another URL (docs/protocols/n8n.md#webhook-paths).
 */
export const webhooks: IWebhookDescription[] = ['', ...EVENT_PATHS].map((path) => ({
	name: 'default',
	httpMethod: 'POST',
	path: path === '' ? BASE : `${BASE}/${path}`,
	responseMode: 'onReceived',
	responseData: 'noData',
	ndvHideUrl: path !== '',
}));

/**
 * What MANGO appended: `events/call` of `/webhook/<id>/mango-office/events/call`. Not read as a URL: anybody may write
 * one with a host and a port that there cannot be.
 */
export function appendedPath(url: string): string {
	const [path] = url.split(/[?#]/, 1);
	const appended = path.slice(path.lastIndexOf(`/${BASE}`) + BASE.length + 1);
	return appended.replace(/^\/|\/$/g, '');
}
