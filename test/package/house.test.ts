import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** The arrows of CONTRIBUTING.md, as `nodes --> protocols`. */
function drawn(): string[] {
	const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
	return [...text.matchAll(/^ +(\w+ --> \w+)$/gm)].map(([, arrow]) => arrow);
}

interface Cruise {
	modules: Array<{ source: string; dependencies: Array<{ resolved: string }> }>;
}

/** The imports between top folders, as `nodes --> protocols`. */
function imported(folders: string[]): string[] {
	const json = execFileSync(
		process.execPath,
		[CRUISER, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders],
		{ cwd: ROOT, maxBuffer: 64 * 1024 * 1024 },
	);
	const { modules } = JSON.parse(String(json)) as Cruise;
	const arrows = modules.flatMap(({ source, dependencies }) =>
		dependencies.map(({ resolved }) => [source, resolved].map((path) => path.split('/', 1)[0])),
	);
	const between = arrows.filter(([from, to]) => from !== to && folders.includes(to));
	return [...new Set(between.map((pair) => pair.join(' --> ')))];
}

test('the drawing in CONTRIBUTING.md has the imports between the top folders, and no others', () => {
	const arrows = drawn();
	const folders = [...new Set(arrows.flatMap((arrow) => arrow.split(' --> ')))];
	expect(imported(folders).sort()).toEqual(arrows.sort());
});
