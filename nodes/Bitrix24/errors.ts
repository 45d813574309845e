import { Bitrix24Error } from '../../protocols/bitrix24/errors';
import { nodeErrorsOf } from '../shared/nodeError';
import { wordsOf } from './errorWords';

/** The webhook's secret was masked in api.ts. */
export const toNodeError = nodeErrorsOf('Bitrix24', wordsOf, (error) =>
	error instanceof Bitrix24Error
		? {
				response: { error: error.code, error_description: error.text },
				httpCode: String(error.status),
			}
		: undefined,
);
