import { z } from 'zod';

import { isSuccess, meaningOf } from '../resultCodes';
import { commandFields } from './command';
import { commandOf } from './paths';
import { reader, type Reader } from './reader';
import { reasonFields } from './reason';
import { optional, phone, text, time, timeInMs, wholeNumber, withFurther, word } from './values';

// Source: docs/protocols/mango-office.md#other-events.

const dtmfSchema = z
	.object({
		seq: wholeNumber,
		dtmf: text,
		timestamp: time,
		call_id: text,
		entry_id: text,
		location: optional(word),
		initiator: optional(phone),
		from_number: optional(phone),
		to_number: optional(phone),
		line_number: optional(phone),
	})
	.passthrough();

/** `events/dtmf`: keys that somebody pressed during a call (mango-office.md#other-events). */
export const readDtmf = reader(
	dtmfSchema,
	({ seq, dtmf, timestamp, call_id, entry_id, location, initiator, ...more }) => {
		const { from_number, to_number, line_number, ...further } = more;
		return withFurther(
			{
				event: 'dtmf' as const,
				final: true,
				entryId: entry_id,
				callId: call_id,
				sequence: seq,
				time: timestamp,
				dtmf,
				location: location ?? null,
				initiator: initiator ?? null,
				fromNumber: from_number ?? null,
				toNumber: to_number ?? null,
				lineNumber: line_number ?? null,
			},
			further,
		);
	},
);

const smsSchema = z
	.object({ command_id: text, timestamp: time, reason: wholeNumber })
	.passthrough();

/** `events/sms`: what became of an SMS (mango-office.md#other-events). */
export const readSms = reader(smsSchema, ({ command_id, timestamp, reason, ...further }) =>
	withFurther(
		{
			event: 'sms' as const,
			final: true,
			...commandFields(command_id),
			...reasonFields(reason),
			time: timestamp,
		},
		further,
	),
);

const statusValue = z.union([wholeNumber, text]);

const userStatusSchema = z
	.object({
		abonent_id: optional(wholeNumber),
		status: statusValue,
		status_alias: optional(text),
		parent_status: optional(statusValue),
		when: optional(timeInMs),
		timestamp: optional(timeInMs),
	})
	.passthrough();

/**
 * `events/user/status_changed`: an operator of the Contact Center (mango-office.md#other-events).
 * Its times are in milliseconds.
 */
export const readUserStatus = reader(
	userStatusSchema,
	({ abonent_id, status, status_alias, parent_status, when, timestamp, ...further }) =>
		withFurther(
			{
				event: 'userStatus' as const,
				final: true,
				employeeId: abonent_id ?? null,
				status,
				statusAlias: status_alias,
				parentStatus: parent_status,
				since: when ?? null,
				time: timestamp ?? null,
			},
			further,
		),
);

const commandResultSchema = z
	.object({ command_id: optional(text), result: wholeNumber })
	.passthrough();

/** `result/…`: the outcome of a command (mango-office.md#commands). */
export const readCommandResult = reader(
	commandResultSchema,
	({ command_id, result, ...further }, path) => {
		const { commandId = null, dealId } = commandFields(command_id);
		return withFurther(
			{
				event: 'commandResult' as const,
				final: true,
				command: commandOf(path),
				commandId,
				dealId,
				resultCode: result,
				result: meaningOf(result).message,
				successful: isSuccess(result),
			},
			further,
		);
	},
);

const statisticsSchema = z
	.object({ key: text, request_id: optional(text), result: optional(wholeNumber) })
	.passthrough();

/** `result/stat` and `result/stats`: a report can be fetched (mango-office.md#basic-statistics). */
export const readStatistics = reader(statisticsSchema, ({ key, request_id, result, ...further }) =>
	withFurther(
		{ event: 'statistics' as const, final: true, key, requestId: request_id, resultCode: result },
		further,
	),
);

/** Events that this package knows by their path alone. */
export const readOther: Reader = (raw, path) =>
	withFurther({ event: 'other' as const, final: true, path }, raw);
