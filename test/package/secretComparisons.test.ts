import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import * as ts from 'typescript';

const ROOT = resolve(__dirname, '../..');
const SHIPPED = ['nodes', 'protocols', 'credentials'];

/** The names that secrets have in this package, and what senders give for them. */
const SECRET =
	/(^|\.)(authData|apiKey|apiSalt|applicationToken|token|secret|sign|signature|given)$/i;
const EQUALITY = [
	ts.SyntaxKind.EqualsEqualsToken,
	ts.SyntaxKind.EqualsEqualsEqualsToken,
	ts.SyntaxKind.ExclamationEqualsToken,
	ts.SyntaxKind.ExclamationEqualsEqualsToken,
];
const METHODS = /\.(localeCompare|compare|equals|includes|startsWith|endsWith|indexOf|match|test)$/;

/** Where a file compares a secret with anything but nothing, other than by isSameSecret. */
function comparisonsIn(code: string): string[] {
	const source = ts.createSourceFile('any.ts', code, ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const isSecret = (node: ts.Node) => SECRET.test(node.getText());
	const isNothing = (node: ts.Node) => /^(''|undefined|null)$/.test(node.getText());
	const visit = (node: ts.Node): void => {
		if (ts.isBinaryExpression(node) && EQUALITY.includes(node.operatorToken.kind)) {
			const { left, right } = node;
			if ([left, right].some(isSecret) && ![left, right].some(isNothing))
				found.push(node.getText());
		}
		if (ts.isCallExpression(node) && METHODS.test(node.expression.getText())) {
			const on = (node.expression as ts.PropertyAccessExpression).expression;
			// A pattern that tells how secrets look may be called by their name.
			const isPattern = node.expression.getText().endsWith('.test');
			if ([...(isPattern ? [] : [on]), ...node.arguments].some(isSecret))
				found.push(node.getText());
		}
		if (ts.isSwitchStatement(node) && isSecret(node.expression))
			found.push(node.expression.getText());
		node.forEachChild(visit);
	};
	visit(source);
	return found;
}

test.each([
	['a.token === b', 1],
	['given !== authData', 1],
	['keys.apiKey == key', 1],
	['sign.startsWith(given)', 1],
	['/x/.test(secret)', 1],
	['Buffer.compare(sign, other)', 1],
	['list.includes(applicationToken)', 1],
	['switch (secret) { case x: }', 1],
	["token === '' || secret !== undefined", 0],
	['isSameSecret(given, secret)', 0],
	['signs.length === tokens', 0],
])('%s compares secrets: %i', (code, count) => {
	expect(comparisonsIn(code)).toHaveLength(count);
});

const files = SHIPPED.flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => join(folder, file)),
);
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

test('secrets are compared in one place, which goes by hashes of one length', () => {
	expect(
		files.flatMap((file) => comparisonsIn(read(file)).map((one) => `${file}: ${one}`)),
	).toEqual([]);
	expect(files.filter((file) => /\btimingSafeEqual\b/.test(read(file)))).toEqual([
		'protocols/sameSecret.ts',
	]);
	expect(read('protocols/sameSecret.ts')).toContain('timingSafeEqual(hash(given), hash(secret))');
});

test('all three triggers compare so', () => {
	expect(files.filter((file) => /\bisSameSecret\(/.test(read(file))).sort()).toEqual([
		'protocols/bitrix24/events/receive.ts',
		'protocols/mangoOffice/events/verify.ts',
		'protocols/mangoWebhook/authData.ts',
		'protocols/sameSecret.ts',
	]);
});
