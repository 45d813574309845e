import { MangoError } from '../../protocols/mangoOffice/answer';
import { wordsOf } from './errorWords';
import { nodeErrorsOf } from '../shared/nodeError';

/** No secret is in an error of MANGO OFFICE. */
export const toNodeError = nodeErrorsOf('MANGO OFFICE', wordsOf, (error) =>
	error instanceof MangoError
		? { response: { result: error.code, message: error.text } }
		: undefined,
);
