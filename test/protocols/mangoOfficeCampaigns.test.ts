import { readHours } from '../../nodes/MangoOffice/resources/campaign/readHours';
import { minutesAhead } from '../../nodes/shared/wallTime';
import { readAnswer } from '../../protocols/mangoOffice/answer';
import { readCampaign, readCampaigns, readCreatedId } from '../../protocols/mangoOffice/campaign';
import { utcSchedule } from '../../protocols/mangoOffice/campaignSchedule';
import {
	parseTaskNumber,
	readCustomFields,
	readTask,
	readTaskPage,
	taskFields,
} from '../../protocols/mangoOffice/task';
import { dealOf, withDeal } from '../../protocols/mangoOffice/taskDeal';
import { isoOf } from '../../protocols/mangoOffice/time';

describe('times', () => {
	test('Unix times come as numbers and text, "none" as null and 0; other text has no known zone and stays', () => {
		expect(
			[1674723162, '1674723162', null, 0, '0', undefined, '', '2025.09.26 08:28:12'].map(isoOf),
		).toEqual([
			'2023-01-26T08:52:42.000Z',
			'2023-01-26T08:52:42.000Z',
			null,
			null,
			null,
			null,
			null,
			'2025.09.26 08:28:12',
		]);
	});
});

describe('the schedule of a campaign', () => {
	const winter = new Date('2026-01-15T12:00:00Z');
	const slots = (weekdays: number[], start: string, end: string, zone: string, at = winter) =>
		utcSchedule(readHours([{ weekdays, start, end }]), minutesAhead(zone, at)).map(
			(slot) => `${slot.weekday} ${slot.start}-${slot.end}`,
		);

	test('goes out in UTC', () => {
		expect(slots([1, 5], '09:00', '18:00', 'Europe/Moscow')).toEqual([
			'1 06:00-15:00',
			'5 06:00-15:00',
		]);
	});

	test('is split where a midnight of UTC lies in between, Monday after Sunday', () => {
		expect(slots([1], '09:00', '18:00', 'Asia/Vladivostok')).toEqual([
			'1 00:00-08:00',
			'7 23:00-23:59',
		]);
		expect(slots([7], '15:00', '23:00', 'America/New_York')).toEqual([
			'1 00:00-04:00',
			'7 20:00-23:59',
		]);
		expect(slots([1], '00:00', '24:00', 'UTC')).toEqual(['1 00:00-23:59']);
		expect(slots([1], '12:00', '00:00', 'UTC')).toEqual(['1 12:00-23:59']);
	});

	test('takes the offset of its start', () => {
		expect(slots([1], '09:00', '18:00', 'Europe/Berlin')).toEqual(['1 08:00-17:00']);
		expect(slots([1], '09:00', '18:00', 'Europe/Berlin', new Date('2026-07-15T12:00:00Z'))).toEqual(
			['1 07:00-16:00'],
		);
	});

	test.each([
		[[1], '18:00', '09:00', /end before they start/],
		[[1], '9', '18:00', /^'Start' was "9"/],
		[[1], '09:00', '18:60', /^'End' was "18:60"/],
		[[], '09:00', '18:00', /no weekday/],
		[[8], '09:00', '18:00', /^The weekday was 8/],
	])('%j from %s to %s is refused', (weekdays, start, end, message) => {
		expect(() => slots(weekdays, start, end, 'UTC')).toThrow(message);
	});

	test.each<[unknown, RegExp]>([
		[[{ weekdays: [1], end: '18:00' }], /^'Start' was undefined\. Give a time/],
		[[{ weekdays: [1], start: '09:00', end: 18 }], /^'End' was 18\./],
		[[{ weekdays: '1,2', start: '09:00', end: '18:00' }], /have no weekday/],
		[[{ weekdays: ['1'], start: '09:00', end: '18:00' }], /^The weekday was "1"/],
		[[{ start: '09:00', end: '18:00' }], /have no weekday/],
		[[null], /^'Start' was undefined/],
	])('%j, as an expression may give it, is refused', (rows, message) => {
		expect(() => readHours(rows)).toThrow(message);
	});

	test('must not be empty', () => {
		for (const rows of [[], {}, null, 'x'])
			expect(() => readHours(rows)).toThrow('The schedule is empty');
	});
});

