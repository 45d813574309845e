import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import {
	NodeHelpers,
	safeParseWorkflowStructure,
	Workflow,
	type INode,
	type INodeIssues,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type INodeTypeDescription,
	type IWorkflowBase,
} from 'n8n-workflow';

import { PACKAGE, loadPackage, nodeTypesOf } from '../engine/harness';

const FOLDER = resolve(__dirname, '../../templates');
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const STICKY = 'n8n-nodes-base.stickyNote';

test('the catalogue names every template', () => {
	const catalogue = readFileSync(join(FOLDER, 'README.md'), 'utf8');
	expect(files.length).toBeGreaterThan(0);
	for (const file of files) expect(catalogue).toContain(`(${file})`);
});

describe.each(files)('%s', (file) => {
	const text = readFileSync(join(FOLDER, file), 'utf8');
	const template = JSON.parse(text) as IWorkflowBase & { meta?: object };
	const stickies = template.nodes.filter(({ type }) => type === STICKY);
	const nodes = template.nodes.filter(({ type }) => type !== STICKY);

	async function describing(node: INode): Promise<INodeTypeDescription> {
		const loader = await loadPackage();
		expect(node.type.startsWith(`${PACKAGE}.`)).toBe(true);
		return (loader.getNode(node.type.slice(PACKAGE.length + 1)).type as { description: INodeTypeDescription }).description;
	}

	async function workflow(): Promise<Workflow> {
		const loader = await loadPackage();
		return new Workflow({ ...template, nodes, active: false, nodeTypes: nodeTypesOf(loader) });
	}

	test("has the structure that n8n's import asks for", () => {
		expect(safeParseWorkflowStructure(template)).toMatchObject({ success: true });
	});

	test('uses node types, versions and parameters that the built package has', async () => {
		for (const node of nodes) {
			const description = await describing(node);
			expect([description.version].flat()).toContain(node.typeVersion);
			checkValues(description.properties, node.parameters, node.name);
			expect(openIssues(NodeHelpers.getNodeParametersIssues(description.properties, node, description))).toEqual([]);
		}
	});

	test('connects outputs that exist to nodes that exist', async () => {
		for (const [from, { main }] of Object.entries(template.connections)) {
			const source = nodes.find(({ name }) => name === from) as INode;
			const outputs = NodeHelpers.getNodeOutputs(await workflow(), source, await describing(source));
			expect(main.length).toBeLessThanOrEqual(outputs.length);
			for (const target of main.flat()) {
				const { inputs } = await describing(nodes.find(({ name }) => name === target?.node) as INode);
				expect(target?.index).toBeLessThan((inputs as string[]).length);
			}
		}
	});

	test('has no expression on its path; a node that error outputs lead to may have some', () => {
		const onError = new Set(nodes.flatMap(({ name, onError: setting }) => (setting === 'continueErrorOutput' ? template.connections[name].main.at(-1) ?? [] : [])).map(({ node }) => node));
		for (const { name, parameters } of nodes) if (!onError.has(name)) expect(JSON.stringify(parameters)).not.toMatch(/"=|\{\{/);
	});

	test('holds no ids, secrets or data of an instance', () => {
		for (const key of ['id', 'versionId', 'active', 'tags', 'staticData', 'createdAt', 'updatedAt', 'shared']) {
			expect(template).not.toHaveProperty(key);
		}
		expect(template.meta).toEqual({ templateCredsSetupCompleted: false });
		for (const node of template.nodes) {
			expect(node).not.toHaveProperty('id');
			expect(node).not.toHaveProperty('webhookId');
			expect(node).not.toHaveProperty('credentials');
		}
		expect(text).not.toMatch(/\/rest\/\d+\/\w{8}|https?:\/\/(?!docs\.n8n\.io)|AuthData=(?!SECRET)/);
	});

	test('has sample data for its trigger', () => {
		const triggers = nodes.filter(({ name }) => !Object.values(template.connections).some(({ main }) => main.flat().some((to) => to?.node === name)));
		for (const { name } of triggers) expect(template.pinData?.[name]?.length).toBeGreaterThan(0);
	});

	test('explains itself: one yellow overview with how it works and how to set it up', () => {
		const overviews = stickies.filter(({ parameters }) => parameters.color === 1);
		expect(overviews).toHaveLength(1);
		const content = String(overviews[0].parameters.content);
		expect(content).toMatch(/### How it works[\s\S]+### Setup/);
		const words = content.split(/\s+/).length;
		expect(words).toBeGreaterThanOrEqual(100);
		expect(words).toBeLessThanOrEqual(300);
		for (const { name } of nodes) expect(stickies.map(({ parameters }) => parameters.content).join()).toContain(name);
	});

	test('has stickies that do not overlap each other', () => {
		const boxes = stickies.map(({ position: [x, y], parameters: { width, height } }) => ({ x, y, right: x + Number(width), bottom: y + Number(height) }));
		boxes.forEach((a, i) =>
			boxes.slice(i + 1).forEach((b) => {
				expect(a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom).toBe(false);
			}),
		);
	});
});

/** What n8n finds wrong, but for the campaign, which is the user's own and left to be chosen. */
function openIssues(issues: INodeIssues | null): string[] {
	return Object.keys(issues?.parameters ?? {}).filter((name) => name !== 'campaign');
}

/** Every parameter is one of the node's, and every choice is on its list (lists that are loaded aside). */
function checkValues(properties: Array<INodeProperties>, values: object, path: string): void {
	for (const [name, value] of Object.entries(values) as Array<[string, unknown]>) {
		const candidates = properties.filter((property) => property.name === name);
		expect({ path, name, known: candidates.length > 0 }).toEqual({ path, name, known: true });
		const [{ type, options = [], typeOptions }] = candidates;
		if (type === 'fixedCollection') {
			for (const [group, rows] of Object.entries(value as object)) {
				const collection = (options as INodePropertyCollection[]).find((option) => option.name === group);
				for (const row of [rows].flat() as object[]) checkValues(collection?.values ?? [], row, `${path}.${name}.${group}`);
			}
		} else if (type === 'collection') {
			checkValues(options as INodeProperties[], value as object, `${path}.${name}`);
		} else if ((type === 'options' || type === 'multiOptions') && typeOptions?.loadOptionsMethod === undefined) {
			const allowed = candidates.flatMap((property) => (property.options ?? []) as INodePropertyOptions[]).map((option) => option.value);
			for (const chosen of [value].flat()) expect(allowed).toContain(chosen);
		}
	}
}
