import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { startBitrix24, type Bitrix24Standin, type StandinOptions } from '../../sandbox/bitrix24';
import { runNode, type RunOptions, type RunResult } from './harness';

/**
 * A Bitrix24 stand-in for each test, and the Bitrix24 node connected to it: another address is
 * another portal to it.
 */
export function usePortal(settings: StandinOptions = {}) {
	let portal: Bitrix24Standin;
	let executions = 0;

	beforeEach(async () => {
		portal = await startBitrix24({ rateLimit: false, ...settings });
	});
	afterEach(() => portal.stop());

	const commands = () => portal.requests.flatMap(({ commands: list = [] }) => list);
	return {
		get portal() {
			return portal;
		},
		credentials: () => ({ bitrix24WebhookApi: { webhookUrl: portal.webhookUrl } }),
		/** The crm.item.update commands that came in. */
		writes: () => commands().filter((command) => command.startsWith('crm.item.update')),
		/** Runs the node, in an execution of its own unless the options say otherwise. */
		async run(
			parameters: INodeParameters,
			json: INodeExecutionData['json'] | Array<INodeExecutionData['json']> = {},
			options: Partial<RunOptions> = {},
		): Promise<RunResult> {
			return await runNode('bitrix24', {
				parameters: { resource: 'deal', ...parameters },
				items: [json].flat().map((one) => ({ json: one })),
				credentials: this.credentials(),
				executionId: `execution ${(executions += 1)}`,
				...options,
			});
		},
	};
}
