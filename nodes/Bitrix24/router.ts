import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toItems } from '../shared/items';
import { Bitrix24Api } from './api';
import { toNodeError } from './errors';
import type { Operation } from './operation';
import * as activity from './resources/activity';
import * as call from './resources/call';
import * as deal from './resources/deal';
import * as recording from './resources/recording';
import * as timelineComment from './resources/timelineComment';
import * as user from './resources/user';

const RESOURCES: Record<string, Record<string, Operation>> = {
	activity: activity.operations,
	call: call.operations,
	deal: deal.operations,
	recording: recording.operations,
	timelineComment: timelineComment.operations,
	user: user.operations,
};

/** Runs the chosen operation on all items. */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const resource = this.getNodeParameter('resource', 0) as string;
	const operation = RESOURCES[resource][this.getNodeParameter('operation', 0) as string];
	const outcomes = operation.execute(this, new Bitrix24Api(this), this.getInputData().length);
	return [await toItems(this, outcomes, toNodeError)];
}
