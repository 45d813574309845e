import type { IDataObject } from 'n8n-workflow';

import { readBalance } from '../../../../protocols/mangoOffice/balance';
import type { MangoApi } from '../../api';
import { eachItem } from '../../operation';

/**
 * The account's balance (docs/protocols/mango-office.md#balance):
 * `{ balance, currency, responseAt }`. Throws what `call` throws, and ZodError.
 */
export async function askBalance(api: MangoApi): Promise<IDataObject> {
	return readBalance(await api.call('account/balance', {}, 'read'));
}

export const getBalance = eachItem(() => undefined, askBalance);
