const { readFile, rm, writeFile } = require('node:fs/promises');
const { basename, dirname } = require('node:path');
const { dest, series, src } = require('gulp');
const esbuild = require('esbuild');
const { n8n } = require('./package.json');

/** What package.json tells n8n to load is what gets built: the nodes of one folder together, each credential alone. */
const BUNDLES = [...new Set(n8n.nodes.map(dirname))]
	.map((folder) => n8n.nodes.filter((file) => dirname(file) === folder))
	.concat(n8n.credentials.map((file) => [file]));
const ASSETS = ['nodes/**/*.svg', 'nodes/**/*.node.json'];

const OPTIONS = {
	bundle: true,
	platform: 'node',
	format: 'cjs',
	target: 'node20',
	legalComments: 'inline',
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

/** All nodes use one copy of them, two folders above: a copy in each would double the package. */
const shareLibraries = {
	name: 'share-libraries',
	setup(build) {
		build.onResolve({ filter: /^[^./]/ }, ({ path }) =>
			path in SHARED ? { path: `../../vendor/${SHARED[path].name}.js`, external: true } : undefined,
		);
	},
};

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

async function bundle() {
	const builds = await Promise.all([
		...BUNDLES.map(buildBundle),
		...Object.entries(SHARED).map(([library, { name, exports }]) =>
			buildShared(library, name, exports),
		),
	]);
	await writeNotices(builds.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
}

/**
 * One file for all nodes of a folder, so that they share what the process knows of an account: its pace, its lock-out.
 * n8n loads each node from a file of its name, so the others' files lead there. Beside the shared libraries a bundle
 * needs nothing but the n8n-workflow of the host.
 */
async function buildBundle([file, ...others]) {
	const exported = [file, ...others].map((one) => `export * from './${basename(one, '.js')}';`);
	const stdin = {
		contents: exported.join('\n'),
		resolveDir: dirname(file).replace(/^dist\//, ''),
	};
	const built = await esbuild.build({
		...OPTIONS,
		stdin,
		outfile: file,
		external: ['n8n-workflow'],
		plugins: [shareLibraries],
	});
	await Promise.all(
		others.map((one) => writeFile(one, `module.exports = require('./${basename(file)}');\n`)),
	);
	return built;
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

exports.build = series(clean, bundle, copyAssets);
