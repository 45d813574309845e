import type { WorkflowNode } from '../n8n/workflow';

/** The stand-in's campaign that runs and never finishes by itself, so that it takes tasks one by one. */
const CAMPAIGN_ID = '79893';

/** Templates leave the campaign to the user; in the sandbox it is chosen here. */
export function chooseCampaign(node: WorkflowNode): WorkflowNode {
	if (!('campaign' in node.parameters)) return node;
	const campaign = { __rl: true, mode: 'id', value: CAMPAIGN_ID };
	return { ...node, parameters: { ...node.parameters, campaign } };
}
