import { hasChoices } from '../../nodes/Bitrix24/choices';
import { toNodeError } from '../../nodes/Bitrix24/errors';
import { kindOf } from '../../nodes/Bitrix24/fields/kinds';
import { toActivity, readActivities } from '../../protocols/bitrix24/activities';
import { readAnswer } from '../../protocols/bitrix24/answer';
import { rowsOf, toFields } from '../../protocols/bitrix24/anyResult';
import { readBatch, readBatchTimes, readPaging } from '../../protocols/bitrix24/batchAnswer';
import { DEALS, readPlaced, readWhereabouts } from '../../protocols/bitrix24/board';
import { readCalls, readCallId, attemptOf } from '../../protocols/bitrix24/callActivity';
import { readCards, readDealsOfContact } from '../../protocols/bitrix24/callerCards';
import { bindingOf, getOpenWork, readOwner } from '../../protocols/bitrix24/callOwner';
import {
	getCallTarget,
	getFurtherContacts,
	readCallTarget,
} from '../../protocols/bitrix24/callTarget';
import { readClient } from '../../protocols/bitrix24/clients';
import { missingFrom } from '../../protocols/bitrix24/contactData';
import { findField, readCurrencies, readFields } from '../../protocols/bitrix24/crmFields';
import { readItem, readItems } from '../../protocols/bitrix24/crmItem';
import { readDeal, readDeals, readLinks, toListedDeal } from '../../protocols/bitrix24/deal';
import { readContacts } from '../../protocols/bitrix24/dealContacts';
import type { PortalEvent } from '../../protocols/bitrix24/events/receive';
import { itemSource, readProfile, sourceOf } from '../../protocols/bitrix24/events/record';
import {
	changesOf,
	isBetween,
	readStageChanges,
} from '../../protocols/bitrix24/events/stageChanges';
import { rowsInOrder } from '../../protocols/bitrix24/fastList';
import { readFoundIds } from '../../protocols/bitrix24/findByPhone';
import { byName, inOneList } from '../../protocols/bitrix24/namedCommands';
import { readNotificationId } from '../../protocols/bitrix24/notify';
import { OperatingTime } from '../../protocols/bitrix24/operatingTime';
import { choosePhone, isForVoice } from '../../protocols/bitrix24/phones';
import { pipelineOfStage, readPipelines, readStages } from '../../protocols/bitrix24/pipelines';
import { commentsWith, readBeside } from '../../protocols/bitrix24/recordingFile';
import { readSmartProcesses } from '../../protocols/bitrix24/smartProcesses';
import { lastEntries, readEntries, readHistory } from '../../protocols/bitrix24/stageHistory';
import { dealSubject, readResponsibles } from '../../protocols/bitrix24/subject';
import { readTask } from '../../protocols/bitrix24/tasks';
import { readCommentId, readCommentsFor } from '../../protocols/bitrix24/timeline';
import { readToDoId, readToDosFor } from '../../protocols/bitrix24/toDo';
import { readUsers } from '../../protocols/bitrix24/users';
import type { Target } from './examine';
import { HEADER_LIMIT, split } from './texts';
import { inWords, NODE } from './words';

const COMMANDS = [
	{ method: 'crm.item.get', card: 'deal' },
	{ method: 'crm.item.list' },
	{ method: 'crm.item.update', card: 'deal' },
];
const TIME = { operating_reset_at: 1763978976, operating: 0.3 };

