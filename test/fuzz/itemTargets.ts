import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { toFieldValue } from '../../nodes/Bitrix24/fields/values';
import { readFacts } from '../../nodes/Bitrix24/resources/call/facts';
import { descriptionOf, subjectOf } from '../../nodes/Bitrix24/resources/call/texts';
import { readOwnEnds } from '../../nodes/Bitrix24/resources/deal/itemsOwnEnds';
import { readSubject } from '../../nodes/Bitrix24/subject';
import { readClient, readEmployee } from '../../nodes/MangoOffice/resources/call/callTarget';
import { spanOf } from '../../nodes/MangoOffice/resources/call/outcomeSpans';
import { readOutcomeTarget } from '../../nodes/MangoOffice/resources/call/outcomeTarget';
import { unfinished } from '../../nodes/MangoOffice/resources/call/outcomeUnfinished';
import { readTaskDraft } from '../../nodes/MangoOffice/resources/campaignTask/readTaskDraft';
import { readContactDetails, readPhones } from '../../nodes/MangoOffice/resources/contact/draft';
import { readRecordingId } from '../../nodes/MangoOffice/resources/recording/recordingId';
import { parseTime } from '../../nodes/shared/wallTime';
import { addCall } from '../../protocols/bitrix24/callActivity';
import type { CrmField } from '../../protocols/bitrix24/crmFields';
import { entryOf } from '../../protocols/entryOf';
import { parseJsonObject } from '../../protocols/json';
import { moscowText } from '../../protocols/mangoOffice/time';
import { expectThat, type Target } from './examine';
import { split } from './texts';
import { NODE } from './words';

const ZONE = 'Europe/Moscow';
const HOUR_MS = 3_600_000;

/** What n8n gives a node whose parameters are not set, for one item. */
function contextOf(json: IDataObject, set: IDataObject): IExecuteFunctions {
	return {
		getInputData: () => [{ json }],
		getNode: () => NODE,
		getNodeParameter: (name: string, _item: number, fallback: unknown) => set[name] ?? fallback,
		getTimezone: () => ZONE,
	} as unknown as IExecuteFunctions;
}

const FROM_ITEM = {
	...{ lookUp: 'item', dealFrom: 'item', recordFrom: 'item', callFrom: 'item', taskFrom: 'item' },
};

function expectTime(time: Date): void {
	expectThat(!Number.isNaN(time.getTime()), 'It gave a date that is none');
	moscowText(time);
}

function logged(context: IExecuteFunctions): unknown {
	const facts = readFacts(context, 0);
	const { entryId, outcome, reasonCode, start, end } = facts;
	const { params } = addCall({
		...{ entryId, direction: 'incoming', start, end, client: facts.clientNumber ?? '' },
		...{ owner: { type: 'deal', id: 12 }, with: { type: 'contact', id: 3 } },
		subject: subjectOf(facts),
		description: descriptionOf(facts, 'Anna', ''),
		data: { outcome, reasonCode },
	});
	return [facts, params];
}

function lookedUp(context: IExecuteFunctions): unknown {
	const target = readOutcomeTarget(context, 0);
	const { from, to } = spanOf(target, HOUR_MS);
	[from, to].forEach((time) => expectTime(new Date(time)));
	return [target, unfinished({ target, waitMs: 0, lookBackMs: HOUR_MS }).message];
}

/** Each field as one of the portal's, whose type is its name. */
function filled(context: IExecuteFunctions, json: IDataObject): unknown {
	return Object.entries(json).map(([type, value]) =>
		told(() => {
			const field = { ...{ name: type, title: type, type }, isMultiple: Array.isArray(value) };
			const given = { context, itemIndex: 0, name: type, value };
			return toFieldValue(field as CrmField, new Map(), given);
		}),
	);
}

function times(json: IDataObject): unknown {
	return Object.values(json)
		.filter((value) => typeof value === 'string')
		.map((text) => told(() => parseTime(text, ZONE)));
}

