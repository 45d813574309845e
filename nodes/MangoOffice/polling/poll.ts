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
	spanToRead,
	type PolledCall,
	type PollState,
} from './state';

/** With what comes after the report it is less than n8n gives a poll, which is five minutes. */
const WAIT_MS = 180_000;
const DAY_MS = 86_400_000;
/** What a test in the editor shows is of the first of these times that holds a call. */
const SAMPLE_DAYS = [1, 7];

interface Settings {
	filters: CallFilters;
	lookBackMs: number;
}

interface Call extends PolledCall {
	json: IDataObject;
}

/** The polls that go on: n8n begins the next one though this one has not ended. */
const running = new Set<string>();

/**
 * The calls that have ended since the last poll, each once. What fails leaves the state as it was,
 * so that the next poll covers the gap. Throws n8n's errors.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const polled = await attemptAsync(
		context.getMode() === 'manual' ? sample(context) : oneAtATime(context),
	);
	if ('error' in polled) throw toNodeError(context.getNode(), polled.error, 0);
	return polled.value.length > 0 ? [polled.value.map(({ json }) => ({ json }))] : null;
}

async function oneAtATime(context: IPollFunctions): Promise<Call[]> {
	const name = `${context.getWorkflow().id} ${context.getNode().id}`;
	if (running.has(name)) return [];
	running.add(name);
	try {
		return await ended(context);
	} finally {
		running.delete(name);
	}
}

async function ended(context: IPollFunctions): Promise<Call[]> {
	const settings = readSettings(context);
	const data = context.getWorkflowStaticData('node');
	const now = Date.now();
	const state = keptState(data);
	if (state === undefined) {
		// A wrong key or filter is to be told when the workflow is published.
		await readCalls(context, settings, { from: new Date(now - DAY_MS), to: new Date(now) }, 1);
		keep(data, firstState(now));
		return [];
	}
	const span = spanToRead(state, now, settings.lookBackMs);
	const calls = await readCalls(context, settings, span);
	const fresh = newCalls(state, calls);
	keep(data, nextState(state, span, calls, settings.lookBackMs));
	return fresh;
}

function keep(data: IDataObject, state: PollState): void {
	Object.assign(data, state);
}

/** The newest call, for building a workflow with. */
async function sample(context: IPollFunctions): Promise<Call[]> {
	const settings = readSettings(context);
	const to = new Date();
	for (const days of SAMPLE_DAYS) {
		const span = { from: new Date(to.getTime() - days * DAY_MS), to };
		const calls = (await readCalls(context, settings, span)).filter(({ isOver }) => isOver);
		const [newest] = calls.sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
		if (newest) return [newest];
	}
	throw new Error(
		`MANGO OFFICE has no call of the last ${SAMPLE_DAYS.at(-1)} days that these filters let through`,
	);
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
	context: IPollFunctions,
	{ filters }: Settings,
	span: Span,
	limit = Infinity,
): Promise<Call[]> {
	const api = new MangoApi(context);
	const records = await callReport(api, {
		span,
		filters,
		limit,
		waitMs: WAIT_MS,
		advice:
			"The next poll asks for the same time again. Narrow the filters, or shorten 'Look Back'.",
	});
	const now = Date.now();
	const extensions = await extensionsFor(api, records.flatMap(unknownEmployees));
	return records.map((record) => {
		const json = callOf(record, [], (id) => extensions.get(id) ?? null, now) as IDataObject;
		return {
			json,
			id: String(json.entryId ?? JSON.stringify(record)),
			startedAt: timeOf(json.startTime),
			endedAt: timeOf(json.endTime),
			isOver: json.final === true,
		};
	});
}

function timeOf(text: unknown): number | null {
	return typeof text === 'string' ? Date.parse(text) : null;
}
