import type { INodeProperties } from 'n8n-workflow';

type Own = Pick<INodeProperties, 'displayName' | 'name' | 'description' | 'displayOptions'> & {
	required?: boolean;
};

/** A choice from a list that is loaded from the account, or a value given by hand. */
function locator(
	own: Own,
	searchListMethod: string,
	byHand: { displayName: string; placeholder: string },
): INodeProperties {
	return {
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{ ...byHand, name: 'id', type: 'string' },
		],
		...own,
	};
}

/** The value is the employee's extension. */
export function employeeLocator(own: Own): INodeProperties {
	return locator(own, 'searchEmployees', { displayName: 'By Extension', placeholder: 'e.g. 101' });
}

/** The value is the group's extension. */
export function groupLocator(own: Own): INodeProperties {
	return locator(own, 'searchGroups', { displayName: 'By Extension', placeholder: 'e.g. 200' });
}

/** The value is the line's number, of a SIP line its name. */
export function lineLocator(own: Own): INodeProperties {
	return locator(own, 'searchLines', {
		displayName: 'By Number or Name',
		placeholder: 'e.g. 74951234567',
	});
}

/** The value is an extension of an employee or a group, a phone number, or a SIP address. */
export function destinationLocator(own: Own): INodeProperties {
	return locator(own, 'searchDestinations', {
		displayName: 'By Extension, Number or SIP Address',
		placeholder: 'e.g. 102',
	});
}

/** The value is the task's ID. */
export function taskLocator(own: Own): INodeProperties {
	return locator(own, 'searchTasks', { displayName: 'By ID', placeholder: 'e.g. 11227830' });
}
