import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { attemptAsync } from '../../../protocols/attempt';
import { matching } from '../../shared/matching';
import { MangoApi } from '../api';
import { toNodeError } from '../errors';

/** Somebody waits before the open list; a search with every letter meets MANGO's rate limits, though. */
const RETRY_FOR_MS = 10_000;

/** A list of the editor: what MANGO gives, as choices whose names hold the text. */
export async function searchList(
	context: ILoadOptionsFunctions,
	filter: string,
	list: (api: MangoApi) => Promise<INodeListSearchItems[]>,
): Promise<INodeListSearchResult> {
	return { results: matching(await loadFrom(context, list), filter) };
}

/** What MANGO gives for a list of the editor. Throws an error that says what went wrong. */
export async function loadFrom<T>(
	context: ILoadOptionsFunctions,
	ask: (api: MangoApi) => Promise<T>,
): Promise<T> {
	const asked = await attemptAsync(ask(new MangoApi(context, RETRY_FOR_MS)));
	if ('error' in asked) throw toNodeError(context.getNode(), asked.error, 0);
	return asked.value;
}

/** `Name (number)`; the number alone for something without a name. */
export function label(name: string, number: string): string {
	return name === '' ? number : `${name} (${number})`;
}
