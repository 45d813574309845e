import type { IDataObject } from 'n8n-workflow';

import { readBalance } from '../../../../protocols/mangoOffice/balance';
import { eachItem } from '../../operation';

/**
 * The account's balance (docs/protocols/mango-office.md#balance):
 * `{ balance, currency, responseAt }`.
 */
export const getBalance = eachItem(
	() => undefined,
	async (api): Promise<IDataObject> => readBalance(await api.call('account/balance', {}, 'read')),
);
