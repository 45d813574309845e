import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { attempt } from '../../../../protocols/attempt';
import { parseCommandId } from '../../../../protocols/mangoOffice/commandId';
import { outsideNumber, textOf } from '../../../../protocols/mangoOffice/values';
import { beginsInTool, isFromItem } from '../../../shared/toolForm';
import { parseTime } from '../../../shared/wallTime';
import { taskLocator } from '../../listSearch/locators';
import { readMangoId } from '../../parameters';
import { dealIdOfItem, readText, wrong } from './fields';

const LOOK_UPS = ['entry', 'item', 'task'];
const ENTRY_ID = /^\S{1,128}$/;
const CAMPAIGN_ID = /^[1-9]\d{0,14}$/;
/** Of the client: as commands have it, and as events do. */
const PHONE_FIELDS = ['phone', 'clientNumber'];
const TARGET_FIELDS = ['taskId', 'entryId', ...PHONE_FIELDS];

const properties: INodeProperties[] = [
	...beginsInTool(
		{
			displayName: 'Look Up',
			name: 'lookUp',
			type: 'options',
			options: [
				{
					name: 'Call by Entry ID',
					value: 'entry',
					description: 'The call whose entry ID is set below',
				},
				{
					name: 'Campaign Task by ID',
					value: 'task',
					description: 'The task whose ID is set below',
				},
				{
					name: 'Incoming Item',
					value: 'item',
					description:
						"The task of the item's field 'taskId' if it has one, else the call of its field 'entryId', as the MANGO OFFICE Trigger gives them; else, where no event came, the call to 'phone' that began at 'startTime' or soon after",
				},
			],
			default: 'item',
			description: 'What the outcome is asked for',
		},
		'entry',
	),
	{
		displayName: 'Entry ID',
		name: 'entryId',
		type: 'string',
		required: true,
		displayOptions: { show: { lookUp: ['entry'] } },
		default: '',
		placeholder: 'e.g. MToxMDA4NjI3NzplbnRyeTo2NDQyNDI1MDE=',
		description: 'Identifier of the whole call, as events and statistics have it',
	},
	taskLocator({
		displayName: 'Task',
		name: 'taskId',
		required: true,
		displayOptions: { show: { lookUp: ['task'] } },
		description: 'Task of a campaign, from the list or by its ID',
	}),
];

export const outcomeTargetDescription = updateDisplayOptions(
	{ show: { resource: ['call'], operation: ['getOutcome'] } },
	properties,
);

/** What the outcome of one item is asked for, and what the item knows already. */
export type OutcomeTarget = TaskTarget | CallTarget;
export type TaskTarget = { taskId: number; campaignId?: number } & Known;
export type CallTarget = ({ entryId: string } | { asked: Asked }) & Known;

/** A call that was asked for, and whose events were lost. */
export interface Asked {
	/** The client's, as `CallFacts` has it. */
	number: string;
	/** When it was asked for, in ms. */
	at: number;
}

interface Known {
	/** When the call was, in ms; undefined when the item does not tell. */
	at?: number;
	/** Of the client, as `CallFacts` has it. */
	clientNumber?: string;
	/** Goes over to the output item. */
	known: { entryId?: string; dealId?: number; commandId?: string; lineNumber?: string };
	/** The employee's, from an event of the call, or from its command. */
	extension?: string;
}

/** The same for items that ask for the same. */
export function keyOf(target: OutcomeTarget): string {
	if ('taskId' in target) return `task ${target.taskId}`;
	if ('entryId' in target) return `entry ${target.entryId}`;
	return `asked ${target.asked.at} ${target.asked.number} ${target.extension ?? ''} ${target.known.commandId ?? ''}`;
}

