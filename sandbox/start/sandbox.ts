import { join } from 'node:path';

import { startBitrix24 } from '../bitrix24';
import { realClock } from '../core/realClock';
import { startMango } from '../mango';
import { startN8n } from '../n8n/host';
import { startQueue } from '../queue/host';
import { credentialsFor, n8nApiCredential } from './credentials';
import { DataFolder } from './dataFolder';
import { fillN8n, type LoadedTemplate, type UnpublishedTemplate } from './fillN8n';
import type { StartOptions } from './options';
import { DEAL_MOVE, webhookUrls } from './webhookUrls';

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
		...credentialsFor(bitrix24, mango, authData),
		...(await n8nApiCredential(n8n)),
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
