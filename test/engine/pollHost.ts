import { PollContext } from 'n8n-core';
import type { IDataObject, INodeExecutionData, INodeType, IPollFunctions } from 'n8n-workflow';

import { prepare, type RunOptions } from './harness';

/** A published workflow whose trigger n8n polls, on n8n-core's own context. What the node keeps stays between polls. */
export async function hostPolling(type: string, options: RunOptions, kept: IDataObject = {}) {
	const { workflow, node, nodeType, additionalData } = await prepare(type, options);
	Object.assign(workflow.getStaticData('node', node), kept);

	async function poll(mode: 'trigger' | 'manual'): Promise<IDataObject[] | null> {
		const context = new PollContext(
			workflow,
			node,
			additionalData,
			mode,
			mode === 'manual' ? 'manual' : 'update',
		);
		const run = nodeType.poll as NonNullable<INodeType['poll']>;
		const outputs: INodeExecutionData[][] | null = await run.call(context as IPollFunctions);
		return outputs && outputs.flat().map(({ json }) => json);
	}

	return {
		poll: () => poll('trigger'),
		/** "Fetch Test Event" of the editor. */
		test: () => poll('manual'),
		/** As n8n stores it. */
		kept: () => JSON.parse(JSON.stringify(workflow.getStaticData('node', node))) as IDataObject,
	};
}
