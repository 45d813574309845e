import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeParameters,
} from 'n8n-workflow';

import { sign } from '../../protocols/mangoOffice/sign';
import { startMango, type MangoStandin } from '../../sandbox/mango';
import { clock } from '../clock/clock';
import { additionalDataFor, loadPackage, nodeTypesOf, PACKAGE } from './harness';
import { chosen } from './mangoAccount';
import { hostWebhook } from './webhookHost';

const NAMES = ['first', 'second'] as const;
type Name = (typeof NAMES)[number];
const KEYS = {
	first: { apiKey: 'k3y0fth3f1rst', apiSalt: 's4lt0fth3f1rst' },
	second: { apiKey: 'k3y0fth3s3c0nd', apiSalt: 's4lt0fth3s3c0nd' },
};

/** Two accounts of MANGO OFFICE, which has one address for all: whose a request is its key tells. */
const accounts = {} as Record<Name, MangoStandin>;
let front: http.Server;

beforeEach(async () => {
	for (const name of NAMES)
		accounts[name] = await startMango({ rateLimit: true, lockout: true, ...KEYS[name] });
	front = http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
		void (async () => {
			const body = await text(request);
			const key = new URLSearchParams(body).get('vpbx_api_key');
			const name = NAMES.find((one) => KEYS[one].apiKey === key) as Name;
			const path = String(request.url).replace('/vpbx/', '');
			const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
			const answer = await fetch(accounts[name].baseUrl + path, { method: 'POST', headers, body });
			response.writeHead(answer.status, { 'Content-Type': 'application/json' });
			response.end(await answer.text());
		})();
	});
	front.listen(0, '127.0.0.1');
	await once(front, 'listening');
});
afterEach(async () => {
	front.closeAllConnections();
	front.close();
	for (const name of NAMES) await accounts[name].stop();
});

const credential = (name: Name): ICredentialDataDecryptedObject => ({
	...KEYS[name],
	baseUrl: `http://127.0.0.1:${(front.address() as AddressInfo).port}/vpbx/`,
});

const CALLBACK: INodeParameters = {
	resource: 'call',
	operation: 'callback',
	callFrom: 'parameter',
	employee: chosen('101'),
	phone: '={{ $json.phone }}',
};

/** A workflow of two MANGO OFFICE nodes, each with a credential of its own; gives what each put out. */
async function runBoth(
	parameters: INodeParameters,
	item: IDataObject = {},
	of: Record<Name, Name> = { first: 'first', second: 'second' },
) {
	const loader = await loadPackage();
	const nodes = NAMES.map((name, i): INode => ({
		id: name,
		name,
		type: `${PACKAGE}.mangoOffice`,
		typeVersion: 1,
		position: [i, 0],
		parameters: name === 'first' ? parameters : withItemOf(parameters),
		onError: 'continueRegularOutput',
		credentials: { mangoOfficeApi: { id: `${name}/${Math.random()}`, name } },
	}));
	const workflow = new Workflow({
		id: 'w',
		nodes,
		connections: { first: { main: [[{ node: 'second', type: 'main', index: 0 }]] } },
		active: false,
		nodeTypes: nodeTypesOf(loader),
	});
	const credentials = { first: credential(of.first), second: credential(of.second) };
	const data = { main: [[{ json: item }]] };
	const runData = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node: nodes[0], data, source: null }] },
	});
	const run = await new WorkflowExecute(
		additionalDataFor(loader, credentials, '1'),
		'trigger',
		runData,
	).processRunExecutionData(workflow);
	const outputOf = (name: Name) =>
		(run.data.resultData.runData[name][0].data?.main[0] ?? []).map(({ json }) => json);
	return { first: outputOf('first'), second: outputOf('second') };
}

/** The second node has the output of the first for its item, which names the phone too unless it failed. */
function withItemOf(parameters: INodeParameters): INodeParameters {
	return 'phone' in parameters
		? { ...parameters, phone: '={{ $json.phone ?? "79161110000" }}' }
		: parameters;
}

