import { COUNTRY_RULE, isCountry } from '../../protocols/mangoOffice/phone';
import { ACTION_NAMES, type Action } from '../../protocols/mangoWebhook/action';
import type { FurtherKind } from '../../protocols/mangoWebhook/subject';
import type { WebhookRules } from '../../protocols/mangoWebhook/webhook';
import { readKeptCredential } from '../shared/keptCredential';
import type { IsAllowedAddress } from '../shared/receiving';
import {
	readAllowedAddresses,
	readChosen,
	wrongSetting,
	type TriggerContext,
} from '../shared/triggerSettings';

export interface TriggerSettings {
	rules: WebhookRules;
	methods: string[];
	isAllowedAddress: IsAllowedAddress;
}

interface WebhookCredential {
	authData: string;
	productId: string;
}

interface Options {
	actionMapping?: { mapping?: Array<{ value: string; action: Action }> };
	allowedAddresses?: string;
	country?: string;
	furtherRobots?: FurtherKind[];
	httpMethods?: string[];
}

/**
 * The node's settings and its credential. Throws NodeOperationError for settings that cannot hold, so that
 * such a workflow is not published.
 */
export async function readSettings(context: TriggerContext): Promise<TriggerSettings> {
	const { authData, productId } = await readKeptCredential<WebhookCredential>(
		context,
		'mangoBitrixWebhookApi',
	);
	if (authData === '')
		throw wrongSetting(
			context,
			"'Auth Data' of the credential is empty",
			'Anyone could send webhooks. Set a secret.',
		);
	const accepted = readChosen<Action>(context, 'actions', 'Accepted Actions');
	const options = context.getNodeParameter('options', {}) as Options;
	return {
		rules: {
			authData,
			productId,
			accepted,
			mapped: readMapping(context, options),
			country: readCountry(context, options),
			further: options.furtherRobots ?? [],
		},
		methods: options.httpMethods ?? ['GET', 'POST'],
		isAllowedAddress: readAllowedAddresses(context, options.allowedAddresses ?? ''),
	};
}

function readCountry(context: TriggerContext, { country = 'RU' }: Options): string {
	if (isCountry(country)) return country;
	throw wrongSetting(context, `'Default Country' was ${JSON.stringify(country)}`, COUNTRY_RULE);
}

function readMapping(context: TriggerContext, options: Options): Map<string, Action> {
	const mapping = new Map<string, Action>();
	for (const { value, action } of options.actionMapping?.mapping ?? []) {
		if (value === '' || value in ACTION_NAMES || mapping.has(value)) {
			const why = value === '' ? 'empty' : `'${value}', which is known already`;
			throw wrongSetting(
				context,
				`A value in 'Further Action Values' is ${why}`,
				'Change or remove the row.',
			);
		}
		mapping.set(value, action);
	}
	return mapping;
}
