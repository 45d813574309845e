import { generate } from 'selfsigned';

import type { Tls } from '../sandbox/core/service';

interface Wanted {
	host?: string;
	/** Whose certificate vouches for it; without one it does itself. */
	by?: Tls;
	isAuthority?: boolean;
	from?: string;
	to?: string;
}

/** A key and its certificate. OpenSSL looks at the machine's time, whatever the test's clock tells. */
export async function certificate({
	host = '127.0.0.1',
	by,
	isAuthority = false,
	from = '2000-01-01',
	to = '2100-01-01',
}: Wanted = {}): Promise<Tls> {
	const altName = /^[\d.]+$/.test(host)
		? { type: 7 as const, ip: host }
		: { type: 2 as const, value: host };
	const name = isAuthority ? 'Own Authority' : host;
	const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
		keyType: 'ec',
		algorithm: 'sha256',
		notBeforeDate: new Date(from),
		notAfterDate: new Date(to),
		extensions: [
			{ name: 'basicConstraints', cA: isAuthority, critical: true },
			{ name: 'keyUsage', digitalSignature: true, keyCertSign: isAuthority },
			{ name: 'subjectAltName', altNames: [altName] },
		],
		ca: by,
	});
	return { key, cert };
}

/** A company's own authority, which nobody else knows. */
export async function authority(): Promise<Tls> {
	return await certificate({ isAuthority: true });
}

/** Certificates that n8n does not take, and how Node.js names what is wrong with each. */
export const NOT_TAKEN: Readonly<Record<string, () => Promise<Tls>>> = {
	DEPTH_ZERO_SELF_SIGNED_CERT: async () => await certificate(),
	SELF_SIGNED_CERT_IN_CHAIN: async () => {
		const by = await authority();
		const { key, cert } = await certificate({ by });
		return { key, cert: `${cert}\n${by.cert}` };
	},
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: async () => await certificate({ by: await authority() }),
	CERT_HAS_EXPIRED: async () => await certificate({ to: '2001-01-01' }),
	CERT_NOT_YET_VALID: async () => await certificate({ from: '2099-01-01' }),
};
