import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
	name: string;
	dependencies?: object;
	peerDependencies: object;
	n8n: { nodes: string[]; credentials: string[] };
};

/** The package as users get it: packed, and unpacked into an empty folder. */
function unpack() {
	const folder = mkdtempSync(join(tmpdir(), 'mango-bitrix24-pack-'));
	const [{ filename }] = JSON.parse(
		execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
			cwd: ROOT,
			encoding: 'utf8',
		}),
	) as Array<{ filename: string }>;
	execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
	return { size: statSync(join(folder, filename)).size, root: join(folder, 'package') };
}

describe('the packed package', () => {
	const { size, root } = unpack();
	const files = readdirSync(root, { recursive: true, encoding: 'utf8' });

	test('pulls nothing in', () => {
		expect(manifest.dependencies ?? {}).toEqual({});
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	// A fifth of it is what libphonenumber knows of the world's numbers: its small tables take +375
	// 11 for a number of Belarus, and MANGO locks accounts that send such. The nodes' own code is not
	// minified: users send us stack traces.
	test('is under 300 kB', () => {
		expect(size).toBeLessThan(300_000);
	});

	test('holds every node and credential that package.json names, with codex and both icons', () => {
		for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials])
			expect(existsSync(join(root, file))).toBe(true);
		for (const file of manifest.n8n.nodes) {
			const codex = JSON.parse(readFileSync(join(root, file.replace('.js', '.json')), 'utf8')) as {
				node: string;
			};
			const icons = readdirSync(join(root, file, '..')).filter((name) => name.endsWith('.svg'));
			expect(codex.node.startsWith(`${manifest.name}.`)).toBe(true);
			expect(icons.length).toBeGreaterThanOrEqual(2);
		}
	});

	test('leads from nodes and credentials to sections of the README that there are', () => {
		const readme = readFileSync(join(root, 'README.md'), 'utf8');
		const sections = [
			...[...readme.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
				title
					.toLowerCase()
					.replace(/[^\w -]/g, '')
					.replaceAll(' ', '-'),
			),
			...[...readme.matchAll(/<a id="(.*?)">/g)].map(([, id]) => id),
		];
		const links = files
			.filter((file) => /^dist\/.*\.js(on)?$/.test(file))
			.flatMap((file) => [
				...readFileSync(join(root, file), 'utf8').matchAll(/n8n-nodes-mango-bitrix24#([\w-]+)/g),
			])
			.map(([, anchor]) => anchor);
		expect(links.length).toBeGreaterThan(
			manifest.n8n.nodes.length + manifest.n8n.credentials.length,
		);
		expect(links.filter((anchor) => !sections.includes(anchor))).toEqual([]);
	});

	test('holds nothing but the build, the templates and the papers', () => {
		const others = files.filter(
			(file) => !/^dist(\/|$)|^(package\.json|README\.md|LICENSE|index\.js)$/.test(file),
		);
		expect(others).toEqual([]);
	});

	test('holds every template', () => {
		const names = (folder: string) => readdirSync(folder).filter((file) => file.endsWith('.json'));
		expect(names(join(root, 'dist/templates'))).toEqual(
			names(resolve(__dirname, '../../templates')),
		);
	});

	test('keeps the licence notices of what is bundled', () => {
		const bundled = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
		for (const name of ['zod', 'ipaddr.js', 'libphonenumber-js'])
			expect(bundled).toMatch(new RegExp(`^${name} [0-9.]+$`, 'm'));
		expect(bundled.match(/Permission is hereby granted/g)).toHaveLength(3);
	});

	test('finds in the shared libraries all that it uses of them', () => {
		for (const file of files.filter((name) => /^dist.*\.js$/.test(name))) {
			const code = readFileSync(join(root, file), 'utf8');
			for (const [, variable, library] of code.matchAll(
				/\bvar (\w+) = (?:__toESM\()?require\("([^"]*\/vendor\/[^"]+)"\)/g,
			)) {
				const used = new Set(
					[...code.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, 'g'))].map(([, name]) => name),
				);
				expect(Object.keys(jest.requireActual(join(root, file, '..', library)) as object)).toEqual(
					expect.arrayContaining([...used]),
				);
			}
		}
	});

	test('needs n8n-workflow and Node alone when it runs', () => {
		for (const file of files.filter((name) => name.endsWith('.js'))) {
			const required = [
				...readFileSync(join(root, file), 'utf8').matchAll(/\brequire\("([^"]+)"\)/g),
			].map(([, name]) => name);
			const elsewhere = required.filter(
				(name) =>
					!isBuiltin(name) && name !== 'n8n-workflow' && !existsSync(join(root, file, '..', name)),
			);
			expect(elsewhere).toEqual([]);
		}
	});
});
