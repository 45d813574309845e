import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

const shipped = ['nodes', 'protocols', 'credentials'].flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => ({
			file: join(folder, file),
			code: readFileSync(join(ROOT, folder, file), 'utf8'),
		})),
);
const filesWith = (pattern: RegExp) =>
	shipped.filter(({ code }) => pattern.test(code)).map(({ file }) => file);

/** Sends what MANGO OFFICE's place asks for, by the one helper that n8n has for a credential's test. */
const CREDENTIAL_TEST = 'nodes/MangoOffice/credentialTest.ts';

test('with a credential requests go out by one place for each service, which follows no redirect', () => {
	const files = filesWith(
		/\bhelpers\.\w*[rR]equestWith|\b\w*[rR]equestWithAuthentication\b/,
	).filter((file) => file !== CREDENTIAL_TEST);
	expect(files.sort()).toEqual(['nodes/Bitrix24/api.ts', 'nodes/MangoOffice/api.ts']);
	for (const { code } of shipped.filter(({ file }) => files.includes(file)))
		expect(code).toContain('disableFollowRedirect: true');
});

test('without one they go out by one place, which looks at the host and at each redirect', () => {
	expect(filesWith(/\.httpRequest\b/)).toEqual([
		'nodes/MangoOffice/resources/recording/fileStream.ts',
	]);
	const [{ code }] = shipped.filter(({ file }) => file.endsWith('recording/fileStream.ts'));
	expect(code).toContain('disableFollowRedirect: true');
	expect(code.match(/\burl = fileUrl\(/g)).toHaveLength(2);
});

test('there is no other way out', () => {
	expect(filesWith(/\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\(/)).toEqual([]);
	expect(filesWith(/\bhelpers\.request\b/)).toEqual([CREDENTIAL_TEST]);
	expect(filesWith(/['"](node:)?(https?|http2|net|tls|dgram|dns|undici|axios)['"]/)).toEqual([]);
});
