import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { toItems } from '../shared/items';
import { MangoApi } from './api';
import { toNodeError } from './errors';
import { RESOURCES } from './resources';

/** Runs the chosen operation on all items. */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const resource = this.getNodeParameter('resource', 0) as string;
	const name = this.getNodeParameter('operation', 0) as string;
	const operation = RESOURCES[resource]?.operations[name];
	if (operation === undefined) {
		throw new NodeOperationError(
			this.getNode(),
			`There is no operation '${name}' for the resource '${resource}'`,
		);
	}
	const seconds = this.getNodeParameter('options.retryFor', 0, 30) as number;
	const api = new MangoApi(this, seconds * 1000);
	return [
		await toItems(this, operation.execute(this, api, this.getInputData().length), toNodeError),
	];
}
