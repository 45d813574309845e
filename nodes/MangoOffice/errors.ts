import { MangoError } from '../../protocols/mangoOffice/answer';
import { nodeErrorsOf, ownWords } from '../shared/nodeError';

/** No secret is in an error of MANGO OFFICE. */
export const toNodeError = nodeErrorsOf('MANGO OFFICE', ownWords, (error) =>
	error instanceof MangoError
		? { response: { result: error.code, message: error.text } }
		: undefined,
);
