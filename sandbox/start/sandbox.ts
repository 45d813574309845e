import { join } from 'node:path';
import { startBitrix24 } from '../bitrix24';
import { startN8n } from '../n8n/host';
import { DataFolder } from './dataFolder';
import { dealMoveUrl, dealMoveWebhook, PRODUCT_ID, ROBOT_STAGE } from './dealMove';
import { fillN8n, type LoadedTemplate, type UnpublishedTemplate } from './fillN8n';
import type { StartOptions } from './options';

/** The template that the board's robot and the printed curl line use. */
const DEAL_MOVE_TEMPLATE = 'deal-move.json';

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

/** Starts the Bitrix24 stand-in and n8n, and connects the two through the shipped templates. */
export async function startSandbox(
	packageDir: string,
	{ n8nPort, boardPort }: StartOptions,
	folder: DataFolder,
	onStarted: OnStarted,
	onN8nExit: (reason: string) => void,
): Promise<RunningSandbox> {
	const bitrix24 = await startBitrix24({ port: boardPort });
	onStarted(() => bitrix24.stop());
	const n8n = await startN8n({ userFolder: folder.n8nFolder, port: n8nPort, packageDir, onUnexpectedExit: onN8nExit });
	onStarted(() => n8n.stop());

	const { authData } = folder.state;
	const { loaded, unpublished } = await fillN8n(n8n.client, folder, join(packageDir, 'templates'), {
		mangoBitrixWebhookApi: { name: 'Sandbox: MANGO OFFICE webhook', data: { authData, productId: PRODUCT_ID } },
		bitrix24WebhookApi: { name: 'Sandbox: Bitrix24 stand-in', data: { webhookUrl: bitrix24.webhookUrl } },
	});
	const webhookUrl = dealMoveWebhook(loaded.find(({ file }) => file === DEAL_MOVE_TEMPLATE)?.webhooks ?? []);
	if (webhookUrl === undefined) throw new Error(`${DEAL_MOVE_TEMPLATE} did not come up: ${reasonFor(DEAL_MOVE_TEMPLATE, unpublished)}`);

	bitrix24.setRobots([{ stageId: ROBOT_STAGE, url: dealMoveUrl(webhookUrl, authData, 'NEGATIVE'), name: 'Deal_Move, NEGATIVE' }]);
	return {
		boardUrl: bitrix24.boardUrl,
		n8nUrl: n8n.url,
		demoUrl: dealMoveUrl(webhookUrl, authData, 'POSITIVE', 12),
		loaded,
		unpublished,
	};
}

function reasonFor(file: string, unpublished: UnpublishedTemplate[]): string {
	return unpublished.find((template) => template.file === file)?.reason ?? 'it is missing in templates/, or has no MANGO Bitrix24 trigger';
}
