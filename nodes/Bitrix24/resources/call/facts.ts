import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { looksLikeReference } from '../../../../protocols/bitrix24/batchRequest';
import { RESULTS } from '../../../../protocols/mangoWebhook/result';
import { refusal } from '../../../shared/parameters';

/** What a finished call was, as Call: Get Outcome and Statistics: Get Calls of the MANGO OFFICE node tell it. */
export interface CallFacts {
	entryId: string;
	outcome: (typeof RESULTS)[number];
	/** Whether it still goes on: told as not final, and without an end. */
	isGoingOn: boolean;
	direction: 'incoming' | 'outgoing' | 'internal';
	start: Date;
	end: Date;
	talkSeconds: number;
	reason: string;
	reasonCode: number | null;
	/** The employee's: of the one who answered, as far as anybody did. */
	extension: string | null;
	clientNumber: string | null;
	/** False: nobody rang the client's telephone. */
	clientRung: boolean;
}

/** The fields that an output item repeats. */
const NAMES = [
	'entryId',
	'taskId',
	'campaignId',
	'dealId',
	'commandId',
	'outcome',
	'final',
	'reason',
	'reasonCode',
	'talkSeconds',
	'answeredBy',
	'attempts',
	'direction',
	'clientNumber',
	'clientRung',
	'extension',
	'startTime',
	'endTime',
	'recordingIds',
];

const text = z.string().refine((value) => !looksLikeReference(value));
const shortText = z.union([text, z.number().transform(String)]);
/** Some three thousand years from 1970: what is added to it or taken from it is a date, too. */
const FARTHEST_MS = 1e14;

const time = z
	.string()
	.transform((value) => new Date(value))
	.refine((value) => Math.abs(value.getTime()) < FARTHEST_MS);

const TEXT = "It must be a text without '$result[', '$total[' or the like, or missing.";
const TIME = 'It must be a date and time such as 2026-11-22T10:00:00.000Z';

/** One after the other, so that the first that is wrong is named. */
const FIELDS = {
	entryId: {
		schema: text.refine((value) => value.trim() !== ''),
		advice:
			'It must be the ID of a call of MANGO OFFICE, a text. Call: Get Outcome of the MANGO OFFICE node gives it.',
	},
	outcome: {
		schema: z.enum(RESULTS),
		advice: `Allowed, in capital letters: ${RESULTS.join(', ')}.`,
	},
	direction: {
		schema: z.enum(['incoming', 'outgoing', 'internal']),
		advice: 'Allowed: incoming, outgoing, internal.',
	},
	startTime: { schema: time, advice: `${TIME}.` },
	endTime: { schema: time.nullish(), advice: `${TIME}, or missing.` },
	talkSeconds: {
		schema: z.number().nonnegative().max(1e9).nullish(),
		advice:
			'It must be a number of seconds that is not negative and that a call can take, or missing.',
	},
	reason: { schema: text.nullish(), advice: TEXT },
	reasonCode: { schema: z.number().nullish(), advice: 'It must be a number, or missing.' },
	answeredBy: { schema: shortText.nullish(), advice: TEXT },
	extension: { schema: shortText.nullish(), advice: TEXT },
	clientNumber: { schema: shortText.nullish(), advice: TEXT },
	clientRung: { schema: z.boolean().nullish(), advice: 'It must be true or false, or missing.' },
} as const;

type Values = { [Name in keyof typeof FIELDS]: z.infer<(typeof FIELDS)[Name]['schema']> };

/** The facts of the incoming item. Throws NodeOperationError for what cannot be a call. */
export function readFacts(context: IExecuteFunctions, itemIndex: number): CallFacts {
	const item = context.getInputData()[itemIndex].json;
	const read = Object.entries(FIELDS).map(([name, { schema, advice }]) => {
		const parsed = schema.safeParse(item[name]);
		if (parsed.success) return [name, parsed.data];
		throw refusal(
			{ context, itemIndex, name: `The incoming item's field '${name}'`, value: item[name] },
			advice,
		);
	});
	const { answeredBy, extension, startTime, endTime, ...values } = Object.fromEntries(
		read,
	) as Values;
	const talkSeconds = values.talkSeconds ?? 0;
	return {
		...values,
		talkSeconds,
		// A campaign's task that is queued again is not final either, but the call that failed has an end.
		isGoingOn: item.final === false && !endTime,
		start: startTime,
		end: endTime ?? new Date(startTime.getTime() + talkSeconds * 1000),
		reason: values.reason ?? '',
		reasonCode: values.reasonCode ?? null,
		extension: answeredBy || extension || null,
		clientNumber: values.clientNumber || null,
		clientRung: values.clientRung ?? true,
	};
}

/** The facts as the item has them, for the output. */
export function repeatFacts(item: IDataObject): IDataObject {
	return Object.fromEntries(NAMES.filter((name) => name in item).map((name) => [name, item[name]]));
}
