import type { WorkflowNode } from '../n8n/workflow';

/** What templates leave to the user, by the parameter's name; in the sandbox it is chosen here. */
const CHOICES: Record<string, unknown> = {
	/** The stand-in's campaign that runs and never finishes by itself, so that it takes tasks one by one. */
	campaign: { __rl: true, mode: 'id', value: '79893' },
	/** The stage whose robot asks for a callback. */
	stages: ['C9:UC_CALL01'],
	/** A stage without a robot, whose deals the portal's outgoing webhook tells of. */
	toStages: ['C12:UC_DIAG01'],
};

/** The node of a template with the choices of a user of the stand-ins. */
export function makeUsersChoices(node: WorkflowNode): WorkflowNode {
	const chosen = Object.entries(CHOICES).filter(([name]) => name in node.parameters);
	return {
		...node,
		parameters: { ...node.parameters, ...structuredClone(Object.fromEntries(chosen)) },
	};
}
