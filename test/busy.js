/**
 * Runs the tests many times while other processes keep every core busy: `npm run test:busy -- 10 test/engine`.
 * The first argument is how often, the rest goes to jest. Ends with 1 when a run was not green.
 */
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { availableParallelism } = require('node:os');

const [times = '10', ...forJest] = process.argv.slice(2);

async function main() {
	let failed = 0;
	for (let run = 1; run <= Number(times); run += 1) {
		const { green, seconds, summary, output } = await runOnce();
		console.log(`run ${run}: ${green ? 'green' : 'FAILED'}, ${seconds} s, ${summary}`);
		if (!green) console.log(output);
		failed += green ? 0 : 1;
	}
	process.exit(failed > 0 ? 1 : 0);
}

async function runOnce() {
	const start = Date.now();
	const jest = spawn(process.execPath, [require.resolve('jest/bin/jest'), ...forJest], {
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	children.push(jest);
	let output = '';
	jest.stderr.on('data', (chunk) => (output += chunk));
	const [code] = await once(jest, 'close');
	const seconds = Math.round((Date.now() - start) / 1000);
	return { green: code === 0, seconds, summary: /^Tests:.*$/m.exec(output)?.[0] ?? '', output };
}

const children = Array.from({ length: availableParallelism() }, () =>
	spawn(process.execPath, ['-e', 'for (;;) {}'], { stdio: 'ignore' }),
);
process.on('exit', () => children.forEach((one) => one.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
void main();
