import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { DEMO_OWNER } from '../../sandbox/n8n/host';
import { importTemplate, type ImportedTemplate } from '../../sandbox/n8n/provision';
import type { WorkflowJson } from '../../sandbox/n8n/workflow';
import { startOffice, type Office } from '../e2e/office';
import { openBrowser } from './browser';

const ROOT = resolve(__dirname, '../..');
const TEMPLATE = JSON.parse(
	readFileSync(resolve(ROOT, 'templates/deal-move.json'), 'utf8'),
) as WorkflowJson;
const SENDER =
	'Source=Bitrix24&AuthData=f3A9kzQ07bXw2LmT8cVr&Product_id=qwerty.bitrix24.ru&Action=Deal_Move';

/** Screenshots go here; those that the README shows are copies of them. */
const SHOTS = resolve(ROOT, 'test-results');

let office: Office;
let browser: Browser;
let template: ImportedTemplate;

beforeAll(async () => {
	mkdirSync(SHOTS, { recursive: true });
	[office, browser] = await Promise.all([startOffice(), openBrowser()]);
	template = await importTemplate(office.n8n.client, TEMPLATE, {
		mangoBitrixWebhookApi: {
			name: 'MANGO webhook',
			data: { authData: 'f3A9kzQ07bXw2LmT8cVr', productId: 'qwerty.bitrix24.ru' },
		},
		bitrix24WebhookApi: { name: 'Bitrix24', data: { webhookUrl: office.bitrix24.webhookUrl } },
	});
}, 180_000);

afterAll(async () => {
	await browser?.close();
	await office?.stop();
});

async function openPage(url: string): Promise<Page> {
	const page = await browser.newPage({ viewport: { width: 1400, height: 800 } });
	await page.goto(url);
	return page;
}

const card = (page: Page, stageId: string, dealId: number) =>
	page.locator(`[data-stage-id="${stageId}"] [data-deal-id="${dealId}"]`);

describe('the board', () => {
	test('shows by itself that a webhook has moved the deal', async () => {
		const page = await openPage(office.bitrix24.boardUrl);
		await card(page, 'NEW', 12).waitFor();
		const response = await fetch(`${template.webhookUrl}?${SENDER}&DealID=12&Result=POSITIVE`);
		expect(response.status).toBe(200);
		await card(page, 'PREPARATION', 12).waitFor();
		expect(await card(page, 'NEW', 12).count()).toBe(0);
		await page.waitForTimeout(800);
		await page.screenshot({ path: resolve(SHOTS, 'board.png') });
		await page.close();
	});

	test("sends the robot's webhook when a card is dragged to its stage, and the deal moves on", async () => {
		office.bitrix24.setRobots([
			{
				stageId: 'EXECUTING',
				url: `${template.webhookUrl}?${SENDER}&Result=NEGATIVE`,
				name: 'Deal_Move',
			},
		]);
		const page = await openPage(office.bitrix24.boardUrl);
		await card(page, 'NEW', 15).dragTo(page.locator('[data-stage-id="EXECUTING"]'));
		await card(page, 'LOSE', 15).waitFor();
		expect(office.bitrix24.robotCalls).toHaveLength(1);
		expect(office.bitrix24.robotCalls[0]).toMatchObject({
			status: 200,
			body: expect.stringContaining('DEAL_15'),
		});
		await page.screenshot({ path: resolve(SHOTS, 'robot.png') });
		await page.close();
	});
});

describe("n8n's editor", () => {
	let page: Page;

	beforeAll(async () => {
		page = await openPage(`${office.n8n.url}/signin`);
		await page.locator('input[name="emailOrLdapLoginId"]').fill(DEMO_OWNER.email);
		await page.locator('input[name="password"]').fill(DEMO_OWNER.password);
		await page.getByTestId('form-submit-button').click();
		await page.waitForURL((url) => !url.pathname.includes('signin'));
		await page.goto(`${office.n8n.url}/workflow/${template.workflowId}`);
		await node('Move Deal by Result').waitFor();
	});
	afterAll(() => page?.close());

	const node = (name: string) => page.locator(`[data-node-name="${name}"]`).first();

	async function openNode(name: string): Promise<void> {
		await node(name).dblclick();
		await page.getByTestId('node-parameters').waitFor();
	}

	async function closeNode(): Promise<void> {
		await page.keyboard.press('Escape');
		await page.getByTestId('node-parameters').waitFor({ state: 'hidden' });
	}

	test('shows the template with its notes, and no node has an issue', async () => {
		await page.waitForTimeout(1500);
		await page.screenshot({ path: resolve(SHOTS, 'workflow.png') });
		expect(await page.getByTestId('node-issues').count()).toBe(0);
	});

	test('the trigger tells in place what to append to its URL', async () => {
		await openNode('Call Result');
		await page.screenshot({ path: resolve(SHOTS, 'trigger.png') });
		const queries = await page
			.getByTestId('node-parameters')
			.locator('textarea')
			.evaluateAll((areas) => areas.map((area) => (area as unknown as { value: string }).value));
		expect(queries.filter((query) => query.startsWith('?'))).toEqual([
			'?Source=Bitrix24&AuthData=SECRET&Product_id=PORTAL&Action=Deal_Move&DealID=12&Result=POSITIVE',
		]);
		expect(await page.getByText('Query String for Campaign Task').count()).toBe(0);
		await closeNode();
	});

	test('the rule table shows pipelines and stages by the names that the portal gives', async () => {
		await openNode('Move Deal by Result');
		const shown = [
			'Общая',
			'Подготовка документов',
			'Сделка провалена',
			'All Other Pipelines',
			'The Success Stage',
		];
		await page.waitForFunction(
			`${JSON.stringify(shown)}.every((name) => ` +
				`[...document.querySelectorAll('[data-test-id="node-parameters"] input')].some((input) ` +
				`=> input.value === name))`,
		);
		await page.screenshot({ path: resolve(SHOTS, 'rules.png') });
		await closeNode();
	});
});
