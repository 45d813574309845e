import { z } from 'zod';

import { valueOf } from '../attempt';
import { id, listField, newId, readList, text } from '../list';
import { RESULTS } from '../mangoWebhook/result';
import type { CommandOutcome } from './batchAnswer';
import type { Command } from './batchRequest';
import { CRM_TYPES, type CrmType } from './crmTypes';
import type { Params } from './formBody';
import type { NamedOutcomes } from './namedCommands';
import { formatTime } from './time';
import { getUser, readUsers } from './users';

/** Marks the calls that this package has logged; ORIGIN_ID is MANGO's entry then. */
const ORIGINATOR = 'mango-office';

/** TYPE_ID of a call (docs/protocols/bitrix24.md#calls). */
const CALL = 2;

const DIRECTIONS = { incoming: 1, outgoing: 2 } as const;

/** What PROVIDER_DATA of a logged call says: a text of the activity that Bitrix24 keeps and shows to nobody. */
export interface CallData {
	outcome?: (typeof RESULTS)[number];
	reasonCode?: number | null;
	/** False: the client's telephone was not rung, so this was no call to him. */
	clientRung?: boolean;
	/** Who logged it (once.ts). */
	by?: string;
	/** The IDs of the recordings that were attached. */
	recordings?: string[];
	/** What was made for the caller, whose number nobody had. */
	made?: string[];
}

/** One of the CRM's own kinds, or a smart process by its number. */
type CallSide = { type: CrmType | number; id: number };

function typeIdOf({ type }: CallSide): number {
	return typeof type === 'number' ? type : CRM_TYPES[type];
}

export interface CallToLog {
	entryId: string;
	direction: keyof typeof DIRECTIONS;
	subject: string;
	description: string;
	start: Date;
	end: Date;
	/** How the client is shown: his number, as a rule. */
	client: string;
	/** What the activity belongs to, and whom it was with: one only is allowed. */
	owner: CallSide;
	with: CallSide;
	/** Left out, Bitrix24 takes the owner's. */
	responsibleId?: number;
	data: CallData;
}

/**
 * A call as an activity (bitrix24.md#calls). Nothing in Bitrix24 keeps the same ORIGIN_ID from
 * being added twice.
 */
export function addCall(call: CallToLog): Command {
	const fields: Params = {
		OWNER_TYPE_ID: typeIdOf(call.owner),
		OWNER_ID: call.owner.id,
		TYPE_ID: CALL,
		ORIGINATOR_ID: ORIGINATOR,
		ORIGIN_ID: call.entryId,
		COMMUNICATIONS: [
			{
				VALUE: call.client,
				ENTITY_TYPE_ID: typeIdOf(call.with),
				ENTITY_ID: call.with.id,
				TYPE: 'PHONE',
			},
		],
		SUBJECT: call.subject,
		DESCRIPTION: call.description,
		DESCRIPTION_TYPE: 1,
		DIRECTION: DIRECTIONS[call.direction],
		START_TIME: formatTime(call.start),
		END_TIME: formatTime(call.end),
		COMPLETED: 'Y',
		PROVIDER_DATA: JSON.stringify(call.data),
	};
	if (call.responsibleId !== undefined) fields.RESPONSIBLE_ID = call.responsibleId;
	return {
		method: 'crm.activity.add',
		params: { fields },
		effect: 'callLogged',
		repeatable: true,
	};
}

/** The activity's ID in the result of addCall; Bitrix24 may answer false instead. */
export function readCallId(result: unknown): number {
	return newId.parse(result);
}

export function deleteCall(id: number): Command {
	return {
		method: 'crm.activity.delete',
		params: { id },
		effect: 'callStays',
		repeatable: true,
	};
}

const COLUMNS = [
	'ID',
	'OWNER_TYPE_ID',
	'OWNER_ID',
	'RESPONSIBLE_ID',
	'ORIGIN_ID',
	'DIRECTION',
	'PROVIDER_DATA',
];

