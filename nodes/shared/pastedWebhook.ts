import type { IHookFunctions } from 'n8n-workflow';

/**
 * The life of a webhook whose URL the user pastes into the service, which has no call to register
 * it: there is only the settings to check, so that a workflow with wrong ones is not published.
 */
export function pastedWebhook(readSettings: (context: IHookFunctions) => Promise<unknown>) {
	return {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			await readSettings(this);
			return true;
		},
		async create(this: IHookFunctions): Promise<boolean> {
			return true;
		},
		async delete(this: IHookFunctions): Promise<boolean> {
			return true;
		},
	};
}
