import { toNodeError } from '../../nodes/MangoOffice/errors';
import { readContact, readContactPage, readWritten } from '../../protocols/mangoOffice/addressBook';
import { readAnswer } from '../../protocols/mangoOffice/answer';
import {
	missingFields,
	parseMethodPath,
	readAnyAnswer,
	isReading,
} from '../../protocols/mangoOffice/anyMethod';
import { readBalance } from '../../protocols/mangoOffice/balance';
import {
	readCampaign,
	readCampaigns,
	readCreatedId,
	readStatus,
} from '../../protocols/mangoOffice/campaign';
import {
	readEmployees,
	readGroups,
	readLines,
	lineValue,
} from '../../protocols/mangoOffice/directory';
import { findAsked } from '../../protocols/mangoOffice/outcome/askedCall';
import { outcomeOfRecord, unknownEmployees } from '../../protocols/mangoOffice/outcome/record';
import { countRecordings, recordingsOfCall } from '../../protocols/mangoOffice/outcome/recordings';
import { outcomeOfTask } from '../../protocols/mangoOffice/outcome/task';
import { fileUrl, readLocation } from '../../protocols/mangoOffice/recording';
import { callOf, readKey, readPage } from '../../protocols/mangoOffice/statistics';
import {
	readAddedId,
	readCustomFields,
	readTask,
	readTaskPage,
} from '../../protocols/mangoOffice/task';
import type { Target } from './examine';
import { HEADER_LIMIT, split } from './texts';
import { inWords } from './words';

type Json = Record<string, unknown>;

/** A path, an HTTP status, a location, and the body. */
const ANSWERS = [
	['commands/callback', '200', '', '{"result":1000}'],
	['ab/contact', '200', '', '{"result":[1000],"data":{"contact_id":"1"}}'],
	[
		'task/add',
		'400',
		'',
		'{"code":"3100","message":"Invalid","description":"no","fields":["number"]}',
	],
	['campaign', '401', '', '{"name":"Unauthorized","message":"locked","code":0,"status":401}'],
	[
		'campaign',
		'429',
		'',
		'{"name":"Service Unavailable","message":"Rate limit exceeded.","code":0,"status":429}',
	],
	[
		'stats/result',
		'200',
		'',
		'"MToxMDA=";"1399906976";"1399906990";"101";"79161110001";"1";"1110"\r\n',
	],
	['queries/recording/post', '302', 'https://records.mango-office.ru/x?y=1', ''],
	['stats/calls/result', '204', '', ''],
];

export const LEG = {
	...{
		call_type: 'user',
		call_abonent_id: 400210101,
		call_abonent_extension: '101',
		call_abonent_number: 'sip:a@b',
	},
	...{
		call_start_time: 1772352000,
		call_answer_time: '1772352005',
		call_end_time: 1772352030,
		call_end_reason: 1110,
	},
	...{ recording_id: ['R1'], talk_duration: 25, external_call_id: 'c', members: [] as unknown[] },
};
/** As the statistics have one. */
export const CALL = {
	...{
		entry_id: 'MTox',
		context_type: 2,
		context_status: 1,
		caller_id: 400210101,
		caller_number: '101',
	},
	...{
		called_number: '79161110001',
		context_start_time: 1772352000,
		duration: '30',
		talk_duration: 20,
	},
	...{
		context_calls: [
			LEG,
			{ ...LEG, call_type: 'number' },
			{ ...LEG, call_type: 'group', members: [LEG] },
		],
	},
};
const TASK = {
	...{
		campaign_task_id: 11227801,
		task_id: 1,
		campaign_id: 79893,
		number: '79161110001',
		name: 'Anna',
	},
	...{
		comment: 'Offer [deal 12]',
		attempts_count: '2',
		operator_id: 400210106,
		record_id: 'R1',
		duration: 61,
	},
	...{
		talk_duration: 45,
		task_status: 4,
		task_status_reason: 1,
		status: 4,
		status_reason: 1,
		priority: '1',
	},
	...{
		updated: '2026-03-01 08:02:00',
		end: 1772352000,
		created: '1772352000',
		due_date: null,
		blocked_until: 0,
	},
	...{ attempts: [{ result: 1, record_id: 'R', talk_duration: 5 }] },
};
const CONTACT = {
	...{
		contact_id: '12761865',
		type: 0,
		name: 'Ale Zvon',
		office: 'o',
		org: { org_id: '1', org_name: 'Calling LLC' },
	},
	...{
		phones: [{ ext: null, phone: '375292544794', phone_num: '375292544794', is_default: true }],
		emails: [],
	},
	...{ when_created: 1545889003, user_id: null, last_call: null },
};
const EMPLOYEE = {
	general: {
		user_id: 400210101,
		name: 'Anna',
		email: 'a@b',
		department: '',
		position: '',
		mobile: '7916',
	},
	telephony: {
		extension: '101',
		outgoingline: '74951234567',
		numbers: [{ number: 'sip:a@b', protocol: 'sip', order: '1', wait_sec: 60, status: 'on' }],
	},
	groups: [80101, '80102'],
};
const CAMPAIGN = {
	...{
		campaign_id: 79893,
		name: 'Offer',
		status: 2,
		status_reason: 0,
		start: '1772352000',
		end: null,
		created: 1,
	},
	...{ priority: '5', schedule: [{ weekday: 1, start: '06:00', end: '15:00' }] },
};