/** The activities of one call: more than one only for a moment, when two executions log it at the same time. */
export function findCall(entryId: string): Command {
	const filter = { ORIGINATOR_ID: ORIGINATOR, ORIGIN_ID: entryId, TYPE_ID: CALL };
	return {
		method: 'crm.activity.list',
		params: { order: { ID: 'ASC' }, filter, select: [...COLUMNS, 'COMMUNICATIONS', 'FILES'] },
	};
}

/**
 * The activities of many calls at once, the oldest first: a page of the list, which ends at 50 rows
 * (bitrix24.md#lists).
 */
export function listCalls(entryIds: readonly string[], start: number): Command {
	const filter = { ORIGINATOR_ID: ORIGINATOR, '@ORIGIN_ID': [...entryIds], TYPE_ID: CALL };
	return {
		method: 'crm.activity.list',
		params: { order: { ID: 'ASC' }, filter, select: [...COLUMNS, 'COMMUNICATIONS'], start },
	};
}

/** The calls logged to a deal since a time, the newest first. */
export function listDealCalls(dealId: number, since: Date): Command {
	const filter = {
		ORIGINATOR_ID: ORIGINATOR,
		TYPE_ID: CALL,
		OWNER_TYPE_ID: CRM_TYPES.deal,
		OWNER_ID: dealId,
		'>=START_TIME': formatTime(since),
	};
	return {
		method: 'crm.activity.list',
		params: { order: { START_TIME: 'DESC' }, filter, select: COLUMNS },
	};
}

/** A logged call as crm.activity.list gives it. */
export interface LoggedCall {
	id: number;
	ownerTypeId: number;
	ownerId: number;
	responsibleId: number;
	entryId: string;
	isIncoming: boolean;
	data: CallData;
	/** The deal that it belongs to, and whom it was with; these two only in the answer to findCall. */
	dealId: number | null;
	leadId: number | null;
	contactId: number | null;
	companyId: number | null;
	hasFiles: boolean;
}

const data = z.object({
	outcome: z.enum(RESULTS).optional().catch(undefined),
	reasonCode: z.number().nullish().catch(undefined),
	clientRung: z.boolean().optional().catch(undefined),
	by: z.string().optional().catch(undefined),
	recordings: z.array(z.string()).optional().catch(undefined),
	made: z.array(z.string()).optional().catch(undefined),
});

/** What a call is not known by: a field that cannot be read is no reason to take it for one that is not there. */
const number = id.catch(0);

const rowSchema = z
	.object({
		ID: id,
		OWNER_TYPE_ID: number,
		OWNER_ID: number,
		RESPONSIBLE_ID: number,
		ORIGIN_ID: text,
		DIRECTION: number,
		PROVIDER_DATA: text,
		COMMUNICATIONS: listField(z.object({ ENTITY_TYPE_ID: id, ENTITY_ID: id })),
		FILES: listField(z.unknown()),
	})
	.transform((row): LoggedCall => {
		const all = [
			{ ENTITY_TYPE_ID: row.OWNER_TYPE_ID, ENTITY_ID: row.OWNER_ID },
			...row.COMMUNICATIONS,
		];
		const idOf = (type: CrmType) =>
			all.find(({ ENTITY_TYPE_ID }) => ENTITY_TYPE_ID === CRM_TYPES[type])?.ENTITY_ID ?? null;
		return {
			id: row.ID,
			ownerTypeId: row.OWNER_TYPE_ID,
			ownerId: row.OWNER_ID,
			responsibleId: row.RESPONSIBLE_ID,
			entryId: row.ORIGIN_ID,
			isIncoming: row.DIRECTION === DIRECTIONS.incoming,
			data: readData(row.PROVIDER_DATA),
			dealId: idOf('deal'),
			leadId: idOf('lead'),
			contactId: idOf('contact'),
			companyId: idOf('company'),
			hasFiles: row.FILES.length > 0,
		};
	});

