import type { OutgoingWebhook } from '../bitrix24/outgoing';

const TRIGGER = 'n8n-nodes-mango-bitrix24.mangoBitrixTrigger';
const EVENTS_TRIGGER = 'n8n-nodes-mango-bitrix24.mangoOfficeTrigger';
const PORTAL_TRIGGER = 'n8n-nodes-mango-bitrix24.bitrix24Trigger';

/** The template that gets MANGO OFFICE's events, which go to one address only. */
const EVENTS_TEMPLATE = 'mango-events-to-crm.json';

/** The template that gets the events of the portal's outgoing webhook. */
const PORTAL_TEMPLATE = 'stage-change.json';

/** The portal that the stand-in plays, as MANGO's webhooks name it. */
export const PRODUCT_ID = 'qwerty.bitrix24.ru';

/** A template that came up in n8n, as far as its webhooks go. */
interface Loaded {
	file: string;
	webhooks: Array<{ nodeType: string; url: string }>;
}

/** The robots of the board: which stage's robot calls which template, and with which parameters. */
const ROBOTS = [
	{
		stageId: 'C9:UC_CALL01',
		file: 'auto-callback.json',
		name: 'Автоперезвон',
		parameters: { Action: 'Callback' },
	},
	{
		stageId: 'C9:UC_NYL06U',
		file: 'campaign-task.json',
		name: 'В кампанию обзвона',
		parameters: { Action: 'Campaign_Task' },
	},
];

/** Where a template takes the webhooks of Mango Bitrix24 Trigger, if it came up. */
export function triggerUrl(loaded: Loaded[], file: string): string | undefined {
	return urlOf(loaded, file, TRIGGER);
}

/** The "address of the external system" for MANGO OFFICE, if its template came up. */
export function eventsUrl(loaded: Loaded[]): string | undefined {
	return urlOf(loaded, EVENTS_TEMPLATE, EVENTS_TRIGGER);
}

/** The portal's outgoing webhook, if its template came up. */
export function outgoingWebhooksFor(loaded: Loaded[], token: string): OutgoingWebhook[] {
	const url = urlOf(loaded, PORTAL_TEMPLATE, PORTAL_TRIGGER);
	return url === undefined ? [] : [{ url, events: ['ONCRMDEALUPDATE'], token }];
}

/** The first webhook of a trigger: of the MANGO OFFICE Trigger, the base of all. */
function urlOf(loaded: Loaded[], file: string, type: string): string | undefined {
	return loaded
		.find((template) => template.file === file)
		?.webhooks.find(({ nodeType }) => nodeType === type)?.url;
}

/** A webhook's URL with the sender's parameters and those of its action. */
export function webhookUrl(
	url: string,
	authData: string,
	parameters: Record<string, string>,
): string {
	const sender = { Source: 'Bitrix24', AuthData: authData, Product_id: PRODUCT_ID };
	return `${url}?${new URLSearchParams({ ...sender, ...parameters })}`;
}

/** The robots whose templates came up, as the stand-in wants them. */
export function robotsFor(
	loaded: Loaded[],
	authData: string,
): Array<{ stageId: string; name: string; url: string }> {
	return ROBOTS.flatMap(({ stageId, file, name, parameters }) => {
		const url = triggerUrl(loaded, file);
		return url === undefined ? [] : [{ stageId, name, url: webhookUrl(url, authData, parameters) }];
	});
}
