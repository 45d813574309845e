import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import { campaignLocator } from '../../campaignLocator';
import { taskIdProperty } from './taskId';
import { additionalFields, sourceProperties } from './taskParameters';

const SHOW_ONE = {
	show: { resource: ['campaignTask'], operation: ['delete', 'get', 'start', 'stop', 'update'] },
};
const SHOW_NEW = { show: { resource: ['campaignTask'], operation: ['add', 'addMany'] } };

/** The parameters of a campaign's tasks: several operations share most of them. */
export const taskProperties: INodeProperties[] = [
	campaignLocator({
		show: {
			resource: ['campaignTask'],
			operation: ['add', 'addMany', 'delete', 'getMany', 'start', 'stop', 'update'],
		},
	}),
	...updateDisplayOptions(SHOW_NEW, [...sourceProperties, additionalFields]),
	...updateDisplayOptions(SHOW_ONE, [taskIdProperty]),
];
