import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { valueOf } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import { updateItem } from '../../../../protocols/bitrix24/crmItem';
import { readDeal } from '../../../../protocols/bitrix24/deal';
import type { Params } from '../../../../protocols/bitrix24/formBody';
import type { ItemOutcome } from '../../../shared/items';
import { fault, refusal, type Given } from '../../../shared/parameters';
import type { Bitrix24Api } from '../../api';
import { readDealId } from '../../dealId';
import { readMappedFields } from '../../fields/mapped';
import { readFilledText, readBitrixId, readText } from '../../parameters';
import { writeItems } from '../../writeItems';

const properties: INodeProperties[] = [
	{
		displayName: 'Update Fields',
		name: 'updateFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [
			{
				displayName: 'Amount',
				name: 'opportunity',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 0,
				description: 'A deal with products may have its amount calculated by Bitrix24 instead',
			},
			{
				displayName: 'Comments',
				name: 'comments',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
			},
			{
				displayName: 'Currency',
				name: 'currencyId',
				type: 'string',
				default: '',
				placeholder: 'e.g. RUB',
				description: 'Code of a currency that is set up in Bitrix24',
			},
			{
				displayName: 'Responsible Name or ID',
				name: 'assignedById',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'getUsers' },
				default: '',
				description:
					'User who becomes responsible for the deal. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			{ displayName: 'Title', name: 'title', type: 'string', default: '' },
		],
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['deal'], operation: ['update'] } },
	properties,
);

type Read = (given: Given) => string | number;

/** How each field is checked, with the name that the user knows it by. */
const FIELDS: Record<string, { name: string; read: Read }> = {
	title: { name: "'Title'", read: readFilledText },
	opportunity: { name: "'Amount'", read: readAmount },
	currencyId: { name: "'Currency'", read: readCurrency },
	assignedById: { name: "'Responsible Name or ID'", read: readBitrixId },
	comments: { name: "'Comments'", read: readText },
};

/** One output item a deal: the five fields, and those of the mapper, as they are in Bitrix24 after the change. */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const mapped = await readMappedFields(context, api, 'deal', 'update');
	return await writeItems(context, api, itemCount, (itemIndex) => {
		const dealId = readDealId(context, itemIndex);
		const fields = readFields(context, itemIndex, valueOf(mapped[itemIndex]));
		const told = new Set([...Object.keys(FIELDS), ...Object.keys(fields)]);
		return {
			commands: [updateItem('deal', dealId, fields)],
			report([outcome]: CommandOutcome[]) {
				const deal = readDeal(valueOf(outcome)) as IDataObject;
				return {
					dealId,
					...Object.fromEntries([...told].map((name) => [name, deal[name] ?? null])),
				};
			},
			describe: () => `deal ${dealId} changed`,
		};
	});
}

/** What is set in 'Update Fields', and beside it what the mapper says: of a field in both, that is meant. */
function readFields(context: IExecuteFunctions, itemIndex: number, mapped: Params): Params {
	const values = context.getNodeParameter('updateFields', itemIndex, {}) as IDataObject;
	const set = Object.entries(FIELDS).filter(([key]) => key in values);
	if (set.length === 0 && Object.keys(mapped).length === 0) {
		throw fault(
			{ context, itemIndex },
			"'Update Fields' is empty",
			`Add at least one of: ${Object.values(FIELDS)
				.map(({ name }) => name)
				.join(', ')}; or any other field in 'Fields'.`,
		);
	}
	const read = set.map(([key, { name, read: readOne }]) => [
		key,
		readOne({ context, itemIndex, name, value: values[key] }),
	]);
	return { ...(Object.fromEntries(read) as Params), ...mapped };
}

function readAmount(given: Given): number {
	const { value } = given;
	const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof amount === 'number' && Number.isFinite(amount) && amount >= 0) return amount;
	throw refusal(given, 'It must be a number that is not negative, such as 1500 or 99.90.');
}

function readCurrency(given: Given): string {
	const code = readText(given).trim();
	if (/^[A-Z]{3}$/.test(code)) return code;
	throw refusal(given, 'It must be a currency code of three capital letters such as RUB.');
}
