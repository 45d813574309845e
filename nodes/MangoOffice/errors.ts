import { MangoError } from '../../protocols/mangoOffice/answer';
import { nodeErrorsOf } from '../shared/nodeError';
import { wordsOf } from './errorWords';

/** No secret is in an error of MANGO OFFICE. */
export const toNodeError = nodeErrorsOf('MANGO OFFICE', wordsOf, (error) =>
	error instanceof MangoError
		? { response: { result: error.code, message: error.text } }
		: undefined,
);
