import { createHash } from 'node:crypto';

import {
	CALLBACK_STAGE,
	CAMPAIGN_STAGE,
	CAMPAIGN,
	startLoop,
	SUCCESS,
	type Loop,
} from './loopOffice';
import { eventually, importShipped } from './office';

/** What dragging a card on the board does. */
async function drag({ bitrix24 }: Loop, dealId: number, stageId: string): Promise<void> {
	const response = await fetch(new URL('/_sandbox/move', bitrix24.boardUrl), {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ dealId, stageId }),
	});
	expect(response.status).toBe(200);
}

async function sha256OfRecording({
	mango: { recordings, apiKey, apiSalt, baseUrl },
}: Loop): Promise<string> {
	const [{ id }] = recordings;
	const timestamp = String(Math.floor(Date.now() / 1000) + 600);
	const sign = createHash('sha256')
		.update(apiKey + timestamp + id + apiSalt)
		.digest('hex');
	const response = await fetch(
		`${baseUrl}queries/recording/link/${encodeURIComponent(id)}/download/${apiKey}/${timestamp}/${sign}`,
	);
	expect(response.status).toBe(200);
	return createHash('sha256')
		.update(Buffer.from(await response.arrayBuffer()))
		.digest('hex');
}

describe('mango-events-to-crm.json: all on one address', () => {
	let loop: Loop;
	beforeAll(async () => {
		loop = await startLoop({ mango: { speed: 100, rateLimit: false }, faster: 15 });
		loop.bitrix24.setRobots([
			{ stageId: CALLBACK_STAGE, name: 'Callback', url: `${loop.callbackUrl}&Action=Callback` },
		]);
	});
	afterAll(() => loop?.stop());

	test('dragged, answered, talked: the deal is in the success stage, call and recording in the timeline', async () => {
		const dealId = loop.addDeal({ stageId: 'C9:NEW' });
		await drag(loop, dealId, CALLBACK_STAGE);
		await eventually('The move', () => loop.stageOf(dealId) === SUCCESS);
		const [call] = loop.logged(dealId);
		const [{ id: entryId, client, legs }] = loop.mango.calls;
		expect(call).toMatchObject({
			originatorId: 'mango-office',
			originId: entryId,
			direction: 2,
			completed: true,
			providerData: expect.stringContaining('"outcome":"POSITIVE"'),
			communications: [expect.objectContaining({ entityTypeId: 3, value: `+${client.number}` })],
		});
		expect(call.endTime.getTime() / 1000).toBe(legs.client?.endedAt);
		await eventually('The recording', () => loop.logged(dealId)[0].files.length === 1);
		expect(loop.logged(dealId)[0].files[0]).toMatchObject({
			sha256: await sha256OfRecording(loop),
		});
		await loop.settled();
		expect(loop.toDos(dealId)).toEqual([]);
	});

	test('calls of others, wrong signatures and pings leave no row', async () => {
		await loop.settled();
		const before = (await loop.rows()).length;
		loop.mango.ring({ number: '79161112233', extension: '101' });
		await eventually('The end', () => loop.mango.calls.every(({ phase }) => phase === 'ended'));
		await eventually('The events', () => loop.mango.events.every(({ status }) => status === 200));
		expect(await loop.mango.ping()).toBe(200);
		const forged = new URLSearchParams({
			vpbx_api_key: loop.mango.apiKey,
			sign: '0'.repeat(64),
			json: JSON.stringify({ entry_id: 'x' }),
		});
		expect(
			(await fetch(`${loop.eventsUrl}/events/call`, { method: 'POST', body: forged })).status,
		).toBe(401);
		expect((await loop.rows()).length).toBe(before);
	});
});

describe('the templates by themselves', () => {
	test('callback-outcome.json, and recordings-to-crm.json for the recording', async () => {
		const loop = await startLoop({
			mango: { speed: 100, rateLimit: false },
			faster: 15,
			events: 'callback-outcome.json',
		});
		try {
			const recordings = await importShipped(loop, 'recordings-to-crm.json');
			await eventually(
				'The table',
				async () => (await loop.n8n.client.dataTableRows('MANGO recordings')) !== undefined,
			);
			const dealId = loop.addDeal();
			await loop.callBack(dealId);
			await eventually('The move', () => loop.stageOf(dealId) === SUCCESS);
			expect(loop.logged(dealId)).toHaveLength(1);
			await eventually('The recording', () => loop.mango.recordings.some(({ stored }) => stored));
			const json = loop.mango.events.find(({ path }) => path === 'events/record/added')?.json;
			loop.mango.setEventsUrl(recordings.webhookUrl);
			loop.mango.push('events/record/added', json as Record<string, unknown>);
			await eventually('The file', () => loop.logged(dealId)[0].files.length === 1, 90);
		} finally {
			await loop.stop();
		}
	});

	test('campaign-outcome.json', async () => {
		const loop = await startLoop({
			mango: { speed: 100, rateLimit: false },
			faster: 15,
			events: 'campaign-outcome.json',
		});
		try {
			const dealId = loop.addDeal({ stageId: CAMPAIGN_STAGE });
			await loop.addToCampaign(dealId);
			await eventually(
				'The task',
				() =>
					loop.mango
						.campaign(CAMPAIGN)
						?.tasks.some(({ comment }) => comment?.includes(`deal ${dealId}]`)) === true,
			);
			loop.mango.dialCampaigns(true);
			await eventually('The move', () => loop.stageOf(dealId) === SUCCESS);
			const done = () =>
				loop.bitrix24.comments.filter(
					({ entityId, text }) => entityId === dealId && text.includes('is done with this client'),
				);
			await eventually('The comment', () => done().length > 0);
			await loop.settled();
			expect(done()).toHaveLength(1);
		} finally {
			await loop.stop();
		}
	});
});
