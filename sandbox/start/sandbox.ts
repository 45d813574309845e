import { join } from 'node:path';

import { startBitrix24 } from '../bitrix24';
import { realClock } from '../core/realClock';
import { startMango } from '../mango';
import { DEMO_OWNER, startN8n } from '../n8n/host';
import { startQueue } from '../queue/host';
import { DataFolder } from './dataFolder';
import { fillN8n, type LoadedTemplate, type UnpublishedTemplate } from './fillN8n';
import type { StartOptions } from './options';
import { DEAL_MOVE, PRODUCT_ID, webhookUrls } from './webhookUrls';

/** What recover.json needs, and no more. */
export const RECOVER_SCOPES = [
	'execution:list',
	'execution:read',
	'execution:retry',
	'execution:stop',
];

/** On the cloud a recording is ready a minute after the call, or later. */
const RECORDING_DELAY_S = 10;

export interface RunningSandbox {
	boardUrl: string;
	n8nUrl: string;
	/** Moves deal 12. */
	demoUrl: string;
	loaded: LoadedTemplate[];
	unpublished: UnpublishedTemplate[];
}

/** Called with every part that has come up, so that it can be stopped even when a later one fails. */
export type OnStarted = (stop: () => Promise<void>) => void;

/** Starts the stand-ins and n8n, and connects them through the shipped templates. */
export async function startSandbox(
	packageDir: string,
	{ n8nPort, boardPort, queue }: StartOptions,
	folder: DataFolder,
	onStarted: OnStarted,
	onN8nExit: (reason: string) => void,
): Promise<RunningSandbox> {
	// Nobody answers by himself: the user presses the buttons of the telephone on the board.
	const clock = realClock();
	const mango = await startMango({
		clock,
		people: { employee: 'noAnswer', client: 'noAnswer', hangsUp: 'nobody' },
		recordingDelay: RECORDING_DELAY_S,
	});
	onStarted(() => mango.stop());
	const bitrix24 = await startBitrix24({ clock, port: boardPort, telephone: mango.telephone });
	onStarted(() => bitrix24.stop());
	const n8n = queue
		? await startQueue(packageDir, n8nPort, { onUnexpectedExit: onN8nExit })
		: await startN8n({
				userFolder: folder.n8nFolder,
				port: n8nPort,
				packageDir,
				onUnexpectedExit: onN8nExit,
			});
	onStarted(() => n8n.stop());

	const { authData } = folder.state;
	const { loaded, unpublished } = await fillN8n(n8n.client, folder, join(packageDir, 'templates'), {
		mangoBitrixWebhookApi: {
			name: 'Sandbox: MANGO OFFICE webhook',
			data: { authData, productId: PRODUCT_ID },
		},
		bitrix24WebhookApi: {
			name: 'Sandbox: Bitrix24 stand-in',
			data: { webhookUrl: bitrix24.webhookUrl },
		},
		bitrix24OutgoingWebhookApi: {
			name: 'Sandbox: outgoing webhook of the Bitrix24 stand-in',
			data: { applicationToken: authData },
		},
		mangoOfficeApi: {
			name: 'Sandbox: MANGO OFFICE stand-in',
			data: { apiKey: mango.apiKey, apiSalt: mango.apiSalt, baseUrl: mango.baseUrl },
		},
		n8nApi: {
			name: 'Sandbox: n8n API',
			data: { apiKey: await n8n.client.createApiKey(RECOVER_SCOPES), baseUrl: `${n8n.url}/api/v1` },
		},
		// The page of bulk-move.json takes the login that is printed for n8n.
		httpBasicAuth: {
			name: 'Sandbox: page',
			data: { user: DEMO_OWNER.email, password: DEMO_OWNER.password },
		},
	});
	const urls = webhookUrls(loaded, authData);
	if (urls.demoUrl === undefined) {
		const failed = unpublished.find(({ file }) => file === DEAL_MOVE);
		const reason =
			failed?.reason ?? 'it is missing in templates/, or has no MANGO Bitrix24 trigger';
		throw new Error(`${DEAL_MOVE} did not come up: ${reason}`);
	}

	bitrix24.setRobots(urls.robots);
	bitrix24.setOutgoingWebhooks(urls.outgoingWebhooks);
	mango.setEventsUrl(urls.eventsUrl);
	const { boardUrl } = bitrix24;
	return { boardUrl, n8nUrl: n8n.url, demoUrl: urls.demoUrl, loaded, unpublished };
}
