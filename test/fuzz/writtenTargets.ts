import { isDeepStrictEqual } from 'node:util';

import { checkRules, findCell, pipelinesWithRules, stageOf } from '../../nodes/Bitrix24/moveRules';
import { whyNoToken } from '../../nodes/Bitrix24/trigger/settings';
import { readHours } from '../../nodes/MangoOffice/resources/campaign/readHours';
import { isAllowed, parseRanges, senderOf } from '../../nodes/shared/allowedAddresses';
import { anyCommand, fitsBatch } from '../../protocols/bitrix24/anyMethod';
import { fastListOf } from '../../protocols/bitrix24/fastList';
import { toQueryString } from '../../protocols/bitrix24/formBody';
import { methodBelow, parseMethodName } from '../../protocols/bitrix24/methodUrl';
import { toParams } from '../../protocols/bitrix24/namedParams';
import { maskSecret, parseWebhookUrl } from '../../protocols/bitrix24/webhookUrl';
import { isReading, missingFields, parseMethodPath } from '../../protocols/mangoOffice/anyMethod';
import { parseBaseUrl } from '../../protocols/mangoOffice/baseUrl';
import { utcSchedule } from '../../protocols/mangoOffice/campaignSchedule';
import { formatCommandId, parseCommandId } from '../../protocols/mangoOffice/commandId';
import {
	e164Of,
	parseDestination,
	parseLine,
	parsePhone,
	typedE164,
	writtenForms,
} from '../../protocols/mangoOffice/phone';
import { splitNumbers } from '../../protocols/mangoOffice/phoneText';
import { whyNotSendable } from '../../protocols/mangoOffice/smsText';
import { parseTaskNumber } from '../../protocols/mangoOffice/task';
import { dealOf, withDeal } from '../../protocols/mangoOffice/taskDeal';
import { timeZoneOfPhone } from '../../protocols/mangoOffice/timeZoneOfPhone';
import { methodUrl, writtenJson } from '../../protocols/mangoOffice/writtenRequest';
import { whyGuessable } from '../../protocols/mangoWebhook/authData';
import { RESULTS } from '../../protocols/mangoWebhook/result';
import { trimPasted } from '../../protocols/pastedText';
import { expectThat, type Target } from './examine';

const WEBHOOK = 'https://portal.bitrix24.ru/rest/1/s3cr3t/';
const BASE = 'https://app.mango-office.ru/vpbx/';

const PHONES = [
	...[
		'+7 (495) 540-44-44',
		'8 495 540-44-44 доб. 12',
		'tel:+7-495-540-44-44;ext=12',
		'79161110001',
		'+375 29 254-47-94',
	],
	...[
		'00 49 30 123456',
		'моб.: 8 (916) 111-00-01, 8 916 111 00 02',
		'«8(343)1234567», x12',
		'74955404444.0',
		'101',
	],
	...[
		'sip:anna@vpbx1.mangosip.ru',
		'＋７４９５５４０４４４４',
		'+7 495 540–44–44 (доб. 12)',
		'+8 (495) 540-44-44',
		'Офис',
	],
];
const PHONE_WORDS = [
	'+',
	'00',
	'7',
	'8',
	'(495)',
	'916',
	'доб.',
	'ext',
	'#12',
	',,',
	';ext=',
	' или ',
	'тел. ',
	'.0',
	'‎',
];

const PIPELINE = {
	id: 9,
	name: 'Sales',
	stages: [
		{ id: 'C9:NEW', name: 'New', semantics: 'P' as const },
		{ id: 'C9:WON', name: 'Won', semantics: 'S' as const },
	],
};
const ROW = { pipeline: '9', successStage: 'C9:WON', failureStage: '@failure', neutralStage: '' };

/** What the parameters of a method are, whatever list or map PHP makes of them. */
function canonical(query: string): string[] {
	return query.split('&').sort();
}

/** The parameters of a query as names and values. */
function namedOf(query: string) {
	return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));
}

function namesAndValues(text: string) {
	return text.split('\n').map((line) => {
		const [name, ...value] = line.split('=');
		return { name, value: value.join('=') };
	});
}

