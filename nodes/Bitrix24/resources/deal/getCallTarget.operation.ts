import {
	NodeOperationError,
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { getCallTarget, readCallTarget, type CallTarget } from '../../../../protocols/bitrix24/callTarget';
import { timeZoneOfPhone } from '../../../../protocols/mangoOffice/timeZoneOfPhone';
import { attempt } from '../../../shared/attempt';
import type { Bitrix24Api } from '../../api';
import { readDealId } from '../../dealId';
import type { ItemOutcome } from '../../../shared/items';
import { outcomeOf } from '../../operation';

const properties: INodeProperties[] = [
	{
		displayName: 'Preferred Phone',
		name: 'preferredPhone',
		type: 'options',
		options: [
			{ name: 'First on the Card', value: 'any' },
			{ name: 'Home', value: 'HOME' },
			{ name: 'Mobile', value: 'MOBILE' },
			{ name: 'Work', value: 'WORK' },
		],
		default: 'any',
		description: 'Which phone of the contact or company to take; without one of this type, the first on the card',
	},
	{
		displayName: 'When Phone or Extension Is Missing',
		name: 'whenMissing',
		type: 'options',
		options: [
			{
				name: 'Pass Through',
				value: 'pass',
				description: "The output item has the problem 'noPhone' or 'noExtension'",
			},
			{ name: 'Throw an Error', value: 'error', description: 'The item counts as failed' },
		],
		default: 'pass',
		description: 'What to do with a deal whose client has no phone, or whose responsible has no extension',
	},
];

export const description = updateDisplayOptions({ show: { resource: ['deal'], operation: ['getCallTarget'] } }, properties);

/**
 * One output item a deal: `phone` of its primary contact, else of its company, and `employee`, the extension of its
 * responsible, as MANGO OFFICE's callback reads them; the phone's `timeZone` if its number tells it; who they are, and
 * the `problem` if one of the two is missing.
 * Twelve deals are read in one HTTP request.
 */
export async function execute(context: IExecuteFunctions, api: Bitrix24Api, itemCount: number): Promise<ItemOutcome[]> {
	const dealIds = Array.from({ length: itemCount }, (_, i) => attempt(() => readDealId(context, i)));
	const toRead = [...new Set(dealIds.flatMap((dealId) => ('value' in dealId ? [dealId.value] : [])))];
	const outcomes = await api.runGroups(toRead.map(getCallTarget), 'read');
	return dealIds.map((dealId, i) => {
		if ('error' in dealId) return dealId;
		return outcomeOf(() => {
			const preferred = context.getNodeParameter('preferredPhone', i) as string;
			const target = readCallTarget(outcomes[toRead.indexOf(dealId.value)], preferred);
			if (context.getNodeParameter('whenMissing', i) === 'error') checkComplete(context, i, target);
			return report(target);
		});
	});
}

function report({ deal, client, phone, responsible }: CallTarget): IDataObject {
	const employee = responsible?.extension ?? null;
	const problem = phone === undefined ? 'noPhone' : employee === null ? 'noExtension' : undefined;
	return {
		dealId: deal.id,
		title: deal.title ?? '',
		phone: phone?.value ?? null,
		phoneType: phone?.type ?? null,
		phoneFrom: phone?.from ?? null,
		timeZone: (phone && timeZoneOfPhone(phone.value)) ?? null,
		client: client ? { type: client.type, id: client.id, name: client.name } : null,
		employee,
		responsible: responsible ? { id: responsible.id, name: responsible.name } : null,
		pipeline: { id: deal.categoryId },
		stage: { id: deal.stageId },
		...(problem === undefined ? {} : { problem }),
	};
}

function checkComplete(context: IExecuteFunctions, itemIndex: number, { deal, phone, responsible }: CallTarget): void {
	const fail = (message: string, advice: string) => {
		throw new NodeOperationError(context.getNode(), message, { itemIndex, description: advice });
	};
	if (phone === undefined) {
		fail(
			`Deal ${deal.id} has no phone: neither its contact nor its company has one`,
			'Add a phone to the contact or the company in Bitrix24.',
		);
	}
	if (responsible?.extension == null) {
		fail(
			`The responsible of deal ${deal.id}${responsible?.name ? `, ${responsible.name},` : ''} has no extension`,
			"Set the extension number in the employee's Bitrix24 profile, or make another active employee responsible for the deal.",
		);
	}
}
