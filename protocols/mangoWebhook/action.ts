import { show } from '../refusal';
import type { Parameters } from './parameters';
import { WebhookRefusal } from './refusal';
import { single } from './single';

export const ACTIONS = ['dealMove', 'callback', 'campaignTask'] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * The values of `Action` that are known without a mapping. `Deal_Move` and `Callback` are MANGO's
 * own, `Campaign_Task` is this package's: MANGO publishes no name for it
 * (docs/protocols/mango-office.md#callback-and-campaign-webhooks).
 */
export const ACTION_NAMES: Readonly<Record<string, Action>> = {
	Deal_Move: 'dealMove',
	Callback: 'callback',
	Campaign_Task: 'campaignTask',
};

export interface ActionRules {
	accepted: readonly Action[];
	/** Further values of `Action`, each standing for one of the three. */
	mapped: ReadonlyMap<string, Action>;
}

/** Which of the three actions a webhook asks for, and the value that said so. */
export function readAction(
	parameters: Parameters,
	rules: ActionRules,
): { action: Action; actionName: string } {
	const known = new Map([...Object.entries(ACTION_NAMES), ...rules.mapped]);
	const accepted = [...known]
		.filter(([, action]) => rules.accepted.includes(action))
		.map(([name]) => name);
	const value = single(parameters, 'Action', 'ACTION_UNKNOWN');
	const action = typeof value === 'string' ? known.get(value) : undefined;
	const was = value === undefined ? 'is missing' : `was ${show(value)}`;
	const details = { parameter: 'Action', allowed: accepted };
	if (action === undefined) {
		throw new WebhookRefusal(
			'ACTION_UNKNOWN',
			`Action ${was}. Allowed: ${accepted.join(', ')}.`,
			details,
		);
	}
	if (!rules.accepted.includes(action)) {
		throw new WebhookRefusal(
			'ACTION_NOT_ACCEPTED',
			`Action ${was}, which this webhook is not set to accept. Allowed: ${accepted.join(', ')}.`,
			details,
		);
	}
	return { action, actionName: String(value) };
}