/** What users and other systems write into fields. */
export const writtenTargets: readonly Target[] = [
	{
		name: 'phone number',
		grammar: { seeds: PHONES, words: PHONE_WORDS },
		limit: 64 * 1024,
		refusals: ['PhoneError'],
		read: (text) => {
			const found = [...splitNumbers(text).map(typedE164), e164Of(text), timeZoneOfPhone(text)];
			for (const one of found.slice(0, -1))
				expectThat(one === undefined || /^\+[1-9]\d{4,14}$/.test(one), `It was read as ${one}`);
			parseLine(text.slice(0, 100) || 'x', 'RU');
			if (!text.startsWith('sip')) parseDestination(text.length < 10 ? '101' : text, 'KZ');
			parseTaskNumber(text, 'BY');
			const digits = parsePhone(text, 'RU');
			expectThat(/^[1-9]\d{4,14}$/.test(digits), `It was read as ${digits}`);
			expectThat(parsePhone(`+${digits}`, 'RU') === digits, `Read again, ${digits} was another`);
			return [found, digits, writtenForms(`+${digits}`)];
		},
	},
	{
		name: 'rule table',
		grammar: {
			seeds: [
				JSON.stringify([ROW, { ...ROW, pipeline: 'other', neutralStage: '@first' }]),
				JSON.stringify([{ ...ROW, pipeline: 0, successStage: ' C9:WON ' }, {}, { pipeline: '' }]),
			],
			words: ['pipeline', 'successStage', '@success', '@failure', '@first', 'other', 'C9:NEW'],
			json: { head: 0 },
		},
		limit: 64 * 1024,
		refusals: ['RuleError', 'NoJson'],
		read: (text) => {
			const rules = checkRules(parsed(text));
			const cells = [...pipelinesWithRules(rules), 0].flatMap((id) =>
				RESULTS.map((result) => findCell(rules, id, result)),
			);
			expectThat(isDeepStrictEqual(checkRules(rules), rules), 'Read again the table was another');
			return [
				rules,
				cells,
				cells.map((cell) => ('cell' in cell ? stageOf(PIPELINE, cell.cell) : null)),
			];
		},
	},
	{
		name: 'parameter names',
		grammar: {
			seeds: [
				'filter[>ID]=12\nselect[]=ID\nselect[]=TITLE\nstart=-1',
				'fields[fm][0][value]=+7495\nfields[fm][0][typeId]=PHONE\nid=1',
				'a[1]=x\na[0]=y\norder[ID]=ASC',
			],
			words: [
				'filter',
				'[',
				']',
				'[]',
				'[0]',
				'=',
				'\n',
				'__proto__',
				'$result[c0]',
				'start',
				'order',
			],
		},
		limit: 64 * 1024,
		refusals: ['Error'],
		read: (text) => {
			const params = toParams(namesAndValues(text));
			const query = toQueryString(params);
			expectThat(
				isDeepStrictEqual(canonical(toQueryString(toParams(namedOf(query)))), canonical(query)),
				`Written and read again it was another: ${query}`,
			);
			fitsBatch(params);
			fastListOf(anyCommand('crm.deal.list', params), true);
			return params;
		},
	},
	{
		name: 'schedule',
		grammar: {
			seeds: [
				JSON.stringify([{ weekdays: [1, 2, 3, 4, 5], start: '09:00', end: '18:00' }]),
				JSON.stringify([
					{ weekdays: [6], start: '0:00', end: '24:00' },
					{ weekdays: [7], start: '22:30', end: '00:00' },
				]),
			],
			words: ['weekdays', 'start', 'end', '24:00', '09:30', '23:59'],
			json: { head: 0 },
		},
		limit: 64 * 1024,
		refusals: ['Error', 'NoJson'],
		read: (text) => {
			const hours = readHours(parsed(text));
			return [-720, -1, 0, 180, 345, 840].map((ahead) => {
				const slots = utcSchedule(hours, ahead);
				for (const { weekday, start, end } of slots) {
					const isClock = [start, end].every((clock) => /^([01]\d|2[0-3]):[0-5]\d$/.test(clock));
					expectThat(
						isClock && start <= end && weekday >= 1 && weekday <= 7,
						`A slot was ${start} to ${end}`,
					);
				}
				return slots;
			});
		},
	},
	{
		name: 'pasted URL',
		grammar: {
			seeds: [
				...[
					WEBHOOK,
					`${WEBHOOK}crm.deal.list.json`,
					`${WEBHOOK}profile/`,
					'http://127.0.0.1:8080/rest/1/x',
				],
				...[
					BASE,
					'https://app.mango-office.ru/vpbx',
					'https://[::1]/rest/1/2',
					`${BASE}commands/callback`,
				],
				...[
					'crm.deal.list?start=50',
					'/rest/crm.deal.get.json',
					'//other.example/rest/1/x',
					'cc/task/add',
				],
			],
			words: [
				'https://',
				'http://',
				'localhost',
				'rest',
				'/1/',
				'.json',
				'profile',
				'@',
				'crm.deal.list',
				'..',
			],
		},
		limit: 64 * 1024,
		refusals: ['Error'],
		read: (text) => {
			const read = [
				attemptUrl(() => parseWebhookUrl(text)),
				attemptUrl(() => parseBaseUrl(text)),
				attemptUrl(() => methodBelow(text, WEBHOOK)),
				attemptUrl(() => methodUrl(text, BASE)),
			];
			const [webhook, base] = read;
			if (webhook !== undefined) {
				expectThat(parseWebhookUrl(webhook) === webhook, `Read again it was another: ${webhook}`);
				expectThat(
					!maskSecret(webhook, webhook).endsWith(webhook.slice(-10)),
					`It was not masked: ${webhook}`,
				);
			}
			if (base !== undefined)
				expectThat(parseBaseUrl(base) === base, `Read again it was another: ${base}`);
			expectThat(trimPasted(trimPasted(text)) === trimPasted(text), 'Trimmed again it was another');
			return [read, whyGuessable(text), whyNoToken(text), whyNotSendable(text)];
		},
	},
	{
		name: 'method name',
		grammar: {
			seeds: [
				...[
					'crm.deal.list',
					'tasks.task.get.json',
					'commands/callback',
					'/vpbx/ab/contacts/create/',
					'cc/tasks/push',
				],
				...['{"json":{"from":{"extension":"101"},"to_number":"7495"}}', '{"key":"k"}'],
			],
			words: ['vpbx/', '.json', 'task/add', 'campaign', 'constructor', '{"json":', 'sign'],
		},
		limit: 64 * 1024,
		refusals: ['Error'],
		read: (text) => {
			const [name, path] = [parseMethodName(text), parseMethodPath(text)];
			if (name !== undefined) anyCommand(name, {});
			if (path !== undefined)
				expectThat(Array.isArray(missingFields(path, {})), 'It gave no list of fields');
			return [
				name,
				path,
				path && isReading(path),
				attemptUrl(() => writtenJson({ query: {}, body: text })),
			];
		},
	},
	{
		name: 'command ID',
		grammar: {
			seeds: ['mb24.12.345.0.k3x9a2', 'mb24.-.a-b_c.17.x', 'mb24.9007199254740991.1.999.a'],
			words: ['mb24', '.', '-', '9'.repeat(16), '012'],
		},
		limit: 64 * 1024,
		refusals: [],
		read: (text) => {
			const origin = parseCommandId(text);
			if (origin === undefined) return undefined;
			const { dealId = 1, itemIndex } = origin;
			expectThat(Number.isSafeInteger(dealId) && dealId > 0, `The deal was ${dealId}`);
			expectThat(Number.isSafeInteger(itemIndex), `The item was ${itemIndex}`);
			const again = parseCommandId(formatCommandId(origin));
			expectThat(isDeepStrictEqual(again, origin), 'Written and read again it was another');
			return origin;
		},
	},
	{
		name: 'deal in a comment',
		grammar: {
			seeds: [
				'Call about the offer [deal 12]',
				'[deal 1] [ DEAL  2 ] busy',
				'[deal 9007199254740991]',
				'',
			],
			words: ['[deal ', '[', ']', 'deal', ' ', '[deal', '12', '\n'],
		},
		limit: 64 * 1024,
		refusals: [],
		read: (text) => {
			const deal = dealOf(text);
			expectThat(
				deal === undefined || (Number.isSafeInteger(deal) && deal > 0),
				`The deal was ${deal}`,
			);
			expectThat(dealOf(withDeal(text, 77)) === 77, 'The deal that was written was not read');
			return deal;
		},
	},
	{
		name: 'allowed addresses',
		grammar: {
			seeds: ['81.88.80.132, 10.0.0.0/8; ::1', '::ffff:10.0.0.1/104', 'fe80::1%eth0 2001:db8::/32'],
			words: ['/', '::', '/32', '0x7f', '1.2.3.4', ',', '%eth0'],
		},
		limit: 64 * 1024,
		refusals: ['Error'],
		read: (text) => {
			isAllowed(text, parseRanges('10.0.0.0/8'));
			expectThat(senderOf(text).length < 64, `A sender is remembered as ${senderOf(text)}`);
			const ranges = parseRanges(text);
			return [isAllowed('10.0.0.1', ranges), isAllowed('::1', ranges), ranges.length];
		},
	},
];

class NoJson extends Error {
	override name = 'NoJson';
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new NoJson('It is no JSON');
	}
}

/** Undefined for what is refused in words for the user; another error leaves. */
function attemptUrl(read: () => string): string | undefined {
	try {
		return read();
	} catch (error) {
		if (error instanceof Error && error.name === 'Error' && /^'[^']+' /.test(error.message))
			return undefined;
		throw error;
	}
}
