import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type INodeTypeDescription,
} from 'n8n-workflow';

/**
 * Every parameter is one that the node shows, and every choice is on its list (lists that are
 * loaded, and expressions, aside).
 */
export function checkParameters(node: INode, description: INodeTypeDescription): void {
	const root =
		NodeHelpers.getNodeParameters(
			description.properties,
			node.parameters,
			true,
			false,
			node,
			description,
		) ?? {};
	checkValues(description.properties, node.parameters, root, node.name);

	function checkValues(
		properties: INodeProperties[],
		values: INodeParameters,
		siblings: INodeParameters,
		path: string,
	): void {
		for (const [name, value] of Object.entries(values)) {
			const property = properties.find(
				(one) =>
					one.name === name && NodeHelpers.displayParameter(siblings, one, node, description, root),
			);
			expect({ path, name, shown: property !== undefined }).toEqual({ path, name, shown: true });
			if (property !== undefined) checkValue(property, value, `${path}.${name}`);
		}
	}

	function checkValue(
		{ type, options = [], typeOptions, modes }: INodeProperties,
		value: unknown,
		path: string,
	): void {
		if (typeof value === 'string' && value.startsWith('=')) return;
		if (type === 'fixedCollection') {
			for (const [group, rows] of Object.entries(value as object)) {
				const { values = [] } =
					(options as INodePropertyCollection[]).find((option) => option.name === group) ?? {};
				for (const row of [rows].flat() as INodeParameters[])
					checkValues(values, row, withDefaults(values, row), `${path}.${group}`);
			}
		} else if (type === 'collection') {
			const properties = options as INodeProperties[];
			checkValues(
				properties,
				value as INodeParameters,
				withDefaults(properties, value as INodeParameters),
				path,
			);
		} else if (
			(type === 'options' || type === 'multiOptions') &&
			typeOptions?.loadOptionsMethod === undefined
		) {
			const allowed = (options as INodePropertyOptions[]).map((option) => option.value);
			for (const chosen of [value].flat())
				expect({ path, allowed }).toEqual({ path, allowed: expect.arrayContaining([chosen]) });
		} else if (type === 'resourceLocator') {
			expect(modes?.map(({ name }) => name)).toContain((value as { mode: string }).mode);
		}
	}
}

function withDefaults(properties: INodeProperties[], values: INodeParameters): INodeParameters {
	return {
		...Object.fromEntries(properties.map(({ name, default: value }) => [name, value])),
		...values,
	} as INodeParameters;
}
