import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { attemptAsync } from '../../../protocols/attempt';
import { unknownEmployees } from '../../../protocols/mangoOffice/outcome/record';
import { callOf, type CallFilters, type Span } from '../../../protocols/mangoOffice/statistics';
import { readWhole } from '../../shared/parameters';
import { MangoApi } from '../api';
import { toNodeError } from '../errors';
import { extensionsFor } from '../resources/employee/extensions';
import { readFilters } from '../resources/statistics/callFilters';
import { callReport } from '../resources/statistics/callReport';
import {
	firstState,
	keptState,
	newCalls,
	nextState,
	polledCall,
	spanToRead,
	type PolledCall,
	type PollState,
} from './state';

/** With what comes after the report it is less than n8n gives a poll, which is five minutes. */
const WAIT_MS = 180_000;
const HOUR_MS = 3_600_000;
/** A test in the editor shows a call of the first of these times that holds one. */
const SAMPLE_HOURS = [1, 24, 168];

interface Settings {
	filters: CallFilters;
	lookBackMs: number;
}

interface Call extends PolledCall {
	record: IDataObject;
}

/** The polls that go on: n8n begins the next one though this one has not ended. */
const running = new Set<string>();

/**
 * The calls that have ended since the last poll, each once. What fails leaves the state as it was,
 * so that the next poll covers the gap. Throws n8n's errors.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const api = new MangoApi(context);
	const polled = await attemptAsync(
		context.getMode() === 'manual' ? sample(context, api) : oneAtATime(context, api),
	);
	if ('error' in polled) throw toNodeError(context.getNode(), polled.error, 0);
	return polled.value.length > 0 ? [polled.value] : null;
}

/** The fields of Statistics: Get Calls. The extensions that MANGO leaves out are looked up for these calls alone. */
async function toItems(api: MangoApi, calls: readonly Call[]): Promise<INodeExecutionData[]> {
	const now = Date.now();
	const records = calls.map(({ record }) => record);
	const extensions = await extensionsFor(api, records.flatMap(unknownEmployees));
	return records.map((record) => ({
		json: callOf(record, [], (id) => extensions.get(id) ?? null, now) as IDataObject,
	}));
}

async function oneAtATime(context: IPollFunctions, api: MangoApi): Promise<INodeExecutionData[]> {
	const name = `${context.getWorkflow().id} ${context.getNode().id}`;
	if (running.has(name)) return [];
	running.add(name);
	try {
		return await ended(context, api);
	} finally {
		running.delete(name);
	}
}

async function ended(context: IPollFunctions, api: MangoApi): Promise<INodeExecutionData[]> {
	const settings = readSettings(context);
	const data = context.getWorkflowStaticData('node');
	const now = Date.now();
	const state = keptState(data);
	if (state === undefined) {
		// A wrong key or filter is to be told when the workflow is published.
		await readCalls(api, settings, { from: new Date(now - HOUR_MS), to: new Date(now) }, 1);
		keep(data, firstState(now));
		return [];
	}
	const span = spanToRead(state, now, settings.lookBackMs);
	const calls = await readCalls(api, settings, span);
	const items = await toItems(api, newCalls(state, calls));
	keep(data, nextState(state, span, calls, settings.lookBackMs));
	return items;
}

function keep(data: IDataObject, state: PollState): void {
	Object.assign(data, state);
}

/** The newest call, for building a workflow with. */
async function sample(context: IPollFunctions, api: MangoApi): Promise<INodeExecutionData[]> {
	const settings = readSettings(context);
	const to = new Date();
	for (const hours of SAMPLE_HOURS) {
		const span = { from: new Date(to.getTime() - hours * HOUR_MS), to };
		const calls = (await readCalls(api, settings, span)).filter(({ isOver }) => isOver);
		const [newest] = calls.sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
		if (newest) return await toItems(api, [newest]);
	}
	throw new Error('MANGO OFFICE has no call of the last 7 days that these filters let through');
}

function readSettings(context: IPollFunctions): Settings {
	const filters = context.getNodeParameter('filters', {}) as IDataObject;
	const value = context.getNodeParameter('options.lookBack', 120);
	const given = { context, itemIndex: 0, name: "'Look Back (Minutes)'", value };
	return {
		filters: readFilters(context, 0, filters),
		lookBackMs: readWhole(given, 5, 720) * 60_000,
	};
}

async function readCalls(
	api: MangoApi,
	{ filters }: Settings,
	span: Span,
	limit = Infinity,
): Promise<Call[]> {
	const records = await callReport(api, {
		span,
		filters,
		limit,
		waitMs: WAIT_MS,
		advice:
			"The next poll asks for the same time again. Narrow the filters, or shorten 'Look Back'.",
	});
	const now = Date.now();
	return records.map((record) => ({ record, ...polledCall(record, now) }));
}
