import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';

import { resolveOutputSchemaPath } from 'n8n-core';
import type { INodePropertyOptions, INodeType } from 'n8n-workflow';

import { loadPackage } from '../engine/harness';
import { hasOwnFields, noteOutput, schemaFiles } from '../schema/schema';

/** The action nodes, with the folder in which n8n looks, and each operation with its resource. */
async function actionNodes() {
	const loader = await loadPackage();
	return ['bitrix24', 'mangoOffice'].map((name) => {
		const { type, sourcePath } = loader.getNode(name);
		const menus = (type as INodeType).description.properties.filter(
			(property) => property.name === 'operation',
		);
		const operations = menus
			.flatMap(({ displayOptions, options }) =>
				(options as INodePropertyOptions[]).map(({ value }) => ({
					resource: String(displayOptions?.show?.resource?.[0]),
					operation: String(value),
				})),
			)
			.filter(({ resource, operation }) => hasOwnFields(`${name}/${resource}/${operation}`));
		return { name, nodeDir: dirname(sourcePath), operations };
	});
}

describe('the schemas that the editor shows before the first run', () => {
	test('are there for each operation, where n8n looks; if not: npm run schema', async () => {
		const missing = (await actionNodes()).flatMap(({ name, nodeDir, operations }) =>
			operations
				.filter((one) => {
					const path = resolveOutputSchemaPath({ nodeDir, version: 1, ...one });
					return path === undefined || !existsSync(path);
				})
				.map(({ resource, operation }) => `${name}/${resource}/${operation}`),
		);
		expect(missing).toEqual([]);
	});

	test('are of operations that there are', async () => {
		const nodes = await actionNodes();
		const all = nodes.flatMap(({ operations }) => operations);
		expect(schemaFiles()).toHaveLength(all.length);
		const built = nodes.flatMap(({ nodeDir }) =>
			readdirSync(`${nodeDir}/__schema__`, { recursive: true, encoding: 'utf8' }),
		);
		expect(built.filter((file) => file.endsWith('.json'))).toHaveLength(all.length);
	});

	const chosen = { resource: 'user', operation: 'getAll' };
	const note = (...jsons: object[]) => {
		noteOutput('bitrix24', chosen, [jsons.map((json) => ({ json: json as never }))]);
	};

	test('are held to what the engine tests see', () => {
		expect(() => note({ id: 1 }, { id: 2, name: null })).not.toThrow();
		expect(() => note({ id: 1, shoeSize: 43 })).toThrow(
			'Bitrix24/user/getAll gives fields that its schema does not have: shoeSize. Run npm run schema.',
		);
	});

	test.each([{ error: 'x', message: 'y' }, { UF_CRM_1: 'own' }, { id: { 17: 'by ID' } }])(
		'say nothing of failed items and of what a portal itself names: %j',
		(json) => {
			expect(() => note(json)).not.toThrow();
		},
	);
});
