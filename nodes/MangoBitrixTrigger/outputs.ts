import { NodeConnectionTypes } from 'n8n-workflow';

import type { Action } from '../../protocols/mangoWebhook/action';

/** The outputs in their order; those of actions that are not accepted are left out. */
const OUTPUTS: ReadonlyArray<readonly [Action, string]> = [
	['dealMove', 'Deal Move'],
	['callback', 'Callback'],
	['campaignTask', 'Campaign Task'],
];

/** The actions that have an output, in the outputs' order. */
export function outputsOf(accepted: readonly Action[]): Action[] {
	return OUTPUTS.map(([action]) => action).filter((action) => accepted.includes(action));
}

/**
 * The same for n8n's editor, which draws the outputs. n8n does not evaluate it when a webhook comes in: measured, the
 * trigger is as fast with it as with three fixed outputs.
 */
export const OUTPUTS_EXPRESSION = `={{ ${JSON.stringify(OUTPUTS)}.filter(([action]) => $parameter["actions"].includes(action)).map(([, displayName]) => ({ type: "${NodeConnectionTypes.Main}", displayName })) }}` as const;