describe('tasks', () => {
	test("are written as in the document's example", () => {
		const draft = {
			number: '375291111111',
			name: 'Евгеньев Евгений Евгеньевич',
			priority: 1,
			organization: 'АБВ',
			dueDate: new Date('2021-07-20T19:50:00Z'),
			blockedUntil: new Date('2021-07-20T09:00:00Z'),
			customFields: { 5781: 'Салют' },
			alternativeNumbers: ['72527954828', 'sip:admin@test.mangosip.ru'],
		};
		expect(taskFields(draft)).toEqual({
			number: '375291111111',
			name: 'Евгеньев Евгений Евгеньевич',
			priority: 1,
			organization: 'АБВ',
			due_date: '2021-07-20 19:50:00',
			blocked_until: '2021-07-20 09:00:00',
			custom_fields: { 5781: 'Салют' },
			subtasks: [
				{ number: '72527954828', order: 0, type: 0 },
				{ number: 'sip:admin@test.mangosip.ru', order: 1, type: 0 },
			],
		});
	});

	test('hold nothing that is not set', () => {
		expect(taskFields({ number: '79161110001', name: undefined, alternativeNumbers: [] })).toEqual({
			number: '79161110001',
		});
	});

	test('are read from both methods in one shape, the official example of each', () => {
		const one = readTask({
			result: '1000',
			task: {
				campaign_task_id: 11227830,
				campaign_id: 56919,
				name: 'Евгеньев Евгений Евгеньевич',
				priority: '1',
				number: '375291111111',
				talk_duration: null,
				status: 1,
				status_reason: null,
				comment: '[deal 12]',
				due_date: '1753358659',
				blocked_until: null,
				updated: 1674723162,
				end: null,
				created: 1674723162,
				custom_fields: { 5802: 'Салют' },
				subtasks: [{ order: 0, number: '+72527954828', type: 0, subtask_id: 232395 }],
			},
		});
		expect(one).toMatchObject({
			taskId: 11227830,
			campaignId: 56919,
			number: '375291111111',
			status: 1,
			statusText: 'Queued',
			statusReason: null,
			statusReasonText: null,
			dealId: 12,
			priority: 1,
			dueDate: '2025-07-24T12:04:19.000Z',
			blockedUntil: null,
			created: '2023-01-26T08:52:42.000Z',
			end: null,
			customFields: { 5802: 'Салют' },
			subtasks: [{ subtaskId: 232395, number: '+72527954828' }],
		});
		const { tasks, cursor } = readTaskPage({
			result: 1000,
			cmd_id: 'a99bce305057c096b6c5df10d7a97e09',
			cursor: '',
			tasks: [
				{
					campaign_id: 1897267,
					task_id: 1406133592,
					name: 'VNK',
					number: '74999999999',
					duration: 10,
					task_status: '4',
					task_status_reason: '26',
					task_comment: 'Тестовый коммент3',
					task_created: '2025.09.26 08:28:12',
					task_custom_fields: { 5802: 'Салют' },
				},
			],
		});
		expect(cursor).toBeUndefined();
		expect(tasks).toEqual([
			expect.objectContaining({
				taskId: 1406133592,
				campaignId: 1897267,
				status: 4,
				statusText: 'Done',
				statusReason: 26,
				statusReasonText: 'Forbidden Number',
				comment: 'Тестовый коммент3',
				created: '2025.09.26 08:28:12',
				customFields: { 5802: 'Салют' },
			}),
		]);
		expect(tasks[0]).not.toHaveProperty('dealId');
	});

	test('an unknown status has no word', () => {
		expect(readTask({ task: { campaign_task_id: 1, status: 77, status_reason: 0 } })).toMatchObject(
			{
				status: 77,
				statusText: null,
				statusReasonText: null,
			},
		);
	});

	test('numbers are brought to one form, SIP addresses stay', () => {
		expect(parseTaskNumber('8 (916) 111-00-01', 'RU')).toBe('79161110001');
		expect(parseTaskNumber('+375 29 111-11-11', 'RU')).toBe('375291111111');
		expect(parseTaskNumber(' sip:admin@test.mangosip.ru ', 'RU')).toBe(
			'sip:admin@test.mangosip.ru',
		);
		expect(() => parseTaskNumber('sip:nobody', 'RU')).toThrow('The phone number was "sip:nobody"');
	});

	test('the deal goes to the end of the comment', () => {
		expect(withDeal('', 12)).toBe('[deal 12]');
		expect(withDeal('Позвонить', 12)).toBe('Позвонить [deal 12]');
	});

	test.each([
		'[deal 12]',
		'Позвонить [deal 12]',
		'[deal 3] [deal 12] ',
		'[deal 12] перезвонить в пятницу',
		'Просил счёт [deal 12], недозвон',
		'Просил счёт[deal 12]недозвон',
		'[deal 12]\n\nКлиент занят',
		'первая строка\n[deal 12]\nвторая',
		'[Deal 12]',
		'[ deal  12 ]',
		'[deal 0] [deal 12] [deal x]',
		'[deal 12] [deal 9999999999999999]',
	])('the deal is found wherever it stands: %j', (comment) => {
		expect(dealOf(comment)).toBe(12);
	});

	test.each([
		'',
		'deal 12',
		'[deal x]',
		'[deal]',
		'[deal -1]',
		'[deal 0]',
		'[deal 1.5]',
		'(deal 12)',
		'[lead 12]',
		'[deal 12',
		'[deal 99999999999999999999]',
	])('%j names none', (comment) => {
		expect(dealOf(comment)).toBeUndefined();
	});

	test('custom fields have their list where the result code stands', () => {
		const answer = readAnswer({
			status: 200,
			headers: {},
			body: JSON.stringify({
				result: [{ id: 5908, order: 1, name: 'Город', field_type: 'text' }],
				status: 200,
			}),
		});
		expect(readCustomFields(answer)).toEqual([{ id: 5908, name: 'Город' }]);
	});
});

describe('campaigns', () => {
	test('are read with their status in words', () => {
		const campaign = {
			campaign_id: '56919',
			name: 'Обзвон',
			status: '4',
			status_reason: 2,
			start: 1674735900,
			end: '0',
			line_id: 300207714,
			redial_no_answer: 3,
		};
		expect(readCampaigns({ campaigns: [campaign] })).toEqual([
			{
				campaignId: 56919,
				name: 'Обзвон',
				status: 4,
				statusText: 'Finished',
				statusReason: 2,
				statusReasonText: 'All Tasks Done',
				priority: null,
				start: '2023-01-26T12:25:00.000Z',
				end: null,
				created: null,
				lineId: 300207714,
				redialNoAnswer: 3,
			},
		]);
		expect(readCampaign({ campaign: { ...campaign, endless: true } })).toMatchObject({
			campaignId: 56919,
			endless: true,
		});
	});

	test.each([0, -1, 1.5, '', 'Infinity', null])('one made under %j is none', (campaign_id) => {
		expect(() => readCreatedId({ result: 1000, campaign_id })).toThrow();
	});

	test('another answer is not taken for one', () => {
		expect(() => readCampaigns({ result: 1000 })).toThrow();
		expect(() => readCampaign({ campaign: { name: 'x' } })).toThrow();
	});
});
