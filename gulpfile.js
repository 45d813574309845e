const { mkdir, readFile, rm, writeFile } = require('node:fs/promises');
const { posix } = require('node:path');
const { Transform } = require('node:stream');

const esbuild = require('esbuild');
const { dest, series, src } = require('gulp');

const { n8n } = require('./package.json');

// What package.json tells n8n to load is what gets built.
const ENTRIES = [...n8n.nodes, ...n8n.credentials].map((file) =>
	file.replace(/^dist\/(.*)\.js$/, '$1.ts'),
);
/** In dist. */
const BUNDLE = 'package.js';
const ASSETS = ['nodes/**/*.svg', 'nodes/**/*.node.json'];
const JSONS = ['nodes/*/__schema__/**/*.json', 'templates/*.json'];

const OPTIONS = {
	bundle: true,
	platform: 'node',
	format: 'cjs',
	target: 'node20',
	legalComments: 'inline',
	charset: 'utf8',
	logLevel: 'warning',
	metafile: true,
};

/** Libraries that several nodes use: their files in dist/vendor, and what these export. */
const SHARED = {
	zod: { name: 'zod', exports: '*' },
	'ipaddr.js': { name: 'ipaddr', exports: '{ default }' },
	// Half of it is left out by naming what is used.
	'libphonenumber-js/max': {
		name: 'libphonenumber',
		exports: '{ isSupportedCountry, parsePhoneNumberFromString }',
	},
};

/** The bundle uses one copy of them, in files of their own: they are minified, the package's own code is not. */
const shareLibraries = {
	name: 'share-libraries',
	setup(build) {
		build.onResolve({ filter: /^[^./]/ }, ({ path }) =>
			path in SHARED ? { path: `./vendor/${SHARED[path].name}.js`, external: true } : undefined,
		);
	},
};

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/**
 * One file holds all nodes and credentials, since they share most of their code; beside the libraries
 * it needs nothing but the n8n-workflow of the host. What n8n loads by name takes its class from there.
 */
async function bundle() {
	const contents = ENTRIES.map((file) => `export * from './${file}'`).join('\n');
	const all = {
		stdin: { contents, resolveDir: __dirname },
		outfile: `dist/${BUNDLE}`,
		// A seventh of the package's size; names stay as they are.
		minifyWhitespace: true,
		external: ['n8n-workflow'],
		plugins: [shareLibraries],
	};
	const builds = await Promise.all([
		esbuild.build({ ...OPTIONS, ...all }),
		...Object.entries(SHARED).map(([library, { name, exports }]) =>
			buildShared(library, name, exports),
		),
	]);
	await Promise.all(ENTRIES.map(writeEntry));
	await writeNotices(builds.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
}

/** n8n looks for the class by the file's name. */
async function writeEntry(entry) {
	const file = posix.join('dist', entry.replace(/\.ts$/, '.js'));
	const [name] = posix.basename(file).split('.');
	const bundled = posix.relative(posix.dirname(file), `dist/${BUNDLE}`);
	await mkdir(posix.dirname(file), { recursive: true });
	await writeFile(file, `'use strict';\nexports.${name} = require('${bundled}').${name};\n`);
}

/** Minified, as such libraries come; the package's own code stays readable. */
function buildShared(library, name, exported) {
	const stdin = { contents: `export ${exported} from '${library}'`, resolveDir: __dirname };
	return esbuild.build({ ...OPTIONS, minify: true, stdin, outfile: `dist/vendor/${name}.js` });
}

/** The licences of the libraries that the bundles hold ask for their notices to go along. */
async function writeNotices(inputs) {
	const names = new Set(
		inputs.flatMap((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []),
	);
	const notices = [...names].sort().map(async (name) => {
		const { version } = JSON.parse(await readFile(`node_modules/${name}/package.json`, 'utf8'));
		return `${name} ${version}\n\n${await readFile(`node_modules/${name}/LICENSE`, 'utf8')}`;
	});
	await writeFile('dist/THIRD-PARTY-NOTICES.txt', (await Promise.all(notices)).join('\n\n'));
}

function copyAssets() {
	return src(ASSETS, { base: '.', encoding: false }).pipe(dest('dist'));
}

/** What the operations give, for the editor to show before the first run, and the templates; without the blanks. */
function copyJsons() {
	const minify = new Transform({
		objectMode: true,
		transform(file, _encoding, done) {
			file.contents = Buffer.from(JSON.stringify(JSON.parse(file.contents.toString())));
			done(null, file);
		},
	});
	return src(JSONS, { base: '.' }).pipe(minify).pipe(dest('dist'));
}

exports.build = series(clean, bundle, copyAssets, copyJsons);
