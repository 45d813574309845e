import {
	contactInfo,
	contactsCreate,
	contactsCursor,
	contactsDelete,
	contactsInit,
	contactsUpdate,
} from './addressBook';
import {
	campaignAdd,
	campaignDelete,
	campaignInfo,
	campaignList,
	campaignStart,
	campaignStop,
} from './campaigns';
import { hangup, recordingStart, route, transfer } from './callCommands';
import { callback, callbackGroup, sms } from './commands';
import { accountBalance, customTypes, groupList, incomingLines, users } from './config';
import type { Method } from './method';
import { recordingPost } from './recordings';
import { statsRequest, statsResult } from './basicStatistics';
import { callsRequest, callsResult } from './callStatistics';
import {
	campaignTasks,
	taskAdd,
	taskDelete,
	taskInfo,
	tasksPush,
	taskStart,
	taskStop,
	taskUpdate,
} from './tasks';

/**
 * The methods under `/vpbx/`, by path. `cc/task/add` and the like
 * (mango-office.md#contact-center-tasks) are left out.
 */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
	['commands/callback', callback],
	['commands/callback_group', callbackGroup],
	['commands/call/hangup', hangup],
	['commands/transfer', transfer],
	['commands/route', route],
	['commands/recording/start', recordingStart],
	['commands/sms', sms],
	['config/users/request', users],
	['groups', groupList],
	['incominglines', incomingLines],
	['account/balance', accountBalance],
	['custom-type/list', customTypes],
	['stats/request', statsRequest],
	['stats/result', statsResult],
	['stats/calls/request', callsRequest],
	['stats/calls/result', callsResult],
	['queries/recording/post', recordingPost],
	['ab/contact', contactInfo],
	['ab/contact/init', contactsInit],
	['ab/contact/cursor', contactsCursor],
	['ab/contacts/create', contactsCreate],
	['ab/contacts/update', contactsUpdate],
	['ab/contacts/delete', contactsDelete],
	['campaign/list', campaignList],
	['campaign', campaignInfo],
	['campaign/add', campaignAdd],
	['campaign/start', campaignStart],
	['campaign/stop', campaignStop],
	['campaign/delete', campaignDelete],
	['task/add', taskAdd],
	['tasks/push', tasksPush],
	['task', taskInfo],
	['task/update', taskUpdate],
	['task/start', taskStart],
	['task/stop', taskStop],
	['task/delete', taskDelete],
	['v2/campaign/tasks', campaignTasks],
]);
