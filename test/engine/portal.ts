import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { startBitrix24, type Bitrix24Standin } from '../../sandbox/bitrix24';
import { runNode, type RunOptions, type RunResult } from './harness';

/** A Bitrix24 stand-in for the tests of one file, and the Bitrix24 node connected to it. */
export function usePortal() {
	let portal: Bitrix24Standin;
	let executions = 0;

	beforeAll(async () => {
		portal = await startBitrix24({ rateLimit: false });
	});
	beforeEach(() => portal.reset());
	afterAll(() => portal.stop());

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
