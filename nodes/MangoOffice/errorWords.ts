import {
	LockedOutError,
	MangoError,
	NotMangoError,
	SentOnError,
} from '../../protocols/mangoOffice/answer';
import { PhoneError } from '../../protocols/mangoOffice/phone';
import { HeldBackError } from '../../protocols/mangoOffice/refusals';
import { connectionWords } from '../shared/connection';
import { ownWords, type Words } from '../shared/nodeError';
import { utcClock } from '../shared/wallTime';
import { adviceFor } from './resultAdvice';

/** What the user reads of an error: what happened, and what to do. */
export function wordsOf(error: Error): Words {
	return connectionWords(error, ADDRESS) ?? ownWords(error, adviceOf(error));
}

const ADDRESS = { service: 'MANGO OFFICE', field: 'Base URL' };

const CHECK_ADDRESS = "Check 'Base URL' in the credential, and proxies in between.";

function adviceOf(error: Error): string | undefined {
	if (error instanceof MangoError) {
		const { code, requestId } = error;
		const support = requestId === undefined ? '' : ` Request ID for MANGO's support: ${requestId}.`;
		return adviceFor(code) + support;
	}
	if (error instanceof LockedOutError)
		return `It does so after more than one wrong request within two minutes, whoever sent it. Try again after ${utcClock(error.until)} UTC. If it stays, check key and salt, and the list of allowed addresses in the personal account.`;
	if (error instanceof HeldBackError)
		return `A second wrong request within two minutes locks the whole account out, and what this one asks for was never accepted here before. Nothing has been done: it is safe to run this again after ${utcClock(error.until)} UTC.`;
	if (error instanceof SentOnError)
		return `It was not sent there, since it is signed for this account. ${CHECK_ADDRESS}`;
	if (error instanceof NotMangoError)
		return error.isPassing
			? "Try again later. If it stays, check 'Base URL' in the credential, and proxies in between."
			: CHECK_ADDRESS;
	if (error instanceof PhoneError)
		return "Nothing was sent to MANGO OFFICE. Correct the number where it comes from, or change the option 'Default Country'.";
	return undefined;
}
