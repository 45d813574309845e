import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { attempt } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../../../protocols/bitrix24/batchRequest';
import {
	getCallTarget,
	getFurtherContacts,
	readCallTarget,
	type CallTarget,
	type CallTargetTold,
	type PhoneSource,
	type PhoneWish,
} from '../../../../protocols/bitrix24/callTarget';
import { nameOf, type Subject } from '../../../../protocols/bitrix24/subject';
import { problemOf } from '../../../../protocols/mangoOffice/phoneText';
import { timeZoneOfPhone } from '../../../../protocols/mangoOffice/timeZoneOfPhone';
import { ItemRun } from '../../../shared/itemRun';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import { fault } from '../../../shared/parameters';
import type { Bitrix24Api } from '../../api';
import { countryProperty, readCountry } from '../../country';
import { readSubject, subjectJson } from '../../subject';
import { isWithoutDeal, readOwnEnds, type OwnEnds } from './itemsOwnEnds';

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
		description:
			'Which phone of the contact or company to take; without one of this type that can be dialled, the first on the card that can be',
	},
	countryProperty,
	{
		displayName: 'Prefer Incoming Item',
		name: 'preferItem',
		type: 'boolean',
		default: true,
		description:
			"Whether the item's fields 'phone' and 'employee', where it has them, win over the card. With both and without a deal, the item passes through. Turn it off to read the card anew for an item that holds older ones.",
	},
	{
		displayName: 'When Phone or Extension Is Missing',
		name: 'whenMissing',
		type: 'options',
		options: [
			{
				name: 'Pass Through',
				value: 'pass',
				description:
					"The output item has the problem 'noPhone', 'badPhone' (there are phones, and none can be dialled) or 'noExtension'",
			},
			{ name: 'Throw an Error', value: 'error', description: 'The item counts as failed' },
		],
		default: 'pass',
		description:
			'What to do with a deal whose client has no phone, or whose responsible has no extension',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['deal'], operation: ['getCallTarget'] } },
	properties,
);

/** The two ends of a callback: those of the card, or the incoming item's own. */
interface Ends {
	phone?: { value: string; type: string | null; from: PhoneSource | 'item' };
	/** The employee's extension. */
	employee: string | null;
}

/**
 * One output item a deal, or what else it is about: `phone` of a lead itself, of its contact, else of
 * its company, and `employee`, the extension of its responsible, as MANGO OFFICE's callback reads
 * them, or the incoming item's own; the phone's `timeZone` if its number tells it; who they are, and
 * the `problem` if one of the two is missing. Of an item without a deal nothing is asked. Twelve
 * deals are read in one HTTP request; a second one reads the further contacts of those whose primary
 * contact has no phone that can be dialled.
 */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const run = new ItemRun(context, itemCount);
	const wanted = run.prepare((itemIndex) => readWanted(context, itemIndex));
	const subjects = new Map(
		wanted.flatMap(({ subject }) => (subject ? [[nameOf(subject), subject] as const] : [])),
	);
	const names = [...subjects.keys()];
	const told = await api.runNamed([...subjects.values()].map(getCallTarget));
	const asked = wanted.map((one) => ({
		...one,
		told: one.subject === undefined ? undefined : told[names.indexOf(nameOf(one.subject))],
	}));
	const further = await readFurther(api, asked);
	run.settleEach(asked, (one) => outputOf(jsonOf(context, one, further[one.itemIndex])));
	return run.outcomes;
}

interface Wanted {
	itemIndex: number;
	/** Missing where the item names whom to call, and no deal. */
	subject?: Subject;
	wish: PhoneWish;
	own: OwnEnds;
}

/** `told`: what came of getCallTarget, of an item that has a deal. */
interface Asked extends Wanted {
	told?: CallTargetTold;
}

function readWanted(context: IExecuteFunctions, itemIndex: number): Wanted {
	const own = readOwnEnds(context, itemIndex);
	const isOfDeal = context.getNodeParameter('kind', itemIndex, 'deal') === 'deal';
	const subject =
		isOfDeal && isWithoutDeal(context, itemIndex, own)
			? undefined
			: readSubject(context, itemIndex);
	return { itemIndex, subject, own, wish: readWish(context, itemIndex) };
}

