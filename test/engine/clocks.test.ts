import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startMango, type MangoStandin } from '../../sandbox/mango';
import { ahead, clock } from '../clock/clock';
import { runNode } from './harness';

const MINUTE_MS = 60_000;
const PHONE = '79165550001';

let mango: MangoStandin;
afterEach(() => mango.stop());

const open = async (aheadMs: number) =>
	(mango = await startMango({ rateLimit: false, lockout: true, clock: ahead(aheadMs) }));

async function tried(parameters: INodeParameters, json: IDataObject = {}) {
	const { apiKey, apiSalt, baseUrl } = mango;
	return await runNode('mangoOffice', {
		parameters,
		items: [{ json }],
		credentials: { mangoOfficeApi: { apiKey, apiSalt, baseUrl } },
	});
}

async function run(...asked: Parameters<typeof tried>): Promise<IDataObject> {
	const { outputs, error } = await tried(...asked);
	expect(error).toBeUndefined();
	return outputs[0][0].json;
}

const callback = async () =>
	await run({ resource: 'call', operation: 'callback' }, { employee: '101', phone: PHONE });

/** Asks for the outcome of a callback of which no event came: by the client's number, and when it was asked for. */
async function outcomeOfLostCall() {
	const startTime = new Date(clock.now()).toISOString();
	await callback();
	await clock.advance(20 * MINUTE_MS);
	return await tried(
		{ resource: 'call', operation: 'getOutcome', waitFor: 0 },
		{ phone: PHONE, startTime, dealId: 12 },
	);
}

describe.each([5, -5])("MANGO's clock is %i minutes ahead of n8n's", (minutes) => {
	beforeEach(async () => await open(minutes * MINUTE_MS));

	test('what is signed is taken', async () => {
		expect(await callback()).toMatchObject({ accepted: true });
	});

	test('a link that is valid for an hour opens, and is valid for about as long', async () => {
		await callback();
		await clock.advance(20 * MINUTE_MS);
		const { recordingId } = mango.calls[0];
		const link = { resource: 'recording', operation: 'getLink', validFor: 1, validUnit: 'hours' };
		const { url } = await run(link, { recordingId });
		expect((await fetch(String(url))).status).toBe(200);
		await clock.advance((60 + Math.abs(minutes) + 1) * MINUTE_MS);
		expect((await fetch(String(url))).status).toBe(403);
	});

	test("a lock-out is told with its end by n8n's clock, and is over then", async () => {
		for (const body of ['x', 'y'])
			await fetch(`${mango.baseUrl}account/balance`, { method: 'POST', body });
		const balance = { resource: 'account', operation: 'getBalance' };
		const { description } = (await tried(balance)).error ?? {};
		const [, end] = /Try again after (\d\d:\d\d:\d\d) UTC/.exec(description ?? '') ?? [];
		const today = new Date(clock.now()).toISOString().slice(0, 10);
		const leftMs = Date.parse(`${today}T${end}Z`) - clock.now();
		expect(leftMs).toBeGreaterThan(0);
		await clock.advance(leftMs);
		expect(await run(balance)).toMatchObject({ currency: 'RUB' });
	});
});

test.each([5, 0, -0.5])(
	"a call whose events were lost is found where MANGO's clock is %d minutes ahead",
	async (minutes) => {
		await open(minutes * MINUTE_MS);
		const { outputs, error } = await outcomeOfLostCall();
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject({ finished: true, outcome: 'POSITIVE' });
	},
);

test('where it is more than a minute behind, it is not found, and the user reads of the clocks', async () => {
	await open(-5 * MINUTE_MS);
	const { error } = await outcomeOfLostCall();
	expect(error?.message).toMatch(/^MANGO OFFICE's statistics hold no call to \+79165550001/);
	expect(error?.description).toContain("MANGO's clock is more than a minute behind n8n's");
});
