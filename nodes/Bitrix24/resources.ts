import type { Resource } from '../shared/resources';
import type { Operation } from './operation';
import * as addToDo from './resources/activity/addToDo.operation';
import * as callMethod from './resources/api/call.operation';
import * as getLoggedCalls from './resources/call/get.operation';
import * as logCall from './resources/call/log.operation';
import * as getDeal from './resources/deal/get.operation';
import * as getCallTarget from './resources/deal/getCallTarget.operation';
import * as getWithoutCall from './resources/deal/getWithoutCall.operation';
import * as moveByResult from './resources/deal/moveByResult.operation';
import * as moveToStage from './resources/deal/moveToStage.operation';
import * as updateDeal from './resources/deal/update.operation';
import * as attachRecording from './resources/recording/attach.operation';
import * as addComment from './resources/timelineComment/add.operation';
import * as getUsers from './resources/user/getMany.operation';

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
				action: 'Add a to do',
				description: 'Add a to-do with a deadline to a deal',
				execute: addToDo.execute,
			},
		],
		properties: addToDo.description,
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
				action: 'Get logged calls',
				description:
					'Tell for each incoming call whether it is logged, where, and which recordings it has',
				execute: getLoggedCalls.execute,
			},
			{
				name: 'Log',
				value: 'log',
				action: 'Log a call',
				description: 'Put a finished call of MANGO OFFICE into the timeline of its deal, once',
				execute: logCall.execute,
			},
		],
		properties: [...getLoggedCalls.description, ...logCall.description],
	},
	{
		displayName: 'Deal',
		value: 'deal',
		default: 'moveByResult',
		operations: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get a deal',
				description: 'Read one deal',
				execute: getDeal.execute,
			},
			{
				name: 'Get Call Target',
				value: 'getCallTarget',
				action: 'Get the call target of a deal',
				description:
					"Read the client's phone and the responsible's extension, for a callback or a campaign",
				execute: getCallTarget.execute,
			},
			{
				name: 'Get Without Call',
				value: 'getWithoutCall',
				action: 'Get deals without a call',
				description: 'List the deals that came to a stage and have no call logged since',
				execute: getWithoutCall.execute,
			},
			{
				name: 'Move by Result',
				value: 'moveByResult',
				action: 'Move a deal by result',
				description:
					'Move a deal to the stage that a rule table gives for its pipeline and a result',
				execute: moveByResult.execute,
			},
			{
				name: 'Move to Stage',
				value: 'moveToStage',
				action: 'Move a deal to a stage',
				description: 'Move a deal to one stage, within its pipeline or into another',
				execute: moveToStage.execute,
			},
			{
				name: 'Update',
				value: 'update',
				action: 'Update a deal',
				description: "Change a deal's title, amount, currency, responsible or comments",
				execute: updateDeal.execute,
			},
		],
		properties: [
			...moveByResult.description,
			...moveToStage.description,
			...getDeal.description,
			...getCallTarget.description,
			...getWithoutCall.description,
			...updateDeal.description,
		],
	},
	{
		displayName: 'Recording',
		value: 'recording',
		default: 'attach',
		operations: [
			{
				name: 'Attach',
				value: 'attach',
				action: 'Attach a recording',
				description: 'Attach the recording of a logged call to it, once',
				execute: attachRecording.execute,
			},
		],
		properties: attachRecording.description,
	},
	{
		displayName: 'Timeline Comment',
		value: 'timelineComment',
		default: 'add',
		operations: [
			{
				name: 'Add',
				value: 'add',
				action: 'Add a timeline comment',
				description: "Add a comment to a deal's timeline",
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
				action: 'Get many users',
				description: 'List the active users with their extensions',
				execute: getUsers.execute,
			},
		],
		properties: getUsers.description,
	},
];
