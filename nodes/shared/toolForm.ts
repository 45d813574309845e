import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { chosenIn, isEmpty } from './parameters';

/**
 * A menu of where values come from, which begins with another choice in the tool of an AI agent: no
 * node before a tool gives it items, a model gives it values (docs/protocols/n8n.md#tools).
 */
export function beginsInTool(menu: INodeProperties, choice: string): INodeProperties[] {
	const { show, hide } = menu.displayOptions ?? {};
	const inTool = { '@tool': [true] };
	return [
		{ ...menu, displayOptions: { ...(show && { show }), hide: { ...hide, ...inTool } } },
		{
			...menu,
			default: choice,
			// First of all: n8n stops at a condition that is an expression, and shows the menu.
			displayOptions: { show: { ...inTool, ...show }, ...(hide && { hide }) },
		},
	];
}

/**
 * Whether a menu of `beginsInTool` takes the incoming item's `fields`. n8n saves no defaults: a tool
 * that was saved when this choice was its default has neither the menu nor `parameter`, which would
 * hold the value. It takes what the agent's own item has, as it did.
 */
export function isFromItem(
	context: IExecuteFunctions,
	itemIndex: number,
	[menu, parameter, ...fields]: [menu: string, parameter: string, ...fields: string[]],
): boolean {
	if (context.getNodeParameter(menu, itemIndex) === 'item') return true;
	const { type, parameters } = context.getNode();
	if (!type.endsWith('Tool') || !isEmpty(chosenIn(parameters[parameter]))) return false;
	const { json } = context.getInputData()[itemIndex];
	return fields.some((field) => !isEmpty(json[field]));
}