/** The calls in the result of crm.activity.list. */
export function readCalls(result: unknown): LoggedCall[] {
	return readList(result, rowSchema);
}

/** The activities of one call in the result of findCall. */
export function readCallsOf(result: unknown, entryId: string): LoggedCall[] {
	return readCalls(result).filter((call) => call.entryId === entryId);
}

/** The activity that stands for a call: the oldest with its entry. */
export function readCall(result: unknown, entryId: string): LoggedCall | undefined {
	return readCallsOf(result, entryId).sort((a, b) => a.id - b.id)[0];
}

/** The client has called in vain, or was not rung at all: all the more he is to be called. */
export function wasNoCall({ isIncoming, data: { outcome, clientRung } }: LoggedCall): boolean {
	return clientRung === false || (isIncoming && outcome === 'NEGATIVE');
}

/** Somebody may have edited it. */
function readData(json: string): CallData {
	try {
		return data.parse(JSON.parse(json));
	} catch {
		return {};
	}
}

/** What later steps need to know about a call that is in the CRM. */
export interface LoggedState {
	/** How many calls of the owner in this direction have failed in a row; 0 after this one if it was a success. */
	attempt: number;
	responsible: { id: number; name: string };
}

/**
 * The commands that tell it. They name the call's owner outright: a reference to a call that is not
 * there would be an empty condition, which Bitrix24 drops, and so ask for all calls of the portal.
 */
export function getLoggedState({ ownerTypeId, ownerId, responsibleId }: LoggedCall) {
	const filter = {
		ORIGINATOR_ID: ORIGINATOR,
		TYPE_ID: CALL,
		OWNER_TYPE_ID: ownerTypeId,
		OWNER_ID: ownerId,
	};
	const siblings: Command = {
		method: 'crm.activity.list',
		params: { order: { START_TIME: 'DESC' }, filter, select: COLUMNS },
	};
	return { siblings, responsible: getUser(responsibleId) };
}

/** What came of getLoggedState. */
export function readLoggedState(
	call: LoggedCall,
	{ siblings, responsible }: NamedOutcomes<ReturnType<typeof getLoggedState>>,
): LoggedState {
	const ofOwner = readCalls(valueOf(siblings)).filter(
		({ ownerTypeId, ownerId }) => ownerTypeId === call.ownerTypeId && ownerId === call.ownerId,
	);
	return {
		attempt: attemptOf(call, ofOwner),
		responsible: { id: call.responsibleId, name: nameOf(call.responsibleId, responsible) },
	};
}

/** Its name is not worth an error: the call is logged, and would be reported as if it were not. */
function nameOf(userId: number, outcome: CommandOutcome): string {
	return 'error' in outcome
		? ''
		: (readUsers(outcome.value).find((user) => user.id === userId)?.name ?? '');
}

/**
 * `calls`: the newest first. Later ones than this do not count. Those that were neither a success
 * nor a failure do not count, and neither do those in the other direction: that nobody answered the
 * client is no attempt to reach him, and neither is a call in which he was not rung. A talk ends
 * the row, whoever called.
 */
export function attemptOf(call: LoggedCall, calls: readonly LoggedCall[]): number {
	if (call.data.outcome === 'POSITIVE') return 0;
	const upToThis = calls.slice(
		Math.max(
			0,
			calls.findIndex(({ entryId }) => entryId === call.entryId),
		),
	);
	const success = upToThis.findIndex(({ data: { outcome } }) => outcome === 'POSITIVE');
	const since = upToThis.slice(0, success === -1 ? undefined : success);
	const failed = since.filter(
		({ isIncoming, data: { outcome, clientRung } }) =>
			isIncoming === call.isIncoming && outcome === 'NEGATIVE' && clientRung !== false,
	);
	return new Set(failed.map(({ entryId }) => entryId)).size;
}
