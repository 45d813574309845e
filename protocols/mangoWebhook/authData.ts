import { isSameSecret } from '../sameSecret';
import { isEmpty, type Parameters } from './parameters';
import { WebhookRefusal } from './refusal';

/** MANGO's generic webhook has the second (docs/protocols/mango-office.md#generic-webhook). */
export const SECRET_NAMES: readonly string[] = ['AuthData', 'API_key'];

/**
 * Checks the secret of the URL against the credential's, in constant time. Missing, wrong and repeated
 * are refused with one and the same answer, so that a guesser learns nothing from it.
 */
export function checkAuthData(parameters: Parameters, secret: string): void {
	const sent = SECRET_NAMES.map((name) => parameters.get(name) ?? []);
	const values = sent.find((one) => !one.every(isEmpty)) ?? [];
	const given = values.length === 1 && typeof values[0] === 'string' ? values[0] : '';
	if (!isSameSecret(given, secret)) {
		throw new WebhookRefusal(
			'AUTH_DATA_WRONG',
			'AuthData is missing or is not the secret of this webhook.',
			{
				parameter: 'AuthData',
			},
		);
	}
}

const MIN_LENGTH = 16;
const MIN_DIFFERENT = 8;
const KNOWN_WORDS = /qwerty|password|пароль|secret|admin|mango|bitrix|12345|abcde/i;

/**
 * Why a secret could be guessed, or undefined for a good one. The URL is all that protects the
 * webhook: Bitrix24's robot sends no secret of its own (docs/protocols/bitrix24.md#robot).
 */
export function whyGuessable(secret: string): string | undefined {
	if (secret.length < MIN_LENGTH)
		return `it has ${secret.length} characters, use at least ${MIN_LENGTH}`;
	if (new Set(secret).size < MIN_DIFFERENT)
		return `it has fewer than ${MIN_DIFFERENT} different characters`;
	const word = KNOWN_WORDS.exec(secret)?.[0];
	if (word) return `it contains "${word}", which is among the first things tried`;
	return undefined;
}
