import type { IExecuteFunctions } from 'n8n-workflow';

import type { StageFilter } from '../../../protocols/bitrix24/events/stageChanges';
import { trimPasted } from '../../../protocols/pastedText';
import { readKeptCredential } from '../../shared/keptCredential';
import type { IsAllowedAddress } from '../../shared/receiving';
import {
	readAllowedAddresses,
	readChosen,
	wrongSetting,
	type TriggerContext,
} from '../../shared/triggerSettings';

interface TriggerSettings {
	token: string;
	/** Names of events, and `other`. */
	events: string[];
	isAllowedAddress: IsAllowedAddress;
}

/**
 * What the webhook goes by. Throws NodeOperationError for settings that cannot hold, so that such a
 * workflow is not published.
 */
export async function readSettings(context: TriggerContext): Promise<TriggerSettings> {
	const { applicationToken: token } = await readKeptCredential<{ applicationToken: string }>(
		context,
		'bitrix24OutgoingWebhookApi',
	);
	if (token === '')
		throw wrongSetting(
			context,
			"'Application Token' of the credential is empty",
			'Anyone could send events. Copy it from the outgoing webhook in Bitrix24.',
		);
	const { allowedAddresses = '' } = context.getNodeParameter('options', {}) as {
		allowedAddresses?: string;
	};
	return {
		token,
		events: readChosen<string>(context, 'events', 'Events'),
		isAllowedAddress: readAllowedAddresses(context, allowedAddresses),
	};
}

/** Bitrix24's tokens are letters and digits. */
const TOKEN = /^[\da-z]{16,}$/i;

/** Why a text is no Application Token; undefined for one that may be. */
export function whyNoToken(value: unknown): string | undefined {
	if (TOKEN.test(trimPasted(value))) return undefined;
	return "'Application Token' does not look like one: 32 letters and digits, which Bitrix24 shows in the outgoing webhook.";
}

export interface Reading {
	/** Undefined where every change is let through. */
	stages?: StageFilter;
	leavesOutOwn: boolean;
}

/** What to read of an event, and which to let through; undefined where it goes on as it came. */
export function readReading(context: IExecuteFunctions): Reading | undefined {
	const isOn = (name: string) => context.getNodeParameter(name, 0, false) === true;
	if (!isOn('getRecord')) return undefined;
	const stages = { from: stageIds(context, 'fromStages'), to: stageIds(context, 'toStages') };
	return {
		...(isOn('onlyStageChanges') && { stages }),
		leavesOutOwn: isOn('leaveOutOwn'),
	};
}

function stageIds(context: IExecuteFunctions, name: string): string[] {
	const value = context.getNodeParameter(name, 0, []);
	const ids = Array.isArray(value) ? value : String(value ?? '').split(',');
	return ids.map((id) => String(id).trim()).filter(Boolean);
}
