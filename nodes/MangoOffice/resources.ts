import type { Resource } from '../shared/resources';
import { campaignLocator } from './campaignLocator';
import type { Operation } from './operation';
import { getBalance } from './resources/account/balance';
import * as callMethod from './resources/api/call.operation';
import * as callback from './resources/call/callback.operation';
import * as callbackGroup from './resources/call/callbackGroup.operation';
import { callIdProperty, hangUp, route } from './resources/call/callId';
import { callTargetDescription } from './resources/call/callTarget';
import { destinationDescription } from './resources/call/destination';
import * as getOutcome from './resources/call/getOutcome.operation';
import { outcomeTargetDescription } from './resources/call/outcomeTarget';
import * as startRecording from './resources/call/startRecording.operation';
import * as transfer from './resources/call/transfer.operation';
import { changeStatus, getCampaign, getCampaigns } from './resources/campaign/campaigns';
import * as createCampaign from './resources/campaign/create.operation';
import * as addTask from './resources/campaignTask/add.operation';
import * as addMany from './resources/campaignTask/addMany.operation';
import { taskProperties } from './resources/campaignTask/taskProperties';
import { changeTask, getTask, getTasks } from './resources/campaignTask/tasks';
import * as updateTask from './resources/campaignTask/update.operation';
import { getEmployees, getGroups, getLines } from './resources/directory';
import * as download from './resources/recording/download.operation';
import * as getLink from './resources/recording/getLink.operation';
import { recordingIdProperty } from './resources/recording/recordingId';
import * as sendSms from './resources/sms/send.operation';
import * as getCalls from './resources/statistics/getCalls.operation';

