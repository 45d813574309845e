const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/** The house's drawing in CONTRIBUTING.md: which top folder may import which others. */
const drawing = readFileSync(join(__dirname, 'CONTRIBUTING.md'), 'utf8');
const arrows = [...drawing.matchAll(/^ +(\w+) --> (\w+)$/gm)].map(([, from, to]) => ({ from, to }));
const folders = [...new Set(arrows.flatMap(({ from, to }) => [from, to]))];

const asDrawn = folders.map((folder) => {
	const allowed = arrows.filter(({ from }) => from === folder).map(({ to }) => to);
	return {
		name: `${folder}-as-drawn`,
		comment: `CONTRIBUTING.md has arrows from ${folder} to ${allowed.join(', ') || 'nothing'} only.`,
		severity: 'error',
		from: { path: `^${folder}/` },
		to: { path: `^(${folders.join('|')})/`, pathNot: `^(${[folder, ...allowed].join('|')})/` },
	};
});

module.exports = {
	forbidden: [
		...asDrawn,
		{ name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
		{
			name: 'protocols-know-no-n8n',
			severity: 'error',
			from: { path: '^protocols/' },
			to: { path: '^node_modules/n8n-' },
		},
		{
			name: 'nodes-keep-to-themselves',
			severity: 'error',
			from: { path: '^nodes/([^/]+)/' },
			to: { path: '^nodes/', pathNot: '^nodes/($1|shared)/' },
		},
	],
	options: {
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(dist|test-results)/' },
	},
};
