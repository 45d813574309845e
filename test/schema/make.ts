/**
 * `npm run schema`: runs the engine tests, and writes the schemas of all operations as they gave
 * their outputs. The schema of an operation that no test has run is deleted.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { schemaFile, schemaFiles, schemasOf } from './schema';

const ROOT = resolve(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'schema-'));
const record = join(folder, 'outputs');
try {
	const { status } = spawnSync('npx', ['jest', 'test/engine', ...process.argv.slice(2)], {
		cwd: ROOT,
		stdio: 'inherit',
		env: { ...process.env, SCHEMA_RECORD: record },
	});
	if (status !== 0) throw new Error('Tests have failed: the schemas stay as they are.');
	write(schemasOf(readFileSync(record, 'utf8')));
} finally {
	rmSync(folder, { recursive: true, force: true });
}

function write(schemas: ReturnType<typeof schemasOf>): void {
	const files = new Map([...schemas].map(([name, schema]) => [schemaFile(name), schema]));
	for (const file of schemaFiles()) if (!files.has(file)) rmSync(file);
	for (const [file, schema] of files) {
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, `${JSON.stringify(schema, null, '\t')}\n`);
	}
}
