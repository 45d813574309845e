import type { Resource } from '../shared/resources';
import { readDealId } from './dealId';
import type { Operation } from './operation';
import * as addToDo from './resources/activity/addToDo.operation';
import * as completeActivity from './resources/activity/complete.operation';
import * as getActivities from './resources/activity/getMany.operation';
import * as callMethod from './resources/api/call.operation';
import * as getLoggedCalls from './resources/call/get.operation';
import * as logCall from './resources/call/log.operation';
import { clientResource } from './resources/crm/clients';
import { createOf } from './resources/crm/create';
import { deleteOf } from './resources/crm/delete';
import * as addContact from './resources/deal/addContact.operation';
import * as getDeal from './resources/deal/get.operation';
import * as getCallTarget from './resources/deal/getCallTarget.operation';
import * as getDeals from './resources/deal/getMany.operation';
import * as getWithoutCall from './resources/deal/getWithoutCall.operation';
import * as moveByResult from './resources/deal/moveByResult.operation';
import * as moveToStage from './resources/deal/moveToStage.operation';
import * as updateDeal from './resources/deal/update.operation';
import * as attachRecording from './resources/recording/attach.operation';
import * as getHistory from './resources/stageHistory/getMany.operation';
import * as createTask from './resources/task/create.operation';
import * as addComment from './resources/timelineComment/add.operation';
import * as getUsers from './resources/user/getMany.operation';
import * as notifyUser from './resources/user/notify.operation';

/** What the node can do: properties, routing and action labels come from here. */
export const RESOURCES: Array<Resource<Operation['execute']>> = [
	{
		displayName: 'Activity',
		value: 'activity',
		default: 'addToDo',
		operations: [
			{
				name: 'Add To-Do',
				value: 'addToDo',
				action: 'Add a to-do with a deadline to a deal or lead',
				description: 'Add a to-do with a deadline to a deal or lead',
				execute: addToDo.execute,
			},
			{
				name: 'Complete',
				value: 'complete',
				action: 'Complete an activity',
				description: 'Mark a to-do, a call or another activity as done',
				execute: completeActivity.execute,
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many activities',
				description: "List a deal's calls, to-dos, e-mails and meetings, the newest first",
				execute: getActivities.execute,
			},
		],
		properties: [
			...addToDo.description,
			...completeActivity.description,
			...getActivities.description,
		],
	},
	{
		displayName: 'API',
		value: 'api',
		default: 'call',
		operations: [
			{
				name: 'Call',
				value: 'call',
				action: 'Call an API method',
				description: "Call any method of Bitrix24's REST API that has no operation here",
				execute: callMethod.execute,
			},
		],
		properties: callMethod.description,
	},
	{
		displayName: 'Call',
		value: 'call',
		default: 'log',
		operations: [
			{
				name: 'Get',
				value: 'get',
				action: 'Check whether a call is logged',
				description:
					'Tell for each incoming call whether it is logged, where, and which recordings it has',
				execute: getLoggedCalls.execute,
			},
			{
				name: 'Log',
				value: 'log',
				action: 'Log a finished call in its deal or lead',
				description: 'Put a finished call of MANGO OFFICE into the timeline of its deal, once',
				execute: logCall.execute,
			},
		],
		properties: [...getLoggedCalls.description, ...logCall.description],
	},
	clientResource('company', 'Company'),
	clientResource('contact', 'Contact'),
	{
		displayName: 'Deal',
		value: 'deal',
		default: 'moveByResult',
		operations: [
			{
				name: 'Add Contact',
				value: 'addContact',
				action: 'Add a contact to a deal',
				description: 'Link a further contact to a deal, or its primary one',
				execute: addContact.execute,
			},
			{
				name: 'Create',
				value: 'create',
				action: 'Create a deal',
				description: 'Create a deal with any fields of the portal',
				execute: createOf('deal'),
			},
			{
				name: 'Delete',
				value: 'delete',
				action: 'Delete a deal',
				description: 'Delete a deal',
				execute: deleteOf('deal', readDealId),
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get a deal by its ID',
				description: 'Read one deal',
				execute: getDeal.execute,
			},
			{
				name: 'Get Call Target',
				value: 'getCallTarget',
				action: 'Get the client, phone and employee to call of a deal or lead',
				description:
					"Read the client's phone and the responsible's extension, for a callback or a campaign",
				execute: getCallTarget.execute,
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many deals',
				description: "Find deals by conditions on the portal's own fields",
				execute: getDeals.execute,
			},
			{
				name: 'Get Without Call',
				value: 'getWithoutCall',
				action: 'Get deals of a stage without a call',
				description: 'List the deals that came to a stage and have no call logged since',
				execute: getWithoutCall.execute,
			},
			{
				name: 'Move by Result',
				value: 'moveByResult',
				action: 'Move a deal or lead by the result of a call',
				description:
					'Move a deal to the stage that a rule table gives for its pipeline and a result',
				execute: moveByResult.execute,
			},
			{
				name: 'Move to Stage',
				value: 'moveToStage',
				action: 'Move a deal or lead to a stage',
				description: 'Move a deal to one stage, within its pipeline or into another',
				execute: moveToStage.execute,
			},
			{
				name: 'Update',
				value: 'update',
				action: 'Update a deal',
				description: 'Change any fields of a deal',
				execute: updateDeal.execute,
			},
		],
		properties: [
			...moveByResult.description,
			...moveToStage.description,
			...getDeal.description,
			...getCallTarget.description,
			...getWithoutCall.description,
			...getDeals.description,
			...addContact.description,
			...updateDeal.description,
		],
	},
	clientResource('lead', 'Lead'),
	{
		displayName: 'Recording',
		value: 'recording',
		default: 'attach',
		operations: [
			{
				name: 'Attach',
				value: 'attach',
				action: 'Attach a recording to a logged call',
				description: 'Attach the recording of a logged call to it, once',
				execute: attachRecording.execute,
			},
		],
		properties: attachRecording.description,
	},
	{
		displayName: 'Stage History',
		value: 'stageHistory',
		default: 'getAll',
		operations: [
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get the stage history of a deal',
				description: 'List when a deal came to which stage',
				execute: getHistory.execute,
			},
		],
		properties: [],
	},
	{
		displayName: 'Task',
		value: 'task',
		default: 'create',
		operations: [
			{
				name: 'Create',
				value: 'create',
				action: 'Create a task',
				description: 'Create a task for an employee, linked to cards of the CRM',
				execute: createTask.execute,
			},
		],
		properties: createTask.description,
	},
	{
		displayName: 'Timeline Comment',
		value: 'timelineComment',
		default: 'add',
		operations: [
			{
				name: 'Add',
				value: 'add',
				action: 'Add a comment to a deal or lead',
				description: "Add a comment to a deal or lead's timeline",
				execute: addComment.execute,
			},
		],
		properties: addComment.description,
	},
	{
		displayName: 'User',
		value: 'user',
		default: 'getAll',
		operations: [
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get employees with IDs and extensions',
				description: 'List the active users with their extensions',
				execute: getUsers.execute,
			},
			{
				name: 'Notify',
				value: 'notify',
				action: 'Notify a user',
				description: 'Send an employee a notification in Bitrix24',
				execute: notifyUser.execute,
			},
		],
		properties: [...getUsers.description, ...notifyUser.description],
	},
];
