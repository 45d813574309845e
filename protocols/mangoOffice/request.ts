import { sign } from './sign';

/** The path and the parameters of a request. */
export type Request = [path: string, params: Record<string, string | number | string[] | number[]>];

/**
 * The form of every request: key, signature and the JSON text that was signed
 * (mango-office.md#form-and-signature).
 */
export function signedForm(
	json: string,
	{ apiKey, apiSalt }: { apiKey: string; apiSalt: string },
): URLSearchParams {
	return new URLSearchParams({ vpbx_api_key: apiKey, sign: sign(apiKey, json, apiSalt), json });
}
