import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installOnce, isInstalled } from '../../sandbox/n8n/atomicInstall';

const LONG_AGO = new Date(0);

let dir: string;
beforeEach(async () => {
	dir = join(await mkdtemp(join(tmpdir(), 'install-')), 'n8n');
});

const fillWith = (text: string) => (folder: string) => {
	writeFileSync(join(folder, 'n8n'), text);
	return Promise.resolve();
};
const besideIt = () => readdirSync(join(dir, '..'));

it('of two at once, one installs and the other takes what is there', async () => {
	const filled: string[] = [];
	const install = (text: string) =>
		installOnce(dir, (folder) => {
			filled.push(text);
			return fillWith(text)(folder);
		});
	await Promise.all([install('first'), install('second')]);

	expect(filled).toHaveLength(1);
	expect(readFileSync(join(dir, 'n8n'), 'utf8')).toBe(filled[0]);
	expect(besideIt()).toEqual(['n8n']);
});

it('takes over from a process that was killed, with nothing of its unfinished work', async () => {
	const leftover = `${dir}.unfinished-4194305`;
	mkdirSync(leftover);
	writeFileSync(join(leftover, 'half'), '');
	mkdirSync(`${dir}.locked`);
	utimesSync(`${dir}.locked`, LONG_AGO, LONG_AGO);

	await installOnce(dir, fillWith('whole'));

	expect(readdirSync(dir).sort()).toEqual(['.complete', 'n8n']);
	expect(besideIt()).toEqual(['n8n']);
});

it('leaves nothing of an install that failed, and installs the next time', async () => {
	const broken = installOnce(dir, async (folder) => {
		await fillWith('half')(folder);
		throw new Error('no network');
	});
	await expect(broken).rejects.toThrow('no network');
	expect(besideIt()).toEqual([]);
	expect(isInstalled(dir)).toBe(false);

	await installOnce(dir, fillWith('whole'));
	expect(isInstalled(dir)).toBe(true);
});

it('replaces a folder that is not whole, and leaves a whole one as it is', async () => {
	mkdirSync(dir);
	writeFileSync(join(dir, 'half'), '');
	await installOnce(dir, fillWith('whole'));
	expect(existsSync(join(dir, 'half'))).toBe(false);

	await installOnce(dir, fillWith('again'));
	expect(readFileSync(join(dir, 'n8n'), 'utf8')).toBe('whole');
});
