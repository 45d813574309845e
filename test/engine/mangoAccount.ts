import type { INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';

import { startMango, type Call, type MangoOptions, type MangoStandin } from '../../sandbox/mango';
import { clock } from '../clock/clock';
import { loadList, runNode, type RunOptions, type RunResult } from './harness';

/**
 * A MANGO OFFICE stand-in for each test, and the MANGO OFFICE node connected to it: another address
 * is another account, of which the node's guard knows nothing yet. Its limits are off unless asked
 * for.
 */
export function useMango(options: MangoOptions = {}) {
	let mango: MangoStandin;

	beforeEach(async () => {
		mango = await startMango({ rateLimit: false, lockout: false, ...options });
	});
	afterEach(() => mango.stop());

	return {
		get mango() {
			return mango;
		},
		credentials: () => ({
			mangoOfficeApi: { apiKey: mango.apiKey, apiSalt: mango.apiSalt, baseUrl: mango.baseUrl },
		}),
		/** The parameters of the requests for this method. */
		sent: (path: string) =>
			mango.requests
				.filter((request) => request.path === path)
				.map(({ json }) => json as Record<string, unknown>),
		async run(
			parameters: INodeParameters,
			json: INodeExecutionData['json'] | Array<INodeExecutionData['json']> = {},
			more: Partial<RunOptions> = {},
		): Promise<RunResult> {
			return await runNode('mangoOffice', {
				parameters,
				items: [json].flat().map((one) => ({ json: one })),
				credentials: this.credentials(),
				...more,
			});
		},
		/** A call that has ended, of a minute and five seconds, as the statistics have it. */
		addEnded(id: string, at: number, more: Partial<Call> = {}): void {
			const createdAt = Math.floor(at / 1000);
			const leg = {
				callId: id,
				seq: 3,
				appearedAt: createdAt,
				connectedAt: createdAt + 5,
				endedAt: createdAt + 65,
				reason: 1110,
			};
			const employee = { id: 400210102, name: 'Екатерина Фролова', extension: '102' };
			(mango.calls as unknown[]).push({
				id,
				initiator: 'API',
				employee,
				client: { number: '79161110001' },
				phase: 'ended',
				legs: { employee: leg, client: leg },
				createdAt,
				talkAt: createdAt + 5,
				endedAt: createdAt + 65,
				recordingId: `R-${id}`,
				...more,
			});
		},
		/** The choices of a resource locator. */
		async search(method: string, filter = '', more: Partial<RunOptions> = {}) {
			const parameters = { resource: 'call', operation: 'callback' };
			const options = { parameters, credentials: this.credentials(), ...more };
			return await loadList(
				'mangoOffice',
				options,
				'parameters.line',
				async (node: INodeType, context) => {
					const search = node.methods?.listSearch?.[method];
					if (search === undefined) throw new Error(`The node has no method ${method}`);
					return (await search.call(context, filter)).results;
				},
			);
		},
	};
}

/** A resource locator as the editor saves it. */
export function chosen(value: string | number, mode: 'list' | 'id' = 'list') {
	return { __rl: true, mode, value };
}

/** Moves the clock until something is so, through all that is due before. */
export async function until(isSo: () => boolean): Promise<void> {
	await clock.until(isSo);
}