const statuses = (name: Name) => accounts[name].requests.map(({ status }) => status);
const paths = (name: Name) => accounts[name].requests.map(({ path }) => path);
const phoneOf = (i: number) => `7916111${String(i).padStart(4, '0')}`;

describe('two accounts in one workflow', () => {
	test('have a pace each', async () => {
		await runBoth(CALLBACK, { phone: phoneOf(0) });
		const start = clock.now();
		const runs = Array.from({ length: 40 }, (_, i) => runBoth(CALLBACK, { phone: phoneOf(i) }));
		const outputs = await Promise.all(runs);
		expect(outputs.every(({ first, second }) => first[0].accepted && second[0].accepted)).toBe(
			true,
		);
		expect([...statuses('first'), ...statuses('second')]).toEqual(Array(82).fill(200));
		// Four a second each: one pace for both would take twenty seconds.
		expect(clock.now() - start).toBeLessThan(14_000);
	});

	test('have a lock-out each', async () => {
		await runBoth(CALLBACK, { phone: phoneOf(0) });
		accounts.first.answerNext({ status: 401 });
		const start = clock.now();
		const { first, second } = await runBoth(
			{ ...CALLBACK, options: { retryFor: 0 } },
			{ phone: phoneOf(1) },
		);
		expect(first[0].error).toMatch(/locked/);
		expect(second[0]).toMatchObject({ accepted: true });
		expect(clock.now() - start).toBeLessThan(2000);
	});

	test('remember refusals each: what one refused is sent to the other', async () => {
		accounts.first.answerNext({ status: 400, body: { result: 3100 } });
		for (let i = 0; i < 2; i += 1)
			await runBoth({ ...CALLBACK, options: { retryFor: 0 } }, { phone: phoneOf(0) });
		expect(statuses('first')).toEqual([400]);
		expect(statuses('second')).toEqual([200, 200]);
	});

	test('have lists each', async () => {
		for (const name of NAMES)
			accounts[name].answerNext({
				method: 'incominglines',
				status: 200,
				body: { result: 1000, lines: [{ line_id: 1, number: `7495000000${name.length}`, name }] },
			});
		const { first, second } = await runBoth({ resource: 'line', operation: 'getMany' });
		expect([first, second].map(([line]) => line.name)).toEqual(['first', 'second']);
	});

	test('look extensions up each in their own directory', async () => {
		for (const name of NAMES) {
			const call = accounts[name].ring({ number: '79161234505', extension: '106' });
			await clock.until(() => call.phase === 'ended');
		}
		await runBoth({ resource: 'statistics', operation: 'getCalls', period: 'last24Hours' });
		for (const name of NAMES) expect(paths(name)).toContain('stats/calls/request');
		expect(paths('first').sort()).toEqual(paths('second').sort());
	});
});

test('one account by two credentials has one pace', async () => {
	const same = { first: 'first', second: 'first' } as const;
	await runBoth(CALLBACK, { phone: phoneOf(0) }, same);
	const runs = Array.from({ length: 10 }, (_, i) => runBoth(CALLBACK, { phone: phoneOf(i) }, same));
	await Promise.all(runs);
	expect(statuses('first')).toEqual(Array(22).fill(200));
	expect(paths('second')).toEqual([]);
});

test('two triggers take the events of their own account alone', async () => {
	const hosts = await Promise.all(
		NAMES.map((name) =>
			hostWebhook('mangoOfficeTrigger', {
				parameters: { events: ['dtmf'] },
				credentials: { mangoOfficeApi: credential(name) },
			}),
		),
	);
	const json = JSON.stringify({ seq: 1, dtmf: '1', timestamp: 1, call_id: 'c', entry_id: 'e' });
	const answers = await Promise.all(
		hosts.flatMap(({ url }) =>
			NAMES.map(async (name) => {
				const { apiKey, apiSalt } = KEYS[name];
				const form = { vpbx_api_key: apiKey, sign: sign(apiKey, json, apiSalt), json };
				const body = new URLSearchParams(form);
				return (await fetch(`${url}/events/dtmf`, { method: 'POST', body })).status;
			}),
		),
	);
	expect(answers).toEqual([200, 401, 401, 200]);
	await Promise.all(hosts.map((host) => host.stop()));
});
