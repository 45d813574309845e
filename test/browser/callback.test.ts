import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

import type { Browser } from 'playwright-core';

import { AUTH_DATA, importShipped, startOffice, type Office } from '../e2e/office';
import { openBrowser } from './browser';

const SHOTS = resolve(__dirname, '../../test-results');

let office: Office;
let browser: Browser;

beforeAll(async () => {
	mkdirSync(SHOTS, { recursive: true });
	const people = { employee: 'noAnswer', client: 'noAnswer', hangsUp: 'nobody' } as const;
	[office, browser] = await Promise.all([startOffice({ mango: { people } }), openBrowser()]);
}, 180_000);

afterAll(async () => {
	await browser?.close();
	await office?.stop();
});

test('a card dragged into the callback stage rings the telephone; both answer, talk and hang up', async () => {
	const { url } = await importShipped(office, 'auto-callback.json');
	office.bitrix24.setRobots([
		{ stageId: 'C9:UC_CALL01', url: `${url}&Action=Callback`, name: 'Автоперезвон' },
	]);
	const deal = office.bitrix24.setDeal(12, { categoryId: 9, stageId: 'C9:NEW' });

	const page = await browser.newPage({ viewport: { width: 1400, height: 800 } });
	await page.goto(`${office.bitrix24.boardUrl}#9`);
	const card = page.locator(`[data-stage-id="C9:NEW"] [data-deal-id="${deal.id}"]`);
	await card.dragTo(page.locator('[data-stage-id="C9:UC_CALL01"]'));

	const press = async (leg: 'employee' | 'client', act: string) => {
		const button = page.locator(`[data-leg="${leg}"] [data-act="${act}"]`);
		await button.waitFor();
		await page.waitForTimeout(300);
		await page.screenshot({ path: resolve(SHOTS, `call-${leg}-${act}.png`) });
		await button.click();
	};
	await press('employee', 'answer');
	await press('client', 'answer');
	await press('client', 'hangup');
	await page.getByText('callee hung up').first().waitFor();
	await page.getByText('MANGO OFFICE was asked to call').first().waitFor();

	expect(office.bitrix24.robotCalls[0]?.url).toContain(AUTH_DATA);
	expect(await page.content()).not.toContain(AUTH_DATA);
	expect(office.mango.calls).toHaveLength(1);
	expect(office.mango.calls[0]).toMatchObject({
		phase: 'ended',
		result: 1120,
		commandId: expect.stringMatching(/^mb24\.12\./),
	});
	await page.close();
});
