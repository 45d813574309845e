import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { attemptAsync, valueOf } from '../../../protocols/attempt';
import type { CommandOutcome } from '../../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../../protocols/bitrix24/batchRequest';
import type { PortalEvent } from '../../../protocols/bitrix24/events/receive';
import {
	GET_PROFILE,
	isId,
	isMadeBy,
	itemSource,
	readProfile,
	sourceOf,
	type PortalRecord,
} from '../../../protocols/bitrix24/events/record';
import {
	changesOf,
	concernsStages,
	isBetween,
	listStageChanges,
	readStageChanges,
	type StageChange,
	type StagedEvent,
} from '../../../protocols/bitrix24/events/stageChanges';
import { Accounts } from '../../shared/guard/accounts';
import { Bitrix24Api } from '../api';
import { toNodeError } from '../errors';
import { OUTPUTS } from './outputs';
import { readReading, type Reading } from './settings';
import { Together } from './together';
import { Told } from './told';

/** By portal, workflow, node, type of record and entry of its stage history. */
const told = new Told();

/** By webhook: what one may see another may not. */
const reads = new Accounts(() => new Together());

/** What is let through of an event, beside the event itself. */
interface Found {
	record?: PortalRecord | null;
	stageChange?: StageChange;
}

/**
 * The items of each output for the event that started the execution (README.md#bitrix24-trigger).
 * Fails for what cannot be read, so that nobody is lost in silence: the failed execution has the
 * event, and can be retried.
 */
export async function readEvents(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const reading = readReading(context);
	const outputs: INodeExecutionData[][] = OUTPUTS.map(() => []);
	for (const [item, { json }] of context.getInputData().entries()) {
		const event = json as unknown as PortalEvent;
		const found = reading ? await attemptAsync(find(context, event, reading)) : { value: [{}] };
		if ('error' in found) throw toNodeError(context.getNode(), found.error, item);
		const output = outputs[OUTPUTS.findIndex(({ kinds }) => kinds.includes(event.kind))];
		for (const one of found.value)
			output.push({ json: { ...named(event), ...one } as IDataObject, pairedItem: { item } });
	}
	return outputs;
}

/** With its ID under the name by which the Bitrix24 node takes it from an incoming item: `dealId`. */
function named(event: PortalEvent): object {
	const { kind, id } = event;
	if (id === null || kind === 'smartProcess' || kind === 'other') return event;
	return { ...event, [kind === 'call' ? 'activityId' : `${kind}Id`]: id };
}

async function find(
	context: IExecuteFunctions,
	event: PortalEvent,
	reading: Reading,
): Promise<Found[]> {
	const { stages } = reading;
	if (stages !== undefined && concernsStages(event))
		return await findChanges(context, event, { ...reading, stages });
	const source = sourceOf(event);
	if (source === undefined) return [{ record: null }];
	const api = new Bitrix24Api(context);
	const [outcome, profile] = await ask(context, api, [source.command, ...whoIsIt(reading)]);
	const record = source.read(outcome);
	const isOwn =
		reading.leavesOutOwn &&
		record !== undefined &&
		isMadeBy(event, source, record, readProfile(valueOf(profile)));
	return isOwn ? [] : [{ record: record ?? null }];
}

/** The changes of the stage that the event stands for, and that were not told yet. */
async function findChanges(
	context: IExecuteFunctions,
	event: StagedEvent,
	{ stages, ...reading }: Required<Reading>,
): Promise<Found[]> {
	const source = itemSource(event.entityTypeId, event.id);
	const api = new Bitrix24Api(context);
	const [outcome, history, profile] = await ask(context, api, [
		source.command,
		listStageChanges(event),
		...whoIsIt(reading),
	]);
	const record = source.read(outcome) ?? null;
	const changes = readStageChanges(valueOf(history));
	// The record names who moved it last, to where it is; nobody tells who did before.
	const isOwn = (change: StageChange) =>
		reading.leavesOutOwn &&
		change === changes.at(-1) &&
		change.stageId === record?.stageId &&
		isId(record.movedBy, readProfile(valueOf(profile)));
	const node = [await api.portalUrl(), context.getWorkflow().id, context.getNode().id];
	return changesOf(event, changes)
		.filter((change) => isBetween(change, stages, event))
		.filter(({ id }) => told.first(...node, event.entityTypeId, id))
		.filter((change) => !isOwn(change))
		.map((stageChange) => ({ record, stageChange }));
}

async function ask(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	commands: Command[],
): Promise<CommandOutcome[]> {
	const { webhookUrl } = await context.getCredentials('bitrix24WebhookApi');
	return await reads.of(String(webhookUrl)).run(api, commands);
}

function whoIsIt({ leavesOutOwn }: Pick<Reading, 'leavesOutOwn'>): Command[] {
	return leavesOutOwn ? [GET_PROFILE] : [];
}
