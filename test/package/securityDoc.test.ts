import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const promises = [...read('SECURITY.md').matchAll(/^\| (?!promise|---)(.+) \| (.+) \|$/gm)];

test('SECURITY.md has promises, and the README leads to it', () => {
	expect(promises.length).toBeGreaterThan(5);
	expect(read('README.md')).toContain('](SECURITY.md)');
});

test.each(promises.map(([, promise, tests]) => [promise, tests]))('%s', (_, tests) => {
	const files = [...tests.matchAll(/`(test\/[\w/.]+)`/g)].map(([, file]) => file);
	expect(files).not.toEqual([]);
	expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test('every test file that it names anywhere is there', () => {
	const files = read('SECURITY.md').match(/\btest\/[\w/.]+\.ts\b/g) ?? [];
	expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});