/** Throws NodeOperationError for what cannot be looked up; nothing is sent then. */
export function readOutcomeTarget(context: IExecuteFunctions, itemIndex: number): OutcomeTarget {
	const { json } = context.getInputData()[itemIndex];
	const lookUp = isFromItem(context, itemIndex, ['lookUp', 'entryId', ...TARGET_FIELDS])
		? 'item'
		: readText(context, 'lookUp', itemIndex);
	if (!LOOK_UPS.includes(lookUp))
		throw wrong(
			context,
			"'Look Up'",
			lookUp,
			`It must be one of: ${LOOK_UPS.join(', ')}.`,
			itemIndex,
		);
	const [entryOfItem, taskOfItem] = [json.entryId, json.taskId].map(
		(value) => textOf(value) ?? undefined,
	);
	if (lookUp === 'task') {
		const taskId = readMangoId({
			context,
			itemIndex,
			name: "'Task'",
			value: readText(context, 'taskId', itemIndex),
		});
		return taskTarget(taskId, taskOfItem === String(taskId));
	}
	if (lookUp === 'entry') {
		const entryId = checkEntryId("'Entry ID'", readText(context, 'entryId', itemIndex));
		return { entryId, ...knownOf(context, json, entryOfItem === entryId, itemIndex) };
	}
	if (taskOfItem !== undefined)
		return taskTarget(
			readMangoId({
				context,
				itemIndex,
				name: "The incoming item's field 'taskId'",
				value: taskOfItem,
			}),
			true,
		);
	const known = knownOf(context, json, true, itemIndex);
	const hasEntry = !isEmpty(json.entryId);
	if (hasEntry || PHONE_FIELDS.every((field) => isEmpty(json[field])))
		return { entryId: checkEntryId("The incoming item's field 'entryId'", json.entryId), ...known };
	return { asked: readAsked(context, json, known, itemIndex), ...known };

	function taskTarget(taskId: number, isSameTask: boolean): TaskTarget {
		const known = knownOf(context, json, isSameTask, itemIndex);
		const campaign = textOf(json.campaignId) ?? '';
		return {
			taskId,
			...(isSameTask && CAMPAIGN_ID.test(campaign) && { campaignId: Number(campaign) }),
			...known,
		};
	}

	function checkEntryId(label: string, value: unknown): string {
		const text = textOf(value) ?? '';
		if (ENTRY_ID.test(text)) return text;
		throw wrong(
			context,
			label,
			value ?? '',
			"It must be the entry_id of a call, as MANGO OFFICE's events and statistics have it. For a call whose events were lost, leave it out and set 'phone' and 'startTime'.",
			itemIndex,
		);
	}
}

/** Throws NodeOperationError: without a number and a time nothing tells which call is meant. */
function readAsked(
	context: IExecuteFunctions,
	json: IDataObject,
	{ at, clientNumber }: Known,
	itemIndex: number,
): Asked {
	const phone = PHONE_FIELDS.find((field) => !isEmpty(json[field])) ?? 'phone';
	if (clientNumber === undefined) {
		throw wrong(
			context,
			`The incoming item's field '${phone}'`,
			json[phone],
			'It must be the phone number that was to be called, for example +74955404444.',
			itemIndex,
		);
	}
	if (at === undefined) {
		const advice =
			'It must be the time at which the call was asked for, for example 2026-11-20T09:31:40.000Z.';
		throw wrong(
			context,
			"The incoming item's field 'startTime'",
			json.startTime,
			advice,
			itemIndex,
		);
	}
	return { number: clientNumber, at };
}

/** Deal and command go over in any case; what the item tells of its own call only if that is the one asked for. */
function knownOf(
	context: IExecuteFunctions,
	json: IDataObject,
	isSameCall: boolean,
	itemIndex: number,
): Known {
	const [commandId, entryId, lineNumber] = [json.commandId, json.entryId, json.lineNumber].map(
		(value) => textOf(value) ?? undefined,
	);
	const dealId = dealIdOfItem(context, itemIndex) ?? parseCommandId(commandId ?? '')?.dealId;
	const known = {
		...(isSameCall && entryId !== undefined && { entryId }),
		// The statistics do not tell the line.
		...(isSameCall && lineNumber !== undefined && { lineNumber }),
		...(dealId !== undefined && { dealId }),
		...(commandId !== undefined && { commandId }),
	};
	if (!isSameCall) return { known };
	const at = timeOf(json.startTime) ?? timeOf(json.time);
	const extension = textOf(json.extension) ?? textOf(json.employee) ?? undefined;
	const clientNumber = PHONE_FIELDS.flatMap((field) => outsideNumber(json[field]) ?? []).at(0);
	return {
		known,
		...(at !== undefined && { at }),
		...(extension !== undefined && { extension }),
		...(clientNumber !== undefined && { clientNumber }),
	};
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** A Data Table gives its dates as dates. */
function timeOf(value: unknown): number | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.getTime();
	const time = attempt(() => parseTime(textOf(value) ?? '', 'UTC').getTime());
	return 'value' in time ? time.value : undefined;
}
