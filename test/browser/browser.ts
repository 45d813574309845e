import { existsSync } from 'node:fs';

import { chromium, selectors, type Browser } from 'playwright-core';

// The attribute by which n8n's editor names its parts for tests.
selectors.setTestIdAttribute('data-test-id');

const CHROMIUM = '/usr/bin/chromium';

/** Debian's Chromium, headless, with nothing of its own going to the network. */
export async function openBrowser(): Promise<Browser> {
	if (!existsSync(CHROMIUM))
		throw new Error(`${CHROMIUM} is missing: install Debian's package chromium`);
	const quiet = [
		'--disable-background-networking',
		'--disable-component-update',
		'--disable-sync',
		'--no-first-run',
		'--disable-quic',
	];
	return await chromium.launch({
		executablePath: CHROMIUM,
		args: ['--no-sandbox', '--disable-gpu', ...quiet],
	});
}
