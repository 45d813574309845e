import type { LoadedTemplate } from './fillN8n';

/** The portal that the stand-in plays, as MANGO's webhooks name it. */
export const PRODUCT_ID = 'qwerty.bitrix24.ru';

/** The template that the printed curl line uses. */
export const DEAL_MOVE = 'deal-move.json';

/** The robots of the board: which stage's robot calls which template, and with which parameters. */
const ROBOTS = [
	{
		stageId: 'C9:UC_CALL01',
		name: 'Автоперезвон',
		file: 'auto-callback.json',
		parameters: { Action: 'Callback' },
	},
	{
		stageId: 'C9:UC_NYL06U',
		name: 'В кампанию обзвона',
		file: 'campaign-task.json',
		parameters: { Action: 'Campaign_Task' },
	},
];

/** Where the webhooks of the user and of the stand-ins go: to the triggers of the templates that came up. */
export function webhookUrls(loaded: LoadedTemplate[], authData: string) {
	/** The first webhook of a trigger: of the MANGO OFFICE Trigger, the base of all. */
	const urlOf = (file: string, trigger: string) =>
		loaded
			.find((template) => template.file === file)
			?.webhooks.find(({ nodeType }) => nodeType === `n8n-nodes-mango-bitrix24.${trigger}`)?.url;
	/** With the sender's parameters and those of its action. */
	const mangoBitrixUrl = (file: string, parameters: Record<string, string>) => {
		const url = urlOf(file, 'mangoBitrixTrigger');
		const sender = { Source: 'Bitrix24', AuthData: authData, Product_id: PRODUCT_ID };
		return url && `${url}?${new URLSearchParams({ ...sender, ...parameters })}`;
	};
	const portal = urlOf('stage-change.json', 'bitrix24Trigger');
	return {
		/** Moves deal 12. */
		demoUrl: mangoBitrixUrl(DEAL_MOVE, { Action: 'Deal_Move', DealID: '12', Result: 'POSITIVE' }),
		robots: ROBOTS.flatMap(({ stageId, name, file, parameters }) => {
			const url = mangoBitrixUrl(file, parameters);
			return url === undefined ? [] : [{ stageId, name, url }];
		}),
		/** The portal's, of which the template of changed stages hears. */
		outgoingWebhooks: portal ? [{ url: portal, events: ['ONCRMDEALUPDATE'], token: authData }] : [],
		/** The "address of the external system" for MANGO OFFICE, which sends its events to one address only. */
		eventsUrl: urlOf('mango-events-to-crm.json', 'mangoOfficeTrigger'),
	};
}
