import type { INodeProperties } from 'n8n-workflow';

import type { Purpose } from './mapped';

/** Any fields of the portal, its own ones too; read by readMappedFields. */
export function fieldsProperty(purpose: Purpose, resources: string[]): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		displayOptions: { show: { resource: resources, operation: [purpose] } },
		default: { mappingMode: 'defineBelow', value: null },
		description:
			'Any field of your portal, custom ones too. Values of lists go by name or by ID; a field that is left alone is not sent.',
		typeOptions: {
			loadOptionsDependsOn: ['resource'],
			resourceMapper: {
				resourceMapperMethod: purpose === 'create' ? 'getCreateFields' : 'getUpdateFields',
				mode: 'add',
				fieldWords: { singular: 'field', plural: 'fields' },
				// With false the editor would hide the name of a new card as well.
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: true,
			},
		},
	};
}
