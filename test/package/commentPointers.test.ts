import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import * as ts from 'typescript';

const ROOT = resolve(__dirname, '../..');
const FOLDERS = ['nodes', 'protocols', 'credentials', 'sandbox', 'test', 'bench'];
/** A document goes by its path, or by its name alone when it lies in one of these. */
const DOCUMENTS = ['', 'docs/', 'docs/protocols/'];

/** The texts of a file's comments; lines of // under each other are one. */
function commentsOf(code: string): string[] {
	const source = ts.createSourceFile('any.ts', code, ts.ScriptTarget.Latest);
	const lineOf = (at: number) => source.getLineAndCharacterOfPosition(at).line;
	const texts: string[] = [];
	let lastLine = -1;
	for (const { pos, end, kind } of rangesIn(source, code)) {
		const isLine = kind === ts.SyntaxKind.SingleLineCommentTrivia;
		const text = code.slice(pos, end).replace(/^[ \t]*(\/?\*+\/?|\/\/)|\*\/$/gm, '');
		if (isLine && lineOf(pos) === lastLine + 1) texts.push(`${texts.pop()}\n${text}`);
		else texts.push(text);
		lastLine = isLine ? lineOf(pos) : -1;
	}
	return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}

/** In the order of the text. TypeScript tells comments only beside the tokens that they stand at. */
function rangesIn(source: ts.SourceFile, code: string): ts.CommentRange[] {
	const ranges = new Map<number, ts.CommentRange>();
	const visit = (node: ts.Node) => {
		const children = node.getChildren(source);
		children.forEach(visit);
		if (children.length > 0) return;
		const found = [
			...(ts.getLeadingCommentRanges(code, node.getFullStart()) ?? []),
			...(ts.getTrailingCommentRanges(code, node.end) ?? []),
		];
		for (const range of found) ranges.set(range.pos, range);
	};
	visit(source);
	return [...ranges.values()].sort((a, b) => a.pos - b.pos);
}

/** What a comment points at that a reader of the repository does not find. */
function danglingIn(comment: string): string[] {
	// A section's number tells nothing without its document; MANGO's own is public.
	const dangling: string[] =
		comment.match(/\breference\/\S+|(?<!API document, )\bsections? \d[\d.]*/gi) ?? [];
	let document = '';
	for (const [pointer, name, heading] of comment.matchAll(
		/(?<![\w/.*-])([\w./-]+\.md)?(?:#([a-z][\w-]*))?/gi,
	)) {
		if (name !== undefined) document = name;
		if (pointer === '' || document === '' || document.startsWith('reference/')) continue;
		const path = DOCUMENTS.map((folder) => folder + document).find((one) =>
			existsSync(join(ROOT, one)),
		);
		if (path === undefined || (heading !== undefined && !anchorsOf(path).has(heading)))
			dangling.push(name === undefined ? document + pointer : pointer);
	}
	return dangling;
}

const anchors = new Map<string, Set<string>>();

/** The headings of a document as GitHub names them in links, and the anchors that it sets itself. */
function anchorsOf(path: string): Set<string> {
	const known = anchors.get(path);
	if (known !== undefined) return known;
	const text = readFileSync(join(ROOT, path), 'utf8').replace(/^```[^]*?^```/gm, '');
	const found = new Set([...text.matchAll(/<a id="([^"]+)"/g)].map(([, id]) => id));
	for (const [, heading] of text.matchAll(/^#+ +(.+)$/gm)) {
		const slug = heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}_ -]/gu, '')
			.replaceAll(' ', '-');
		let anchor = slug;
		for (let again = 1; found.has(anchor); again += 1) anchor = `${slug}-${again}`;
		found.add(anchor);
	}
	anchors.set(path, found);
	return found;
}

describe('what counts as a pointer to nothing', () => {
	test.each([
		['reference/mango-office-api.md', ['reference/mango-office-api.md']],
		['Not HMAC (section 1.1 [H])', ['section 1.1']],
		['(docs/protocols/no-such-document.md)', ['docs/protocols/no-such-document.md']],
		['no-such-document.md#events', ['no-such-document.md#events']],
		[
			'docs/protocols/mango-office.md#no-such-heading.',
			['docs/protocols/mango-office.md#no-such-heading'],
		],
		['mango-office.md#answers and #nothing [H]', ['mango-office.md#nothing']],
		['mango-office.md#Answers', ['mango-office.md#Answers']],
		['docs/protocols/mango-office.md#answers, #lock-out (#how-sure)', []],
		['(README.md#webhook-credential), in docs/loop.md and outcomes.md#calls', []],
		['(API document, section 4.6.14)', []],
		['Issue #12, a reference to nothing, and `*.md`', []],
	])('%s', (comment, dangling) => {
		expect(danglingIn(comment)).toEqual(dangling);
	});

	test('a pointer over two lines of either kind of comment', () => {
		const code = [
			'/**',
			' * As (mango-office.md#answers and',
			' * #nothing).',
			' */',
			'const url = "http://x"; // reference/x.md',
			'// bitrix24-of-old.md',
			'// #heading',
		];
		expect(commentsOf(code.join('\n')).flatMap(danglingIn)).toEqual([
			'mango-office.md#nothing',
			'reference/x.md',
			'bitrix24-of-old.md',
			'bitrix24-of-old.md#heading',
		]);
	});
});

test.each(FOLDERS)('comments in %s point at what is there', (folder) => {
	const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.includes('node_modules'))
		.map((file) => join(folder, file))
		// Its pointers are made up.
		.filter((file) => join(ROOT, file) !== __filename);
	expect(files).not.toEqual([]);
	const dangling = files.flatMap((file) => {
		const code = readFileSync(join(ROOT, file), 'utf8');
		if (!/\.md\b|reference\//.test(code)) return [];
		return commentsOf(code)
			.flatMap(danglingIn)
			.map((pointer) => `${file}: ${pointer}`);
	});
	expect(dangling).toEqual([]);
});

// The other way round: what to turn when a fact proves wrong.
test.each(readdirSync(join(ROOT, 'docs/protocols')))('files that %s names are there', (name) => {
	const text = readFileSync(join(ROOT, 'docs/protocols', name), 'utf8');
	const files = [...text.matchAll(/`((?:nodes|protocols|sandbox|test)\/[\w./-]+)`/g)];
	expect(files).not.toEqual([]);
	expect(files.map(([, file]) => file).filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});
