import { updateDisplayOptions, type IDataObject, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { parseCommandId } from '../../../../protocols/mangoOffice/commandId';
import { parseTime } from '../../../../protocols/mangoOffice/time';
import { attempt } from '../../../shared/attempt';
import { readId } from '../campaign/campaignLocator';
import { dealIdOfItem, readText, textOf, wrong } from './fields';

const LOOK_UPS = ['entry', 'item', 'task'];
const ENTRY_ID = /^\S{1,128}$/;

const properties: INodeProperties[] = [
	{
		displayName: 'Look Up',
		name: 'lookUp',
		type: 'options',
		options: [
			{ name: 'Call by Entry ID', value: 'entry', description: 'The call whose entry ID is set below' },
			{
				name: 'Campaign Task by ID',
				value: 'task',
				description: 'The task whose ID is set below',
			},
			{
				name: 'Incoming Item',
				value: 'item',
				description: "The task of the item's field 'taskId' if it has one, else the call of its field 'entryId', as the MANGO OFFICE Trigger gives them",
			},
		],
		default: 'item',
		description: 'What the outcome is asked for',
	},
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
	{
		displayName: 'Task ID',
		name: 'taskId',
		type: 'string',
		required: true,
		displayOptions: { show: { lookUp: ['task'] } },
		default: '',
		placeholder: 'e.g. 11227830',
		description: 'Task of a campaign',
	},
];

export const outcomeTargetDescription = updateDisplayOptions({ show: { resource: ['call'], operation: ['getOutcome'] } }, properties);

/** What the outcome of one item is asked for, and what the item knows already. */
export type OutcomeTarget = ({ taskId: number } | { entryId: string }) & Known;

interface Known {
	/** When the call was, in ms; undefined when the item does not tell. */
	at?: number;
	/** Goes over to the output item. */
	known: { entryId?: string; dealId?: number; commandId?: string };
	/** The employee's, from an event of the call. */
	extension?: string;
}

/** Throws NodeOperationError for what cannot be looked up; nothing is sent then. */
export function readOutcomeTarget(context: IExecuteFunctions, itemIndex: number): OutcomeTarget {
	const { json } = context.getInputData()[itemIndex];
	const lookUp = readText(context, 'lookUp', itemIndex);
	if (!LOOK_UPS.includes(lookUp)) throw wrong(context, "'Look Up'", lookUp, `It must be one of: ${LOOK_UPS.join(', ')}.`, itemIndex);
	const [entryOfItem, taskOfItem] = [json.entryId, json.taskId].map((value) => textOf(value) || undefined);
	if (lookUp === 'task') {
		const taskId = readId(context, "'Task ID'", readText(context, 'taskId', itemIndex), itemIndex);
		return { taskId, ...knownOf(context, json, taskOfItem === String(taskId), itemIndex) };
	}
	if (lookUp === 'entry') {
		const entryId = checkEntryId("'Entry ID'", readText(context, 'entryId', itemIndex));
		return { entryId, ...knownOf(context, json, entryOfItem === entryId, itemIndex) };
	}
	const known = knownOf(context, json, true, itemIndex);
	if (taskOfItem !== undefined) return { taskId: readId(context, "The incoming item's field 'taskId'", taskOfItem, itemIndex), ...known };
	return { entryId: checkEntryId("The incoming item's field 'entryId'", json.entryId), ...known };

	function checkEntryId(label: string, value: unknown): string {
		const text = textOf(value) ?? '';
		if (ENTRY_ID.test(text)) return text;
		throw wrong(context, label, value ?? '', "It must be the entry_id of a call, as MANGO OFFICE's events and statistics have it.", itemIndex);
	}
}

/** Deal and command go over in any case; what the item tells of its own call only if that is the one asked for. */
function knownOf(context: IExecuteFunctions, json: IDataObject, isSameCall: boolean, itemIndex: number): Known {
	const [commandId, entryId, extension] = [json.commandId, json.entryId, json.extension].map((value) => textOf(value) || undefined);
	const dealId = dealIdOfItem(context, itemIndex) ?? parseCommandId(commandId ?? '')?.dealId;
	const known = { ...(isSameCall && entryId !== undefined && { entryId }), ...(dealId !== undefined && { dealId }), ...(commandId !== undefined && { commandId }) };
	if (!isSameCall) return { known };
	const at = timeOf(json.startTime) ?? timeOf(json.time);
	return { known, ...(at !== undefined && { at }), ...(extension !== undefined && { extension }) };
}

function timeOf(value: unknown): number | undefined {
	const time = attempt(() => parseTime(textOf(value) ?? '', 'UTC').getTime());
	return 'value' in time ? time.value : undefined;
}
