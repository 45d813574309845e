import type {
	IDataObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeProperties,
} from 'n8n-workflow';

import type { Board } from '../../protocols/bitrix24/board';
import { CRM_TYPES } from '../../protocols/bitrix24/crmTypes';
import {
	dealSubject,
	isSmartProcess,
	KINDS,
	type Kind,
	type Subject,
} from '../../protocols/bitrix24/subject';
import { isEmpty, readId, refusal, textIn, type Given } from '../shared/parameters';
import { beginsInTool, isFromItem } from '../shared/toolForm';
import { readDealId } from './dealId';
import { OTHER_KINDS } from './kinds';
import { readBitrixId } from './parameters';

/** The operations that can be about something else than a deal. */
const show = {
	resource: ['activity', 'call', 'deal', 'timelineComment'],
	operation: ['add', 'addToDo', 'getCallTarget', 'log', 'moveByResult', 'moveToStage'],
};

/** What the operation is about, before its own parameters. */
export const kindDescription: INodeProperties[] = [
	{
		displayName: 'Kind',
		name: 'kind',
		type: 'options',
		displayOptions: { show },
		options: [
			{ name: 'Deal', value: 'deal' },
			{ name: 'Lead', value: 'lead' },
			{ name: 'Smart Process Item', value: 'smartProcess' },
		],
		default: 'deal',
		description: 'What kind of record of the CRM it is about',
	},
	{
		displayName: 'Smart Process Name or ID',
		name: 'smartProcess',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getSmartProcesses' },
		displayOptions: { show: { ...show, kind: ['smartProcess'] } },
		default: '',
		description:
			"The smart process of the item; leave it empty to take the incoming item's field 'entityTypeId'. Choose from the list, or specify an ID using an <a href=\"https://docs.n8n.io/code/expressions/\">expression</a>.",
	},
	...beginsInTool(
		{
			displayName: 'Record From',
			name: 'recordFrom',
			type: 'options',
			displayOptions: { show: { ...show, kind: OTHER_KINDS } },
			options: [
				{
					name: 'Incoming Item',
					value: 'item',
					description:
						'The ID in the item, as Mango Bitrix24 Trigger gives it for robots of leads and smart processes',
				},
				{ name: 'Set Below', value: 'parameter', description: 'The ID is set in this node' },
			],
			default: 'item',
			description: 'Where the ID of the lead or the item is taken from',
		},
		'parameter',
	),
	{
		displayName: 'Record ID',
		name: 'recordId',
		type: 'string',
		displayOptions: { show: { ...show, kind: OTHER_KINDS, recordFrom: ['parameter'] } },
		default: '',
		placeholder: 'e.g. 5',
		description: 'The number in the address of the lead or the item in Bitrix24',
	},
];

/** The record that the operation is about, for one item. Throws NodeOperationError. */
export function readSubject(context: IExecuteFunctions, itemIndex: number): Subject {
	const kind = readKind(context, itemIndex);
	if (kind === 'deal') return dealSubject(readDealId(context, itemIndex));
	const entityTypeId = kind === 'lead' ? CRM_TYPES.lead : readSmartProcess(context, itemIndex);
	return { kind, entityTypeId, id: readRecordId(context, itemIndex, kind, entityTypeId) };
}

function readKind(context: IExecuteFunctions, itemIndex: number): Kind {
	const value = context.getNodeParameter('kind', itemIndex, 'deal');
	const kind = KINDS.find((one) => one === value);
	if (kind !== undefined) return kind;
	throw refusal(
		{ context, itemIndex, name: "'Kind'", value },
		`It must be one of: ${KINDS.join(', ')}.`,
	);
}

function readSmartProcess(context: IExecuteFunctions, itemIndex: number): number {
	const given = givenSmartProcess(context, itemIndex);
	const rule = "It must be the number of a smart process, from 128: choose one in 'Smart Process'.";
	const entityTypeId = readId(given, rule);
	if (isSmartProcess(entityTypeId)) return entityTypeId;
	throw refusal(given, rule);
}

function givenSmartProcess(context: IExecuteFunctions, itemIndex: number): Given {
	const chosen = context.getNodeParameter('smartProcess', itemIndex, '');
	const given = (name: string, value: unknown) => ({ context, itemIndex, name, value });
	if (!isEmpty(chosen) || !isRecordFromItem(context, itemIndex))
		return given("'Smart Process'", chosen);
	const { entityTypeId } = context.getInputData()[itemIndex].json;
	return given("The incoming item's field 'entityTypeId'", entityTypeId);
}

/** False where the ID is set in the node. */
export function isRecordFromItem(context: IExecuteFunctions, itemIndex: number): boolean {
	return isFromItem(context, itemIndex, ['recordFrom', 'recordId', 'leadId', 'id']);
}

function readRecordId(
	context: IExecuteFunctions,
	itemIndex: number,
	kind: Kind,
	entityTypeId: number,
): number {
	if (!isRecordFromItem(context, itemIndex)) {
		const value = context.getNodeParameter('recordId', itemIndex, '');
		return readBitrixId({ context, itemIndex, name: "'Record ID'", value });
	}
	const item = context.getInputData()[itemIndex].json;
	checkSame({ context, itemIndex }, item, kind, entityTypeId);
	const field = kind === 'lead' && !isEmpty(item.leadId) ? 'leadId' : 'id';
	return readBitrixId(
		{ context, itemIndex, name: `The incoming item's field '${field}'`, value: item[field] },
		" If the ID stands elsewhere, set 'Record From' to 'Set Below'.",
	);
}

/** An item that says of what kind it is must be of this one: the same number is another record there. */
function checkSame(
	at: Pick<Given, 'context' | 'itemIndex'>,
	item: IDataObject,
	kind: Kind,
	entityTypeId: number,
): void {
	const wrong = (field: string, wanted: unknown) =>
		refusal(
			{ ...at, name: `The incoming item's field '${field}'`, value: item[field] },
			`'Kind' is set to ${JSON.stringify(wanted)}: put an IF or a Switch before this node, or set 'Kind' by an expression.`,
		);
	if (!isEmpty(item.kind) && item.kind !== kind) throw wrong('kind', kind);
	if (!isEmpty(item.entityTypeId) && Number(textIn(item.entityTypeId)) !== entityTypeId)
		throw wrong('entityTypeId', entityTypeId);
}

/** The fields of an output item that say what it is about, which further nodes take from there. */
export function subjectJson({ kind, entityTypeId, id }: Subject): IDataObject {
	if (kind === 'deal') return { dealId: id };
	return { kind, entityTypeId, id, ...(kind === 'lead' && { leadId: id }) };
}

/** Of what kind the editor's lists of pipelines and stages are; undefined before a smart process is chosen. */
export function chosenBoard(context: ILoadOptionsFunctions): Board | undefined {
	const kind = KINDS.find((one) => one === context.getCurrentNodeParameter('kind')) ?? 'deal';
	if (kind !== 'smartProcess') return { kind, entityTypeId: CRM_TYPES[kind] };
	const entityTypeId = Number(context.getCurrentNodeParameter('smartProcess'));
	return isSmartProcess(entityTypeId) ? { kind, entityTypeId } : undefined;
}