type Read = (context: IExecuteFunctions, json: IDataObject) => unknown;

const CLIENT = { phone: '+74955404444', dealId: 12, problem: null };
const WHEN = { startTime: '2026-11-20T09:31:40.000Z', time: '2026-11-20T12:31:40+03:00' };

/** What reads an item, and what such an item looks like. */
const READERS: Readonly<Record<string, [item: IDataObject, ...reads: Read[]]>> = {
	call: [
		{
			...{ entryId: 'MToxMDA=', outcome: 'NEGATIVE', final: true, direction: 'outgoing' },
			...{ ...WHEN, endTime: null, talkSeconds: 61, reason: 'busy', reasonCode: 1110 },
			...{ answeredBy: null, extension: '101', clientNumber: '+7916', clientRung: false },
		},
		logged,
	],
	asked: [
		{
			...{ ...WHEN, ...CLIENT, taskId: null, campaignId: '79893', entryId: '', employee: 101 },
			...{ commandId: 'mb24.12.345.0.k3x9', extension: '101', lineNumber: '7495' },
		},
		lookedUp,
	],
	task: [{ taskId: '11227801', campaignId: 79893, ...WHEN, dealId: '12' }, lookedUp],
	subject: [
		{ kind: 'lead', leadId: '5', entityTypeId: 1, id: 5, dealId: 12 },
		(context) => readSubject(context, 0),
	],
	callback: [
		{ ...CLIENT, employee: '101' },
		...[(context: IExecuteFunctions) => told(() => readClient(context, 0))],
		...[readEmployee, readOwnEnds].map((read) => (context: IExecuteFunctions) => read(context, 0)),
	],
	campaign: [
		{ ...CLIENT, client: { name: 'Anna' }, title: 'Offer' },
		(context) => readTaskDraft(context, 0),
	],
	recording: [{ recordingId: 'MToxMDI0MjQyNzo=' }, (context) => readRecordingId(context, 0)],
	contact: [
		{
			...{ emails: 'a@b.ru, c@d.ru', birthday: '1990-12-31', importance: '5', employee: 7 },
			...{ site: 'x', position: 'y', phone: ['8 495 540-44-44', '101'] },
		},
		...[(context: IExecuteFunctions, json: IDataObject) => readContactDetails(context, 0, json)],
		...[(context: IExecuteFunctions, json: IDataObject) => readPhones(context, 0, json.phone)],
	],
	fields: [
		{
			...{ date: '2026-11-25', datetime: '2026-11-25 15:00', boolean: 'Y', integer: '12' },
			...{ double: 99.9, crm_contact: '3', string: ['a'], employee: 7 },
		},
		filled,
	],
	times: [
		{ a: '2026-03-01T09:30:00', b: '2026-11-20T09:31:40.000+03:00' },
		(_, json) => times(json),
	],
};

const REFUSALS = ['NodeOperationError', 'PhoneError', 'RecordingIdError', 'Error'];

/** What it gave, or the name of the error by which it refused. */
function told(read: () => unknown): unknown {
	try {
		return read();
	} catch (error) {
		if (error instanceof Error && REFUSALS.includes(error.name) && error.message !== '')
			return error.name;
		throw error;
	}
}

/** What nodes take of items, whose fields may have come from outside as they are. */
export const itemTargets: readonly Target[] = [
	{
		name: 'incoming item',
		grammar: {
			seeds: Object.entries(READERS).map(([name, [item]]) => `${name}\n${JSON.stringify(item)}`),
			words: Object.keys(READERS),
			json: { head: 1 },
		},
		limit: 64 * 1024,
		refusals: [],
		read: (text) => {
			const { head, body } = split(text, 1);
			const json = parseJsonObject(body) as IDataObject | undefined;
			if (json === undefined) return undefined;
			const context = contextOf(json, { ...FROM_ITEM, kind: json.kind });
			const [, ...reads] = entryOf(READERS, head.trim()) ?? READERS.call;
			return reads.map((read) => told(() => read(context, json)));
		},
	},
];