/** An HTTP status, the address of a moved portal, and the body. */
const ANSWERS = [
	['200', '', { result: { item: { id: 12 } }, time: TIME }],
	['200', '', { result: [{ ID: '1' }], total: 120, next: 50, time: TIME }],
	[
		'200',
		'',
		{
			result: {
				result: { c0: {}, c1: [] },
				result_error: [],
				result_total: { c1: 5 },
				result_time: [],
			},
		},
	],
	[
		'200',
		'',
		{
			result: { result: [], result_error: { c0: { error: 'NOT_FOUND', error_description: 'no' } } },
		},
	],
	['503', '', { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' }],
	['400', '', { error: { code: 'INVALID_ARG_VALUE', message: 'Field' } }],
	['302', 'https://b24-other.bitrix24.ru/rest/1/s/', {}],
] as const;

const PHONE = {
	typeId: 'PHONE',
	valueType: 'WORK',
	value: '+7 495 540-44-44, 8 916 111-00-01',
	id: 1,
};
const DEAL = {
	...{
		id: 12,
		title: 'Offer',
		categoryId: 0,
		stageId: 'NEW',
		contactId: 3,
		contactIds: [3, 4],
		companyId: 0,
	},
	...{
		assignedById: '7',
		fm: [PHONE],
		originId: '+74955404444/x',
		phone: '8 495',
		name: 'Anna',
		lastName: null,
	},
};
const CALL = {
	...{
		ID: '77',
		OWNER_TYPE_ID: '2',
		OWNER_ID: '12',
		RESPONSIBLE_ID: '1',
		ORIGIN_ID: 'e',
		DIRECTION: '2',
	},
	...{
		TYPE_ID: '2',
		PROVIDER_ID: 'CRM_TODO',
		SUBJECT: 's',
		DESCRIPTION: 'd',
		COMPLETED: 'Y',
		CREATED: '2026',
	},
	PROVIDER_DATA: '{"outcome":"NEGATIVE","recordings":["R1"],"clientRung":false}',
	COMMUNICATIONS: [{ ENTITY_TYPE_ID: '3', ENTITY_ID: '3', VALUE: '+7495' }],
	FILES: [{ id: 1, url: 'https://x/' }],
};
const ENTRY = {
	...{ ID: 5, TYPE_ID: 2, OWNER_ID: 12, CREATED_TIME: '2026-11-25T09:30:00+03:00', CATEGORY_ID: 0 },
	...{ STAGE_SEMANTIC_ID: 'P', STAGE_ID: 'C9:NEW', STATUS_ID: 'NEW' },
};
const USER = {
	ID: '7',
	NAME: 'Anna',
	LAST_NAME: 'K',
	UF_PHONE_INNER: '101',
	EMAIL: 'a@b',
	ACTIVE: true,
};
const FIELD = {
	type: 'string',
	title: 'UF_X',
	formLabel: 'X',
	items: [{ ID: 1, VALUE: 'a' }],
	isMultiple: false,
};
const MARK = '#n8n-000000000000-0a1b2c3d';
const COMMENT = {
	ID: '9',
	COMMENT: MARK,
	CREATED: '2026-11-25T09:30:00+03:00',
	FILES: { 1: { name: 'a', size: 1 } },
};
const WISH = { preferredType: 'MOBILE', country: 'RU' };

type Read = (result: unknown) => unknown;
const EVENT: PortalEvent = {
	...{ event: 'ONCRMDEALUPDATE', kind: 'deal', action: 'update', id: 12, domain: '', data: {} },
	sentAt: '2026-11-25T06:40:00.000Z',
};
const PHONE_OF_CALLER = '+74955404444';

function readTarget(result: unknown): unknown {
	const subject = dealSubject(12);
	const asked = getCallTarget(subject);
	const outcomes = inOneList(asked).map(() => ({ value: result }));
	const told = byName(asked, outcomes);
	const further = getFurtherContacts(subject, told, WISH).map(() => ({ value: result }));
	return readCallTarget(subject, told, further, WISH);
}

function readOwnerOf(result: unknown): unknown {
	const wish = { phone: PHONE_OF_CALLER };
	const outcomes = ['contact', 'company', 'lead'].map(() => ({ value: result }));
	const openWork = getOpenWork(wish, outcomes).map(() => ({ value: result }));
	const owners = [
		readOwner(wish, outcomes, openWork),
		readOwner({ record: dealSubject(12) }, outcomes, []),
	];
	return owners.flatMap((owner) => (owner ? [owner, bindingOf(owner)] : []));
}

function readLogged(result: unknown): unknown {
	const calls = readCalls(result);
	return [calls, calls.map((call) => attemptOf(call, calls))];
}

function readComments(result: unknown): unknown {
	const [call] = readCalls([CALL]);
	const beside = readBeside(result, call, 0);
	return [
		beside,
		commentsWith(beside, 'R1', 1),
		readCommentsFor(result, 'x'),
		readToDosFor(result, 'x'),
	];
}

function recordOf(kind: PortalEvent['kind']): Read {
	const event = { ...EVENT, kind, id: kind === 'task' ? 5 : 77 };
	return (result) => sourceOf(event)?.read({ value: result });
}

function readChanges(result: unknown): unknown {
	const changes = readStageChanges(result);
	const filter = { from: ['NEW'], to: ['C9:NEW'] };
	const ofDeal = { ...EVENT, entityTypeId: 2, id: 12 };
	return [changes, changesOf(EVENT, changes).filter((one) => isBetween(one, filter, ofDeal))];
}

function readOfCard(result: unknown): unknown {
	const { phones, ...client } = readClient('contact', result);
	return [client, choosePhone(phones, 'MOBILE'), phones.filter(isForVoice)];
}

/** What reads the result of a method, and what such a result looks like. */
const READERS: Readonly<Record<string, [result: unknown, ...reads: Read[]]>> = {
	item: [
		{ item: DEAL, items: [DEAL] },
		...[readDeal, readItem, readTarget, readOfCard, (one: unknown) => readPlaced(DEALS, one)],
		(one: unknown) => itemSource(2, 12).read({ value: one }),
		...[
			(one: unknown) =>
				missingFrom(readItem(one), [{ typeId: 'PHONE', valueType: 'WORK', value: '8 495' }]),
		],
	],
	items: [
		{ items: [DEAL, { ...DEAL, id: '13', stageId: 'C9:WON' }] },
		...[readItems, readDeals, (one: unknown) => readWhereabouts(DEALS, one), readResponsibles],
		...[(one: unknown) => readCards(one, PHONE_OF_CALLER)],
		...[(one: unknown) => readDealsOfContact(one, 3, PHONE_OF_CALLER)],
		...[(one: unknown) => rowsInOrder(one, { field: 'id', rowField: 'id', rows: 'items' })],
	],
	owner: [{ CONTACT: [3], COMPANY: ['4'], LEAD: [5], items: [DEAL], item: DEAL }, readOwnerOf],
	found: [{ CONTACT: [1, '2'] }, (value: unknown) => readFoundIds('contact', { value })],
	rows: [
		[DEAL, { ...DEAL, id: 13 }],
		...[rowsOf, toFields, (one: unknown) => rowsInOrder(one, { field: 'id', rowField: 'id' })],
		...[toListedDeal, readLinks],
	],
	calls: [
		[CALL, { ...CALL, ID: 78, DIRECTION: 1 }],
		readLogged,
		readActivities,
		recordOf('activity'),
		(one) => rowsOf(one)?.map(toActivity),
	],
	comments: [[COMMENT, { ...COMMENT, ID: 10 }], readComments],
	history: [
		{ items: [ENTRY, { ...ENTRY, ID: '6', TYPE_ID: '3' }] },
		...[readHistory, readChanges, (one: unknown) => lastEntries(readEntries(one))],
	],
	users: [[USER, { ...USER, ID: 8, ACTIVE: 'N' }], readUsers],
	fields: [
		{ fields: { title: FIELD, ufCrm1: FIELD } },
		(one) => findField(readFields(one), 'X') ?? readFields(one),
		(one) => readFields(one).map((field) => [kindOf(field).editor, hasChoices(field)]),
	],
	currencies: [[{ CURRENCY: 'RUB', FULL_NAME: 'Rouble' }], readCurrencies],
	pipelines: [{ categories: [{ id: 9, name: 'Sales', sort: 100 }] }, readPipelines],
	stages: [
		[{ STATUS_ID: 'C9:NEW', NAME: 'New', SEMANTICS: 'S' }, { STATUS_ID: 1 }],
		(one) => readStages(one).map((stage) => [stage, pipelineOfStage(stage.id)]),
	],
	types: [{ types: [{ entityTypeId: 147, title: 'Rent' }] }, readSmartProcesses],
	contacts: [[{ CONTACT_ID: 3, IS_PRIMARY: 'Y' }, { CONTACT_ID: '4' }], readContacts],
	task: [{ task: { id: '5', title: 'x' } }, readTask],
	tasks: [{ tasks: [{ id: '5', title: 'x', createdBy: 1 }] }, recordOf('task')],
	id: ['7', readCallId, readCommentId, readNotificationId],
	toDo: [{ id: 7 }, readToDoId],
	profile: [{ ID: '1' }, readProfile],
};

/** The first reader that can take it decides; each error must be one that nodes know. */
function readAll(reads: readonly Read[], result: unknown): unknown[] {
	return reads.map((read) => {
		try {
			return inWords(toNodeError, () => read(result));
		} catch (error) {
			if (error instanceof Error && RESULT_ERRORS.includes(error.name)) return error.name;
			throw error;
		}
	});
}

const RESULT_ERRORS = ['ZodError', 'Error'];

/** What the portal answers. */
export const bitrix24Targets: readonly Target[] = [
	{
		name: 'Bitrix24 answer',
		grammar: {
			seeds: ANSWERS.map(
				([status, location, body]) => `${status}\n${location}\n${JSON.stringify(body)}`,
			),
			words: [
				'result',
				'error',
				'error_description',
				'result_error',
				'c0',
				'c1',
				'total',
				'next',
				'<html>',
				'503',
			],
			json: { head: 2 },
		},
		limit: 256 * 1024,
		refusals: ['Bitrix24Error', 'PortalMovedError', 'NotBitrix24Error', 'StrangeAnswerError'],
		read: (text) => {
			const { head, body } = split(text, 2);
			const [status, location = ''] = head.split('\n');
			const answer = inWords(toNodeError, () =>
				readAnswer(
					{
						status: Number(status) || 200,
						headers: { location: location.slice(0, HEADER_LIMIT) },
						body,
					},
					'batch',
				),
			);
			const operating = new OperatingTime();
			operating.answered('batch', answer);
			const block = operating.blockOf('batch', 0, 0);
			if (block) toNodeError(NODE, block, 0);
			const methods = COMMANDS.map(({ method }) => method);
			const times = readBatchTimes(answer.result, methods);
			times.forEach((time, i) => operating.answered(methods[i], { time }));
			return [readPaging(answer.total, answer.next), readBatch(answer.result, COMMANDS)];
		},
	},
	{
		name: 'Bitrix24 results',
		grammar: {
			seeds: Object.entries(READERS).map(
				([name, [result]]) => `${name}\n${JSON.stringify(result)}`,
			),
			words: Object.keys(READERS),
			json: { head: 1 },
		},
		limit: 256 * 1024,
		refusals: ['NotBitrix24Error'],
		read: (text) => {
			const { head, body } = split(text, 1);
			const reader = READERS[Object.keys(READERS).find((name) => name === head.trim()) ?? 'item'];
			const answer = readAnswer({ status: 200, headers: {}, body: `{"result":${body}}` });
			const [, ...reads] = reader;
			return readAll(reads, answer.result);
		},
	},
];
