import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { startBitrix24 } from '../../sandbox/bitrix24';
import type { Clock } from '../../sandbox/core/clock';
import type { Gate } from '../../sandbox/core/faults';
import type { Tls } from '../../sandbox/core/service';
import { startMango } from '../../sandbox/mango';
import { runNode, type RunResult } from '../engine/harness';
import { chosen } from '../engine/mangoAccount';

export interface Setting {
	clock: Clock;
	tls?: Tls;
}

/** A service of this machine that a node can be sent to. */
export interface Opened {
	url: string;
	/** The credential, with another address in place of the service's own. */
	credentials(address?: string): Record<string, ICredentialDataDecryptedObject>;
	hold(gate: Gate): void;
	answerNext: Awaited<ReturnType<typeof startBitrix24>>['answerNext'];
	/** How often the write was carried out. */
	writes(): number;
	stop(): Promise<void>;
}

/** An operation that meets the faults. */
export interface Subject {
	name: string;
	kind: 'read' | 'write';
	open(setting: Setting): Promise<Opened>;
	run(credentials: Record<string, ICredentialDataDecryptedObject>): Promise<RunResult>;
	/** Whether a request is the one that is to meet the fault. */
	isMet(request: { method: string; params: unknown }): boolean;
}

const elsewhere = (url: string, address: string) => new URL(new URL(url).pathname, address).href;

const onPortal = (
	name: string,
	kind: Subject['kind'],
	parameters: INodeParameters,
	{
		isMet = () => true,
		writes = () => 0,
	}: {
		isMet?: Subject['isMet'];
		writes?: (portal: Awaited<ReturnType<typeof startBitrix24>>) => number;
	} = {},
): Subject => ({
	name,
	kind,
	isMet,
	async open({ clock, tls }) {
		const portal = await startBitrix24({ rateLimit: false, clock, tls });
		const { webhookUrl: own } = portal;
		return {
			...portal,
			credentials: (address) => ({
				bitrix24WebhookApi: { webhookUrl: address ? elsewhere(own, address) : own },
			}),
			writes: () => writes(portal),
		};
	},
	run: async (credentials) =>
		await runNode('bitrix24', { parameters, items: [{ json: { dealId: 12 } }], credentials }),
});

export const BITRIX24: readonly Subject[] = [
	onPortal('Deal: Get', 'read', { resource: 'deal', operation: 'get' }),
	onPortal(
		'Timeline Comment: Add',
		'write',
		{ resource: 'timelineComment', operation: 'add', text: 'x' },
		{ writes: ({ comments }) => comments.length },
	),
	onPortal(
		'Deal: Move to Stage',
		'write',
		{
			resource: 'deal',
			operation: 'moveToStage',
			pipeline: chosen('0'),
			stage: chosen('PREPARATION'),
		},
		{
			isMet: ({ params }) => JSON.stringify(params).includes('crm.item.update'),
			writes: ({ stageHistory }) =>
				stageHistory.filter(({ dealId, stageId }) => dealId === 12 && stageId === 'PREPARATION')
					.length,
		},
	),
];

const onAccount = (
	name: string,
	kind: Subject['kind'],
	parameters: INodeParameters,
	writes: (mango: Awaited<ReturnType<typeof startMango>>) => number = () => 0,
): Subject => ({
	name,
	kind,
	isMet: () => true,
	async open({ clock, tls }) {
		const mango = await startMango({ rateLimit: false, lockout: false, clock, tls });
		const { apiKey, apiSalt, baseUrl } = mango;
		return {
			...mango,
			credentials: (address) => ({
				mangoOfficeApi: {
					apiKey,
					apiSalt,
					baseUrl: address ? elsewhere(baseUrl, address) : baseUrl,
				},
			}),
			writes: () => writes(mango),
		};
	},
	run: async (credentials) =>
		await runNode('mangoOffice', {
			parameters,
			items: [{ json: { employee: '101', phone: '79165550001' } }],
			credentials,
		}),
});

const ENDLESS = 79893;

export const MANGO_OFFICE: readonly Subject[] = [
	onAccount('Account: Get Balance', 'read', { resource: 'account', operation: 'getBalance' }),
	onAccount(
		'Call: Callback',
		'write',
		{ resource: 'call', operation: 'callback' },
		({ calls }) => calls.length,
	),
	onAccount(
		'Campaign Task: Add',
		'write',
		{ resource: 'campaignTask', operation: 'add', campaign: chosen(ENDLESS) },
		(mango) =>
			mango.campaign(ENDLESS)?.tasks.filter(({ number }) => number === '79165550001').length ?? 0,
	),
];
