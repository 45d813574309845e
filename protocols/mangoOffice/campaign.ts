import { z } from 'zod';

import { id, newId, readListIn, text } from '../list';
import { camelCased } from './camelCase';
import { isoOf } from './time';
import { numberOrNull } from './values';

type Json = Record<string, unknown>;

/** docs/protocols/mango-office.md#campaign-methods. */
const CAMPAIGN_STATUS: Readonly<Record<number, string>> = {
	0: 'Stopped',
	1: 'Planned',
	2: 'Running',
	3: 'Stopping',
	4: 'Finished',
	5: 'Being Processed',
	6: 'Being Deleted',
};

const STATUS_REASON: Readonly<Record<number, string>> = {
	1: 'External Command',
	2: 'All Tasks Done',
	3: 'End Date Passed',
	4: 'Outside the Schedule',
	5: 'Connection Lost',
	6: 'No Service',
	7: 'No Money',
	8: 'Maintenance',
	9: 'Stopped by an Administrator',
};

const campaignSchema = z.object({ campaign_id: id, name: text }).passthrough();
const oneSchema = z.object({ campaign: campaignSchema });
const createdSchema = z.object({ campaign_id: newId });

/** The answer of `campaign/list`. */
export function readCampaigns(answer: Json): Json[] {
	return readListIn(answer, 'campaigns', campaignSchema).map(campaignOf);
}

/** The answer of `campaign`. */
export function readCampaign(answer: Json): Json {
	return campaignOf(oneSchema.parse(answer).campaign);
}

/** The ID in the answer of `campaign/add`. */
export function readCreatedId(answer: Json): number {
	return createdSchema.parse(answer).campaign_id;
}

/** The status, as a number and in words, in the answer of `campaign/start`, `stop` and `delete`. */
export function readStatus({ status }: Json): Json {
	return { status: numberOrNull(status), statusText: wordFor(CAMPAIGN_STATUS, status) };
}

function campaignOf(raw: z.infer<typeof campaignSchema>): Json {
	const { campaignId, name, status, statusReason, start, end, created, priority, ...rest } =
		camelCased(raw);
	return {
		campaignId,
		name,
		...readStatus({ status }),
		statusReason: numberOrNull(statusReason),
		statusReasonText: wordFor(STATUS_REASON, statusReason),
		priority: numberOrNull(priority),
		start: isoOf(start),
		end: isoOf(end),
		created: isoOf(created),
		...rest,
	};
}

/** The word for a code; an unknown code has none, and 0 as a reason means "none yet". */
export function wordFor(words: Readonly<Record<number, string>>, code: unknown): string | null {
	const number = numberOrNull(code);
	return number === null ? null : (words[number] ?? null);
}
