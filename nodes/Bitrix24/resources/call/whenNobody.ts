import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { typedE164 } from '../../../../protocols/mangoOffice/phone';
import { givenOrItems, isEmpty, refusal, type Given } from '../../../shared/parameters';
import { readText } from '../../parameters';

const KINDS = ['nothing', 'lead', 'contactAndDeal'] as const;

/** What is to be made for a caller whose number nobody has. */
export interface NewCaller {
	kind: Exclude<(typeof KINDS)[number], 'nothing'>;
	/** SOURCE_ID of what is made. */
	sourceId: string;
	/** Of the deal; without one, it comes into the first stage of the default pipeline. */
	stageId?: string;
}

const BY_PHONE = ['item', 'phone'];

export const whenNobodyProperties: INodeProperties[] = [
	{
		displayName: 'When Nobody Has the Number',
		name: 'whenNobody',
		type: 'options',
		displayOptions: { show: { dealFrom: BY_PHONE } },
		options: [
			{
				name: 'Create a Contact and a Deal',
				value: 'contactAndDeal',
				description: 'The call is logged in the new deal',
			},
			{
				name: 'Create a Lead',
				value: 'lead',
				description: 'The call is logged in the new lead',
			},
			{
				name: 'Do Nothing',
				value: 'nothing',
				description: 'The call is passed over, and the output item says so',
			},
		],
		default: 'nothing',
		description:
			'What to do with a call, incoming or outgoing, of a number that no contact, company or lead has. Each number gets one card, however many calls come at the same time.',
	},
	{
		displayName: 'Deal Stage Name or ID',
		name: 'newDealStage',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getNewDealStages' },
		displayOptions: { show: { dealFrom: BY_PHONE, whenNobody: ['contactAndDeal'] } },
		default: '',
		description:
			'Pipeline and stage of the new deal. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Source Name or ID',
		name: 'source',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getSources' },
		displayOptions: { show: { dealFrom: BY_PHONE, whenNobody: ['lead', 'contactAndDeal'] } },
		default: 'CALL',
		description:
			'Source of what is created, for lines that are not in the table below. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Source by Line',
		name: 'sourceByLine',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Line',
		displayOptions: { show: { dealFrom: BY_PHONE, whenNobody: ['lead', 'contactAndDeal'] } },
		default: {},
		description: "Sources by the number of MANGO OFFICE's line that was called, or called from",
		options: [
			{
				displayName: 'Line',
				name: 'lines',
				values: [
					{
						displayName: 'Line',
						name: 'line',
						type: 'string',
						default: '',
						placeholder: 'e.g. +7 495 540-44-44',
						description: 'Number of the line, however it is written, or its sip: address',
					},
					{
						displayName: 'Source Name or ID',
						name: 'source',
						type: 'options',
						typeOptions: { loadOptionsMethod: 'getSources' },
						default: '',
						description:
							'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
					},
				],
			},
		],
	},
	{
		displayName: 'Line Number',
		name: 'lineNumber',
		type: 'string',
		displayOptions: { show: { dealFrom: BY_PHONE, whenNobody: ['lead', 'contactAndDeal'] } },
		default: '',
		placeholder: 'e.g. +7 495 540-44-44',
		description: 'Line of the call, for the table above',
		hint: "Leave it empty to take the incoming item's field 'lineNumber', if there is one",
	},
];

/** What is to be made; undefined for nothing. Throws NodeOperationError. */
export function readNewCaller(
	context: IExecuteFunctions,
	itemIndex: number,
): NewCaller | undefined {
	const given = (parameter: string, name: string, fallback: string): Given => {
		const value = context.getNodeParameter(parameter, itemIndex, fallback);
		return { context, itemIndex, name, value };
	};
	const chosen = given('whenNobody', "'When Nobody Has the Number'", 'nothing');
	const kind = KINDS.find((one) => one === chosen.value);
	if (kind === undefined) throw refusal(chosen, `It must be one of: ${KINDS.join(', ')}.`);
	if (kind === 'nothing') return undefined;
	const stageId =
		kind === 'contactAndDeal' ? readText(given('newDealStage', "'Deal Stage'", '')).trim() : '';
	return {
		kind,
		sourceId:
			sourceOfLine(context, itemIndex) ||
			readText(given('source', "'Source'", 'CALL')).trim() ||
			'CALL',
		...(stageId !== '' && { stageId }),
	};
}

interface Row {
	line?: unknown;
	source?: unknown;
}

/** The source of the call's line, as the table has it; undefined for a line that is not there. */
function sourceOfLine(context: IExecuteFunctions, itemIndex: number): string | undefined {
	const rows = context.getNodeParameter('sourceByLine.lines', itemIndex, []) as Row[];
	const given = (name: string, value: unknown): Given => ({ context, itemIndex, name, value });
	const sources = new Map<string, string>();
	for (const { line, source } of rows) {
		if (isEmpty(line) && isEmpty(source)) continue;
		const written = given("A line of the table 'Source by Line'", line ?? '');
		const key = comparable(readText(written));
		if (key === '') throw refusal(written, 'It must be the number of a line.');
		if (sources.has(key)) throw refusal(written, 'It has two rows. Keep one.');
		const chosen = given(`The source of line '${String(line)}'`, source ?? '');
		const sourceId = readText(chosen).trim();
		if (sourceId === '') throw refusal(chosen, 'Choose one from the list.');
		sources.set(key, sourceId);
	}
	const line = givenOrItems(context, itemIndex, 'lineNumber', "'Line Number'");
	if (sources.size === 0 || isEmpty(line.value)) return undefined;
	return sources.get(comparable(readText(line)));
}

/** Numbers are the same however they are written, names to the letter. */
function comparable(line: string): string {
	const text = line.trim().toLowerCase();
	return typedE164(text) ?? text;
}