function readCallsOf(answer: Json): unknown {
	const page = readPage(answer);
	const records = page?.records ?? [];
	const asked = [{ number: '+79161110001', at: 1772352000_000, extension: '101' }];
	const each = records.map((record) => [
		...[
			callOf(record, [], () => null, 1772352000_000),
			outcomeOfRecord(record),
			unknownEmployees(record),
		],
		...[recordingsOfCall(record, () => null), countRecordings(record)],
	]);
	return [page, each, [...findAsked(asked, records, new Set()).values()].length];
}

function readTasksOf(answer: Json): unknown {
	const { tasks, cursor } = readTaskPage(answer);
	return [tasks.map((task) => [task, outcomeOfTask(task)]), cursor];
}

type Read = (answer: Json) => unknown;

/** What reads the answer of a method, and what such an answer looks like. */
const READERS: Readonly<Record<string, [answer: Json, read: Read]>> = {
	calls: [
		{ status: 'complete', data: [{ list: [CALL, { ...CALL, context_type: 1 }] }] },
		readCallsOf,
	],
	key: [{ result: 1000, key: 'k' }, readKey],
	balance: [{ balance: '12.5', currency: 'RUB', response_at: 1772352000 }, readBalance],
	campaigns: [{ result: 1000, campaigns: [CAMPAIGN] }, readCampaigns],
	campaign: [{ result: 1000, campaign: CAMPAIGN }, readCampaign],
	created: [{ result: 1000, campaign_id: '1' }, readCreatedId],
	status: [{ result: 1000, status: '2' }, readStatus],
	task: [
		{ result: 1000, task: TASK },
		(answer) => [readTask(answer), outcomeOfTask(readTask(answer))],
	],
	tasks: [{ result: 1000, tasks: [TASK, TASK], cursor: 'c' }, readTasksOf],
	added: [{ result: 1000, task_id: '7' }, readAddedId],
	customFields: [{ result: [{ id: 1, name: 'x' }] }, readCustomFields],
	contact: [{ result: [1000], data: CONTACT }, readContact],
	contacts: [{ result: [1000], data: [CONTACT], state: { cursor: 'c' } }, readContactPage],
	written: [{ result: [1000], data: { 0: CONTACT } }, readWritten],
	employees: [{ users: [EMPLOYEE] }, readEmployees],
	groups: [
		{ result: 1000, groups: [{ id: 1, name: 'g', extension: '200', operators: [{ id: 2 }] }] },
		readGroups,
	],
	lines: [
		{ result: 1000, lines: [{ line_id: 1, number: '7495', name: 'l', schema_id: 2 }] },
		(answer) => readLines(answer).map((line) => [line, lineValue(line)]),
	],
};

const BASE = 'https://app.mango-office.ru/vpbx/';

/** What MANGO OFFICE answers. */
export const mangoTargets: readonly Target[] = [
	{
		name: 'MANGO answer',
		grammar: {
			seeds: ANSWERS.map((lines) => lines.join('\n')),
			words: [
				'"result":',
				'"code":',
				'"status":',
				'1000',
				'3100',
				'401',
				'429',
				'500',
				'<html>',
				'stats/result',
			],
		},
		limit: 256 * 1024,
		refusals: ['MangoError', 'LockedOutError', 'SentOnError', 'NotMangoError', 'Error'],
		read: (text) => {
			const { head, body } = split(text, 3);
			const [path, status, location] = head.split('\n').map((line) => line.slice(0, HEADER_LIMIT));
			const answer = { status: Number(status) || 200, headers: location ? { location } : {}, body };
			const method = parseMethodPath(path) ?? 'stats/result';
			isReading(method);
			return inWords(toNodeError, () => {
				const read = readAnyAnswer(method, answer);
				missingFields(method, read);
				if (typeof read.location !== 'string') return readAnswer(answer);
				return fileUrl(readLocation(answer), BASE);
			});
		},
	},
	{
		name: 'MANGO results',
		grammar: {
			seeds: Object.entries(READERS).map(
				([name, [answer]]) => `${name}\n${JSON.stringify(answer)}`,
			),
			words: Object.keys(READERS),
			json: { head: 1 },
		},
		limit: 256 * 1024,
		refusals: ['MangoError', 'NotMangoError', 'ZodError', 'ReportError'],
		read: (text) => {
			const { head, body } = split(text, 1);
			const [, read] =
				READERS[Object.keys(READERS).find((name) => name === head.trim()) ?? 'calls'];
			return inWords(toNodeError, () => read(readAnswer({ status: 200, headers: {}, body })));
		},
	},
];
