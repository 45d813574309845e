import { NodeOperationError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

/** One operation: its line in the menu "Operation", the label of its action, and what runs it. */
interface Offer<Execute> {
	name: string;
	value: string;
	action: string;
	description: string;
	execute: Execute;
}

/** One resource of an action node. Templates and users' workflows hold the values: they never change. */
export interface Resource<Execute> {
	displayName: string;
	value: string;
	/** The operation that is chosen at first. */
	default: string;
	operations: Array<Offer<Execute>>;
	/** The parameters of the operations, in the panel's order. */
	properties: INodeProperties[];
}

/** The menu "Resource". */
export function resourceMenu(
	resources: Array<Resource<unknown>>,
	byDefault: string,
): INodeProperties {
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ displayName, value }) => ({ name: displayName, value })),
		default: byDefault,
	};
}

/** A resource's menu "Operation". */
export function operationMenu({
	value: resource,
	default: byDefault,
	operations,
}: Resource<unknown>): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: operations.map(({ name, value, action, description }) => ({
			name,
			value,
			action,
			description,
		})),
		default: byDefault,
	};
}

/**
 * What runs the operation that is chosen in the node. Throws NodeOperationError for one that the
 * node does not have, as a model or a workflow of a later version may name.
 */
export function chosenOperation<Execute>(
	context: IExecuteFunctions,
	resources: Array<Resource<Execute>>,
): Execute {
	const resource = context.getNodeParameter('resource', 0);
	const operation = context.getNodeParameter('operation', 0);
	const offered = resources.find(({ value }) => value === resource);
	const found = offered?.operations.find(({ value }) => value === operation);
	if (found) return found.execute;
	const allowed = offered ? offered.operations : resources;
	throw new NodeOperationError(
		context.getNode(),
		offered
			? `There is no operation '${String(operation)}' for the resource '${String(resource)}'`
			: `There is no resource '${String(resource)}'`,
		{ description: `Choose one of these: ${allowed.map(({ value }) => value).join(', ')}.` },
	);
}