function jsonOf(
	context: IExecuteFunctions,
	{ itemIndex, subject, told, wish, own }: Asked,
	further: CommandOutcome[] = [],
): IDataObject {
	if (told === undefined || subject === undefined) return reportEnds(endsOf(own), wish);
	const target = readCallTarget(subject, told, further, wish);
	const ends = endsOf(own, target);
	if (context.getNodeParameter('whenMissing', itemIndex) === 'error')
		checkComplete(context, itemIndex, subject, target, ends);
	return report(subject, target, ends, wish);
}

function endsOf(own: OwnEnds, target?: CallTarget): Ends {
	return {
		phone: own.phone === undefined ? target?.phone : { value: own.phone, type: null, from: 'item' },
		employee: own.employee ?? target?.responsible?.extension ?? null,
	};
}

function readWish(context: IExecuteFunctions, itemIndex: number): PhoneWish {
	return {
		preferredType: context.getNodeParameter('preferredPhone', itemIndex) as string,
		country: readCountry(context, itemIndex),
	};
}

/** What came of getFurtherContacts, by the number of the item; nothing is sent when there are none. */
async function readFurther(
	api: Bitrix24Api,
	asked: Asked[],
): Promise<Record<number, CommandOutcome[]>> {
	const commands = asked.map(({ itemIndex, subject, told, wish, own }) => {
		if (told === undefined || subject === undefined || own.phone !== undefined)
			return [itemIndex, []];
		// What cannot be read is told by readCallTarget.
		const further = attempt(() => getFurtherContacts(subject, told, wish));
		return [itemIndex, 'value' in further ? further.value : []];
	});
	return await api.runLists(Object.fromEntries(commands) as Record<number, Command[]>);
}

function report(subject: Subject, target: CallTarget, ends: Ends, wish: PhoneWish): IDataObject {
	const { record, client, responsible, useless } = target;
	const missing = useless.length > 0 ? 'badPhone' : 'noPhone';
	const problem =
		ends.phone === undefined ? missing : ends.employee === null ? 'noExtension' : undefined;
	return {
		...subjectJson(subject),
		title: record.title ?? '',
		...reportEnds(ends, wish),
		client: client ? { type: client.type, id: client.id, name: client.name } : null,
		responsible: responsible ? { id: responsible.id, name: responsible.name } : null,
		...(subject.kind !== 'lead' && { pipeline: { id: record.categoryId } }),
		stage: { id: record.stageId },
		...(problem === undefined ? {} : { problem }),
		...(problem === 'badPhone'
			? { badPhones: useless.map((one) => ({ ...one, why: problemOf(one.value) })) }
			: {}),
	};
}

/** All that is known of an item without a deal. */
function reportEnds({ phone, employee }: Ends, { country }: PhoneWish): IDataObject {
	return {
		phone: phone?.value ?? null,
		phoneType: phone?.type ?? null,
		phoneFrom: phone?.from ?? null,
		timeZone: (phone && timeZoneOfPhone(phone.value, country)) ?? null,
		client: null,
		employee,
	};
}

function checkComplete(
	context: IExecuteFunctions,
	itemIndex: number,
	subject: Subject,
	target: CallTarget,
	{ phone, employee }: Ends,
): void {
	const { useless, responsible } = target;
	const name = nameOf(subject);
	const [its, cards] =
		subject.kind === 'lead'
			? ['neither itself nor its contact nor its company', 'the lead, the contact or the company']
			: ['neither its contact nor its company', 'the contact or the company'];
	const fail = (message: string, advice: string) => {
		throw fault({ context, itemIndex }, message, advice);
	};
	if (phone === undefined && useless.length > 0) {
		const phones = useless.map(
			({ value, from }) => `${JSON.stringify(value)} of the ${from} (${problemOf(value)})`,
		);
		fail(
			`${capitalized(name)} has no phone that can be dialled: ${phones.join(', ')}`,
			`Correct the phone of ${cards} in Bitrix24.`,
		);
	}
	if (phone === undefined) {
		fail(
			`${capitalized(name)} has no phone: ${its} has one`,
			`Add a phone to ${cards} in Bitrix24.`,
		);
	}
	if (employee === null) {
		fail(
			`The responsible of ${name}${responsible?.name ? `, ${responsible.name},` : ''} has no extension`,
			`Set the extension number in the employee's Bitrix24 profile, or make another active employee responsible for ${subject.kind === 'deal' ? 'the deal' : name}.`,
		);
	}
}

function capitalized(words: string): string {
	return words.charAt(0).toUpperCase() + words.slice(1);
}
