import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../operation';
import * as account from './account';
import * as call from './call';
import * as campaign from './campaign';
import * as campaignTask from './campaignTask';
import * as employee from './employee';
import * as group from './group';
import * as line from './line';
import * as recording from './recording';
import * as sms from './sms';
import * as statistics from './statistics';

interface Resource {
	/** The resource's "Operation" parameter, and the parameters of its operations. */
	description: INodeProperties[];
	operations: Record<string, Operation>;
}

/** The resources by the value of the parameter 'Resource'. */
export const RESOURCES: Record<string, Resource> = {
	account,
	call,
	campaign,
	campaignTask,
	employee,
	group,
	line,
	recording,
	sms,
	statistics,
};
