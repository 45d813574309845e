import type { IDataObject } from 'n8n-workflow';

import { eachItem } from '../../operation';

/**
 * The account's balance (docs/protocols/mango-office.md#balance):
 * `{ balance, currency, responseAt }`.
 */
export const getBalance = eachItem(
	() => undefined,
	async (api): Promise<IDataObject> => {
		const {
			balance,
			currency,
			response_at: responseAt,
		} = (await api.call('account/balance', {}, 'read')) as IDataObject;
		return { balance, currency, responseAt };
	},
);
