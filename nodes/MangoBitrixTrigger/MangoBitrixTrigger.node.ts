import {
	NodeConnectionTypes,
	type ICredentialDataDecryptedObject,
	type ICredentialTestFunctions,
	type ICredentialsDecrypted,
	type INodeCredentialTestResult,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { whyGuessable } from '../../protocols/mangoWebhook/authData';
import { trimPasted } from '../../protocols/pastedText';
import { pastedWebhook } from '../shared/pastedWebhook';
import { properties } from './description';
import { OUTPUTS } from './outputs';
import { receive } from './receive';
import { readSettings } from './settings';
import { webhooks } from './webhooks';

export class MangoBitrixTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Mango Bitrix24 Trigger',
		name: 'mangoBitrixTrigger',
		icon: { light: 'file:mangoBitrix.svg', dark: 'file:mangoBitrix.dark.svg' },
		group: ['trigger'],
		// From version 2 on n8n parses the body without an expression
		// (docs/protocols/n8n.md#trigger-version).
		version: 2,
		subtitle: '={{$parameter["actions"].join(", ")}}',
		description: 'Receives the webhooks of the MANGO OFFICE and Bitrix24 integration',
		eventTriggerDescription: 'Waiting for a webhook',
		defaults: { name: 'Mango Bitrix24 Trigger' },
		inputs: [],
		outputs: OUTPUTS.map(() => NodeConnectionTypes.Main),
		outputNames: OUTPUTS.map(({ name }) => name),
		credentials: [
			{ name: 'mangoBitrixWebhookApi', required: true, testedBy: 'warnOfGuessableSecret' },
		],
		webhooks,
		properties,
	};

	methods = {
		credentialTest: {
			async warnOfGuessableSecret(
				this: ICredentialTestFunctions,
				credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
			): Promise<INodeCredentialTestResult> {
				const why = whyGuessable(trimPasted(credential.data?.authData));
				if (why === undefined) return { status: 'OK', message: 'The secret is hard to guess' };
				return {
					status: 'Error',
					message: `'Auth Data' could be guessed: ${why}. It works, but protects little.`,
				};
			},
		},
	};

	webhookMethods = { default: pastedWebhook(readSettings) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
