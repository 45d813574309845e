// Run in a Node of its own with --expose-gc: what n8n's loader costs with this package, after n8n-core is there.
const { performance } = require('node:perf_hooks');

const { PackageDirectoryLoader } = require('n8n-core');

async function main() {
	const loader = new PackageDirectoryLoader(process.argv[2]);
	global.gc();
	const before = process.memoryUsage();
	const start = performance.now();
	await loader.loadAll();
	const ms = performance.now() - start;
	global.gc();
	const after = process.memoryUsage();
	process.stdout.write(
		JSON.stringify({
			ms,
			heapMb: (after.heapUsed - before.heapUsed) / 1e6,
			rssMb: (after.rss - before.rss) / 1e6,
		}),
	);
}

main();