/** What the node can do: properties, routing and action labels come from here. */
export const RESOURCES: Array<Resource<Operation['execute']>> = [
	{
		displayName: 'Account',
		value: 'account',
		default: 'getBalance',
		operations: [
			{
				name: 'Get Balance',
				value: 'getBalance',
				action: 'Get the balance of an account',
				description: 'Read the balance',
				execute: getBalance,
			},
		],
		properties: [],
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
				description: "Call any method of MANGO OFFICE's API that has no operation here",
				execute: callMethod.execute,
			},
		],
		properties: callMethod.description,
	},
	{
		displayName: 'Call',
		value: 'call',
		default: 'callback',
		operations: [
			{
				name: 'Callback',
				value: 'callback',
				action: 'Call back',
				description: 'Ring an employee and, once he has answered, the client',
				execute: callback.execute,
			},
			{
				name: 'Callback by Group',
				value: 'callbackGroup',
				action: 'Call back by a group',
				description: 'Ring a group and, once a member has answered, the client',
				execute: callbackGroup.execute,
			},
			{
				name: 'Get Outcome',
				value: 'getOutcome',
				action: 'Get the outcome of a call',
				description:
					'Wait until a call or campaign task is finished, and tell whether client and employee talked',
				execute: getOutcome.execute,
			},
			{
				name: 'Hang Up',
				value: 'hangUp',
				action: 'Hang up a call',
				description: 'End a call',
				execute: hangUp,
			},
			{
				name: 'Route',
				value: 'route',
				action: 'Route a call',
				description: 'Put a call through that nobody has answered yet',
				execute: route,
			},
			{
				name: 'Start Recording',
				value: 'startRecording',
				action: 'Start recording a call',
				description: 'Record a call from now on',
				execute: startRecording.execute,
			},
			{
				name: 'Transfer',
				value: 'transfer',
				action: 'Transfer a call',
				description: 'Hand a connected call over to somebody else',
				execute: transfer.execute,
			},
		],
		properties: [
			...callTargetDescription,
			callIdProperty,
			...callback.description,
			...callbackGroup.description,
			destinationDescription,
			...outcomeTargetDescription,
			...startRecording.description,
			...transfer.description,
		],
	},
	{
		displayName: 'Campaign',
		value: 'campaign',
		default: 'getMany',
		operations: [
			{
				name: 'Create',
				value: 'create',
				action: 'Create a campaign',
				description: 'Create a campaign that takes tasks and calls them',
				execute: createCampaign.execute,
			},
			{
				name: 'Delete',
				value: 'delete',
				action: 'Delete a campaign',
				description: 'Delete a stopped or finished campaign',
				execute: changeStatus('campaign/delete'),
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get a campaign',
				description: 'Read one campaign with its settings',
				execute: getCampaign,
			},
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many campaigns',
				description: "Read the account's campaigns",
				execute: getCampaigns,
			},
			{
				name: 'Start',
				value: 'start',
				action: 'Start a campaign',
				description: 'Let a campaign call its tasks',
				execute: changeStatus('campaign/start'),
			},
			{
				name: 'Stop',
				value: 'stop',
				action: 'Stop a campaign',
				description: 'Let a campaign call no more tasks',
				execute: changeStatus('campaign/stop'),
			},
		],
		properties: [
			campaignLocator({
				show: { resource: ['campaign'], operation: ['delete', 'get', 'start', 'stop'] },
			}),
			...createCampaign.description,
		],
	},
	{
		displayName: 'Campaign Task',
		value: 'campaignTask',
		default: 'add',
		operations: [
			{
				name: 'Add',
				value: 'add',
				action: 'Add a campaign task',
				description: 'Add one task to an endless campaign for each item, and get its ID',
				execute: addTask.execute,
			},
			{
				name: 'Add Many',
				value: 'addMany',
				action: 'Add many campaign tasks',
				description:
					'Add the tasks of all items with one request for each campaign; MANGO OFFICE tells no task IDs',
				execute: addMany.execute,
			},
			{
				name: 'Delete',
				value: 'delete',
				action: 'Delete a campaign task',
				description: 'Delete a task',
				execute: changeTask('task/delete', 'deleted'),
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get a campaign task',
				description: 'Read one task and what became of it',
				execute: getTask,
			},
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many campaign tasks',
				description: "Read a campaign's tasks",
				execute: getTasks,
			},
			{
				name: 'Start',
				value: 'start',
				action: 'Start a campaign task',
				description: 'Queue a stopped task again',
				execute: changeTask('task/start', 'started'),
			},
			{
				name: 'Stop',
				value: 'stop',
				action: 'Stop a campaign task',
				description: 'Take a task out of the queue',
				execute: changeTask('task/stop', 'stopped'),
			},
			{
				name: 'Update',
				value: 'update',
				action: 'Update a campaign task',
				description: 'Change name, priority or fields of a task',
				execute: updateTask.execute,
			},
		],
		properties: [...taskProperties, ...updateTask.description],
	},
	{
		displayName: 'Employee',
		value: 'employee',
		default: 'getMany',
		operations: [
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many employees',
				description: "Read the account's employees with their extensions",
				execute: getEmployees,
			},
		],
		properties: [],
	},
	{
		displayName: 'Group',
		value: 'group',
		default: 'getMany',
		operations: [
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many groups',
				description: "Read the account's groups with their members",
				execute: getGroups,
			},
		],
		properties: [],
	},
	{
		displayName: 'Line',
		value: 'line',
		default: 'getMany',
		operations: [
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many lines',
				description: 'Read the numbers and SIP lines of the account',
				execute: getLines,
			},
		],
		properties: [],
	},
	{
		displayName: 'Recording',
		value: 'recording',
		default: 'download',
		operations: [
			{
				name: 'Download',
				value: 'download',
				action: 'Download a recording',
				description: 'Get a recording as a file',
				execute: download.execute,
			},
			{
				name: 'Get Link',
				value: 'getLink',
				action: 'Get a link to a recording',
				description: 'Make a public link that expires',
				execute: getLink.execute,
			},
		],
		properties: [recordingIdProperty, ...download.description, ...getLink.description],
	},
	{
		displayName: 'SMS',
		value: 'sms',
		default: 'send',
		operations: [
			{
				name: 'Send',
				value: 'send',
				action: 'Send an SMS',
				description: 'Send an SMS to a client',
				execute: sendSms.execute,
			},
		],
		properties: sendSms.description,
	},
	{
		displayName: 'Statistic',
		value: 'statistics',
		default: 'getCalls',
		operations: [
			{
				name: 'Get Calls',
				value: 'getCalls',
				action: 'Get calls from the statistics',
				description: 'Read the calls of a time, each with its legs and recordings',
				execute: getCalls.execute,
			},
		],
		properties: getCalls.description,
	},
];
