/** `npm run faults`: measures what becomes of operations when a service fails, and writes `docs/faults.md`. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const { status } = spawnSync('npx', ['jest', 'test/engine/faults.test.ts'], {
	cwd: resolve(__dirname, '../..'),
	stdio: 'inherit',
	env: { ...process.env, FAULTS_WRITE: 'yes' },
});
process.exitCode = status ?? 1;
