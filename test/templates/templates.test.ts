import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import {
	NodeHelpers,
	safeParseWorkflowStructure,
	Workflow,
	type INode,
	type INodeIssues,
	type INodeParameters,
	type INodeTypeDescription,
	type IWorkflowBase,
} from 'n8n-workflow';

import { OUTPUTS as PORTAL_OUTPUTS } from '../../nodes/Bitrix24/trigger/outputs';
import { OUTPUTS as ACTION_OUTPUTS } from '../../nodes/MangoBitrixTrigger/outputs';
import { OUTPUTS as EVENT_OUTPUTS } from '../../nodes/MangoOffice/trigger/outputs';
import { typeOf } from '../../protocols/bitrix24/events/kinds';
import { checkParameters } from './checkParameters';
import { descriptionOf, isOwn, typesFor } from './nodeTypes';

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

	/**
	 * Nodes of this package are known always; n8n's own ones only where the n8n of the end-to-end
	 * tests is installed.
	 */
	async function described(): Promise<Array<[INode, INodeTypeDescription]>> {
		const all = await Promise.all(
			nodes.map(async (node) => [node, await descriptionOf(node)] as const),
		);
		return all.flatMap(([node, description]) => (description ? [[node, description]] : []));
	}

	const nodeNamed = (name: string) => nodes.find((node) => node.name === name) as INode;
	const isTarget = (name: string) =>
		Object.values(template.connections).some((byKind) =>
			Object.values(byKind)
				.flat(2)
				.some((to) => to?.node === name),
		);
	/** Those of n8n's that serve another node, as a model does, are none. */
	const entryNodes = nodes.filter(
		({ name }) => template.connections[name]?.main !== undefined && !isTarget(name),
	);

	test("has the structure that n8n's import asks for", () => {
		expect(safeParseWorkflowStructure(template)).toMatchObject({ success: true });
	});

	test("uses this package's nodes and n8n's own, nobody else's", () => {
		const known = /^(n8n-nodes-(mango-bitrix24|base)|@n8n\/n8n-nodes-langchain)\.\w+$/;
		for (const { type } of nodes) expect(type).toMatch(known);
	});

	test('uses node types, versions and parameters that there are', async () => {
		for (const [node, description] of await described()) {
			expect([description.version].flat()).toContain(node.typeVersion);
			checkParameters(node, description);
			expect(
				openIssues(NodeHelpers.getNodeParametersIssues(description.properties, node, description)),
			).toEqual([]);
		}
	});

	test('connects outputs that exist to nodes that exist', async () => {
		const known = new Map(await described());
		const workflow = new Workflow({
			...template,
			nodes,
			active: false,
			nodeTypes: await typesFor(nodes),
		});
		for (const [from, byKind] of Object.entries(template.connections))
			for (const [kind, outputs] of Object.entries(byKind)) {
				const ofKind = (ends: Array<string | { type: string }>) =>
					ends.filter((end) => (typeof end === 'string' ? end : end.type) === kind).length;
				const source = known.get(nodeNamed(from));
				if (source)
					expect(outputs.length).toBeLessThanOrEqual(
						ofKind(NodeHelpers.getNodeOutputs(workflow, nodeNamed(from), source)),
					);
				for (const to of outputs.flat()) {
					const target = to && nodeNamed(to.node);
					expect(target).toBeDefined();
					const description = target && known.get(target);
					if (target && description)
						expect(to.index).toBeLessThan(
							ofKind(NodeHelpers.getNodeInputs(workflow, target, description)),
						);
				}
			}
	});

	test("has no expression on a webhook's way to the first of n8n's own nodes, but behind an error output", () => {
		const hot = new Set<INode>();
		const follow = (node: INode): void => {
			if (!isOwn(node) || hot.has(node)) return;
			hot.add(node);
			const outputs = template.connections[node.name]?.main ?? [];
			const good = node.onError === 'continueErrorOutput' ? outputs.slice(0, -1) : outputs;
			for (const to of good.flat()) if (to) follow(nodeNamed(to.node));
		};
		for (const node of nodes)
			if (/\.(mangoBitrix|bitrix24)Trigger$/.test(node.type)) follow(node);
		for (const { parameters } of hot) expect(JSON.stringify(parameters)).not.toMatch(/"=|\{\{/);
	});

	test('holds no ids, secrets or data of an instance', () => {
		for (const key of [
			'id',
			'versionId',
			'active',
			'tags',
			'staticData',
			'createdAt',
			'updatedAt',
			'shared',
		]) {
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

	test('has sample data for each trigger that waits for a webhook, where the first output leads on', async () => {
		// n8n sends sample data through the first output, whatever it holds.
		const known = new Map(await described());
		for (const node of entryNodes) {
			const goesOn = (template.connections[node.name].main[0] ?? []).length > 0;
			const hasSample = (template.pinData?.[node.name] ?? []).length > 0;
			if (known.get(node)?.webhooks?.length)
				expect([node.name, hasSample]).toEqual([node.name, goesOn]);
		}
	});

	test("leads on from a trigger's outputs for what it lets in, and from no other", () => {
		for (const { name, type, parameters } of nodes) {
			const used = outputsInUse(type, parameters);
			if (used === undefined) continue;
			const leading = template.connections[name].main.flatMap((to, i) => (to?.length ? [i] : []));
			expect([name, leading]).toEqual([name, used]);
		}
	});

	test('explains itself: one yellow overview with how it works and how to set it up', () => {
		const overviews = stickies.filter(({ parameters }) => parameters.color === 1);
		expect(overviews).toHaveLength(1);
		const content = String(overviews[0].parameters.content);
		expect(content).toMatch(/### How it works[\s\S]+### Setup/);
		const words = content.split(/\s+/).length;
		expect(words).toBeGreaterThanOrEqual(100);
		expect(words).toBeLessThanOrEqual(300);
		for (const { name } of nodes)
			expect(stickies.map(({ parameters }) => parameters.content).join()).toContain(name);
	});

	test('has stickies that do not overlap each other', () => {
		const boxes = stickies.map(({ position: [x, y], parameters: { width, height } }) => ({
			x,
			y,
			right: x + Number(width),
			bottom: y + Number(height),
		}));
		boxes.forEach((a, i) =>
			boxes.slice(i + 1).forEach((b) => {
				expect(a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom).toBe(false);
			}),
		);
	});
});

/** The outputs of one of this package's triggers through which something comes with its settings. */
function outputsInUse(type: string, { actions, events }: INodeParameters): number[] | undefined {
	const numbers = (outputs: boolean[]) => outputs.flatMap((inUse, i) => (inUse ? [i] : []));
	if (type.endsWith('.mangoBitrixTrigger'))
		return numbers(ACTION_OUTPUTS.map(({ action }) => (actions as string[]).includes(action)));
	if (type.endsWith('.bitrix24Trigger')) {
		const chosen = (events as string[]).map((event) => typeOf(event).kind);
		return numbers(PORTAL_OUTPUTS.map(({ kinds }) => kinds.some((kind) => chosen.includes(kind))));
	}
	if (!type.endsWith('.mangoOfficeTrigger')) return undefined;
	return numbers(
		EVENT_OUTPUTS.map(({ kinds }) => kinds.some((kind) => (events as string[]).includes(kind))),
	);
}

/** What n8n finds wrong, but for campaign and stages, which are the user's own and left to be chosen. */
function openIssues(issues: INodeIssues | null): string[] {
	return Object.keys(issues?.parameters ?? {}).filter(
		(name) => !['campaign', 'stages'].includes(name),
	);
}
