const TRIGGER = 'n8n-nodes-mango-bitrix24.mangoBitrixTrigger';

/** The portal that the stand-in plays, as MANGO's webhooks name it. */
export const PRODUCT_ID = 'qwerty.bitrix24.ru';

/** The stage of the sample data on which a robot calls back: "no answer". */
export const ROBOT_STAGE = 'C9:UC_NYL06U';

/** Where this template takes Deal_Move webhooks, if it does. */
export function dealMoveWebhook(webhooks: Array<{ nodeType: string; url: string }>): string | undefined {
	return webhooks.find(({ nodeType }) => nodeType === TRIGGER)?.url;
}

/** A Deal_Move webhook as an external system sends it; without a deal for a robot, whose body names the deal. */
export function dealMoveUrl(webhookUrl: string, authData: string, result: string, dealId?: number): string {
	const query = new URLSearchParams({ Source: 'Bitrix24', AuthData: authData, Product_id: PRODUCT_ID, Action: 'Deal_Move' });
	if (dealId !== undefined) query.set('DealID', String(dealId));
	query.set('Result', result);
	return `${webhookUrl}?${query}`;
}
