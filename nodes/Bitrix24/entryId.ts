import type { INodeProperties } from 'n8n-workflow';

/** The call that an operation is about; what the incoming item has goes without an expression. */
export const entryIdProperty: INodeProperties = {
	displayName: 'Entry ID',
	name: 'entryId',
	type: 'string',
	default: '',
	placeholder: 'e.g. MTU0MjQwMTY4MDM6NDAx',
	description: 'ID of the call in MANGO OFFICE',
	hint: "Leave it empty to take the incoming item's field 'entryId'",
};
