import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

import type { Browser, Locator, Page } from 'playwright-core';

import { eventually, importShipped, startOffice, type Office } from '../e2e/office';
import { openBrowser } from './browser';

/** Screenshots go here; those that the README shows are copies of them. */
const SHOTS = resolve(__dirname, '../../test-results');

/**
 * Nothing on the page is touched after the call: n8n does the rest within this time. A recording
 * waits for its call to be logged, and, where MANGO had it not ready yet, for two minutes more.
 */
const BY_ITSELF_MS = 200_000;

let office: Office;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	mkdirSync(SHOTS, { recursive: true });
	// As `npm start` has them, with a shorter wait for the recording.
	const mango = {
		people: { employee: 'noAnswer', client: 'noAnswer', hangsUp: 'nobody' },
		recordingDelay: 3,
	} as const;
	[office, browser] = await Promise.all([startOffice({ mango }), openBrowser()]);
	const { url } = await importShipped(office, 'auto-callback.json');
	const events = await importShipped(office, 'mango-events-to-crm.json');
	office.bitrix24.setRobots([
		{ stageId: 'C9:UC_CALL01', url: `${url}&Action=Callback`, name: 'Автоперезвон' },
	]);
	office.mango.setEventsUrl(events.webhookUrl);
	office.bitrix24.setDeal(12, { categoryId: 9, stageId: 'C9:NEW' });
	// The template's own schedule makes its tables; an event before that ends as a failed execution.
	for (const table of ['MANGO calls', 'MANGO recordings'])
		await eventually(table, () => office.n8n.client.dataTableRows(table), 60);
	page = await browser.newPage({ viewport: { width: 1400, height: 800 } });
	await page.goto(`${office.bitrix24.boardUrl}#9`);
}, 180_000);

afterAll(async () => {
	await browser?.close();
	await office?.stop();
});

const card = (dealId: number, stageId: string) =>
	page.locator(`[data-stage-id="${stageId}"] [data-deal-id="${dealId}"]`);
const feed = (kind: string, dealId: number) =>
	page.locator(`#feed [data-kind="${kind}"]`, { hasText: `#${dealId}` });
const shot = (name: string) => page.screenshot({ path: resolve(SHOTS, name) });

/** Starts the callback: the telephone on the board rings. */
async function drag(dealId: number): Promise<void> {
	await card(dealId, 'C9:NEW').dragTo(page.locator('[data-stage-id="C9:UC_CALL01"]'));
}

async function press(leg: 'employee' | 'client', act: string): Promise<void> {
	await page.locator(`[data-running="true"] [data-leg="${leg}"] [data-act="${act}"]`).click();
}

async function comes(element: Locator): Promise<void> {
	await element.first().waitFor({ timeout: BY_ITSELF_MS });
}

test('both talk and hang up: the card moves by itself; feed and card show the call and its recording', async () => {
	await drag(12);
	await press('employee', 'answer');
	await press('client', 'answer');
	await page.locator('.call-time', { hasText: '00:05' }).waitFor();
	await press('client', 'hangup');

	await comes(card(12, 'C9:WON'));
	const moved = feed('move', 12).filter({ hasText: 'by REST' });
	await comes(moved);
	expect(await moved.locator('.tag').allTextContents()).toEqual([
		'Звонок клиенту',
		'Сделка успешна',
	]);

	await comes(feed('call', 12));
	const [call] = office.bitrix24.callActivities;
	const seconds = Math.round((call.endTime.getTime() - call.startTime.getTime()) / 1000);
	expect(await feed('call', 12).innerText()).toContain(`· 0:${String(seconds).padStart(2, '0')}`);
	expect(await feed('call', 12).innerText()).toContain('+79161234501');

	expect(await feed('call', 12).innerText()).toMatch(
		/Outcome: successful\nReason: Talked\nTalk time: 0:0\d/,
	);

	await comes(feed('files', 12));
	expect(await feed('files', 12).innerText()).toMatch(/mango-.*\.mp3/);
	await comes(card(12, 'C9:WON').locator('.card-calls'));
	expect(await card(12, 'C9:WON').locator('.card-calls span').allTextContents()).toEqual([
		'1',
		'1',
	]);
	await page.waitForTimeout(1000);
	await shot('way-back.png');
});

test('the client declines: a to-do with the attempt, and the deal stays', async () => {
	await drag(28);
	await press('employee', 'answer');
	await press('client', 'decline');

	await comes(feed('todo', 28));
	expect(await feed('todo', 28).innerText()).toContain('attempt 1');
	await comes(feed('call', 28));
	expect(await feed('call', 28).innerText()).toContain('Outcome: failed');
	expect(await card(28, 'C9:UC_CALL01').count()).toBe(1);
	await page.waitForTimeout(1000);
	await shot('way-back-declined.png');
});
