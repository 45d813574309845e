import type { EventFilter, Maker } from '../../../protocols/mangoOffice/events/filter';
import type { EventKind } from '../../../protocols/mangoOffice/events/kinds';
import type { Keys } from '../../../protocols/mangoOffice/events/verify';
import { isExtension } from '../../../protocols/mangoOffice/extension';
import { readKeptCredential } from '../../shared/keptCredential';
import type { IsAllowedAddress } from '../../shared/receiving';
import {
	readAllowedAddresses,
	readChosen,
	wrongSetting,
	type TriggerContext,
} from '../../shared/triggerSettings';

export interface TriggerSettings {
	keys: Keys;
	filter: EventFilter;
	isAllowedAddress: IsAllowedAddress;
	/** Events of longer ago are refused. */
	maxAgeMs: number;
}

/** What MANGO's events come from (docs/protocols/mango-office.md#form-and-signature). */
const MANGO_ADDRESSES = '81.88.80.132, 81.88.80.133, 81.88.82.36, 81.88.82.44, 81.88.82.45';

interface Options {
	allowedAddresses?: string;
	mangoAddressesOnly?: boolean;
	refuseOlderThan?: unknown;
}

interface Filters {
	callsOf?: Maker[];
	directions?: string[];
	employeeList?: string[];
	groupList?: string[];
	lineList?: string[];
	/** Texts with commas, as they were typed before there were the lists. */
	extensions?: string;
	groups?: string;
	lines?: string;
}

/**
 * The node's settings and its credential. Throws NodeOperationError for settings that cannot hold, so that
 * such a workflow is not published.
 */
export async function readSettings(context: TriggerContext): Promise<TriggerSettings> {
	const keys = await readKeys(context);
	const kinds = readChosen<EventKind>(context, 'events', 'Events');
	const options = context.getNodeParameter('options', {}) as Options;
	return {
		keys,
		filter: readFilter(context, kinds),
		isAllowedAddress: readAllowed(context, options),
		maxAgeMs: readMaxAge(context, options),
	};
}

async function readKeys(context: TriggerContext): Promise<Keys> {
	const { apiKey, apiSalt } = await readKeptCredential<Keys>(context, 'mangoOfficeApi');
	for (const [name, value] of [
		['API Key', apiKey],
		['API Salt', apiSalt],
	]) {
		if (!value)
			throw wrongSetting(
				context,
				`'${name}' of the credential is empty`,
				'Anyone could sign events. Copy it from the personal account, Integrations, API connector.',
			);
	}
	return { apiKey, apiSalt };
}

function readFilter(context: TriggerContext, kinds: EventKind[]): EventFilter {
	const {
		callsOf = [],
		directions = [],
		employeeList,
		groupList,
		lineList,
		extensions,
		groups,
		lines,
	} = context.getNodeParameter('filters', {}) as Filters;
	return {
		kinds,
		finalOnly: context.getNodeParameter('finalOnly', true) as boolean,
		callsOf,
		directions,
		extensions: [
			...readExtensions(context, 'Employees', employeeList),
			...readExtensions(context, 'Employees (Typed)', extensions),
		],
		lines: [...listOf(lineList), ...listOf(lines)],
		groups: [
			...readExtensions(context, 'Groups', groupList),
			...readExtensions(context, 'Groups (Typed)', groups),
		],
	};
}

function readExtensions(context: TriggerContext, name: string, value: unknown): string[] {
	const list = listOf(value);
	const wrong = list.find((entry) => !isExtension(entry));
	if (wrong === undefined) return list;
	throw wrongSetting(
		context,
		`'${name}' holds ${JSON.stringify(wrong)}, which is not a short number`,
		'Give short numbers such as 101, 102, separated by commas.',
	);
}

/** What is chosen, and what a text names. */
function listOf(value: unknown = ''): string[] {
	return String(value)
		.split(/[,;\n]/)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

function readAllowed(context: TriggerContext, options: Options): IsAllowedAddress {
	const lists = [options.allowedAddresses ?? '', options.mangoAddressesOnly ? MANGO_ADDRESSES : ''];
	return readAllowedAddresses(context, lists.join(' '));
}

function readMaxAge(context: TriggerContext, { refuseOlderThan }: Options): number {
	if (refuseOlderThan === undefined) return Infinity;
	if (Number(refuseOlderThan) >= 1) return Number(refuseOlderThan) * 60_000;
	throw wrongSetting(
		context,
		`'Refuse Events Older Than (Minutes)' was ${JSON.stringify(refuseOlderThan)}`,
		'Give a number of at least 1, or remove the option.',
	);
}
