import { NodeApiError, type INode } from 'n8n-workflow';

import { connectionWords, mayHaveArrived } from '../../nodes/shared/connection';

const ADDRESS = { service: 'The service', field: 'Its URL' };

/** What n8n's request helper throws where Node.js or axios met with this code. */
const failure = (code: string, message = code) =>
	new NodeApiError({} as INode, Object.assign(new Error(message), { code }) as never);

const BEFORE = [
	...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'],
	// Of certificates, as Node.js names what OpenSSL finds.
	...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT'],
	...['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_CRL'],
	...['UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY', 'CERT_SIGNATURE_FAILURE', 'CERT_NOT_YET_VALID'],
	...[
		'CERT_HAS_EXPIRED',
		'CRL_HAS_EXPIRED',
		'ERROR_IN_CERT_NOT_AFTER_FIELD',
		'CERT_CHAIN_TOO_LONG',
	],
	...['CERT_REVOKED', 'INVALID_CA', 'PATH_LENGTH_EXCEEDED', 'INVALID_PURPOSE', 'CERT_UNTRUSTED'],
	...['CERT_REJECTED', 'HOSTNAME_MISMATCH', 'ERR_TLS_CERT_ALTNAME_INVALID'],
	...['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
];
const LATER = [
	...['ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE', 'ERR_BAD_RESPONSE'],
	...['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC'],
];

test.each(BEFORE)('%s comes before anything is sent', (code) => {
	expect(mayHaveArrived(failure(code))).toBe(false);
	expect(connectionWords(failure(code), ADDRESS)?.advice).toMatch(/^Nothing was sent\. .{20}/);
});

test.each(LATER)('%s may come after the request has arrived', (code) => {
	expect(mayHaveArrived(failure(code))).toBe(true);
	const { message, advice } = connectionWords(failure(code, 'its words'), ADDRESS) ?? {};
	expect(message).toBe('The service did not answer in time or the connection broke: its words');
	expect(advice).not.toContain('Nothing was sent');
});

test('a connection that broke while it was made secure has carried nothing', () => {
	const error = failure(
		'ECONNRESET',
		'Client network socket disconnected before secure TLS connection was established',
	);
	expect(mayHaveArrived(error)).toBe(false);
	expect(connectionWords(error, ADDRESS)?.message).toMatch(/^No secure connection to The service/);
});

test.each([
	undefined,
	new Error('x'),
	Object.assign(new Error('x'), { cause: Object.assign(new Error('y'), { code: 'ECONNRESET' }) }),
	failure(7 as never),
])('%# is no failure of a connection', (error) => {
	expect(mayHaveArrived(error)).toBe(false);
	expect(connectionWords(error as Error, ADDRESS)).toBeUndefined();
});
