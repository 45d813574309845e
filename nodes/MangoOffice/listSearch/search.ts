import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { attemptAsync } from '../../../protocols/attempt';
import { MangoApi } from '../api';
import { toNodeError } from '../errors';

/** Somebody waits before the open list; a search with every letter meets MANGO's rate limits, though. */
const RETRY_FOR_MS = 10_000;

type List<T> = (api: MangoApi) => Promise<T[]>;

/** A list of the editor: what MANGO gives, as choices whose names hold the text. */
export async function searchList(
	context: ILoadOptionsFunctions,
	filter: string,
	list: List<INodeListSearchItems>,
): Promise<INodeListSearchResult> {
	const wanted = filter.trim().toLowerCase();
	const choices = await loadList(context, list);
	return { results: choices.filter(({ name }) => name.toLowerCase().includes(wanted)) };
}

/** A list of the editor: what MANGO gives. Throws an error that says what went wrong. */
export async function loadList<T>(context: ILoadOptionsFunctions, list: List<T>): Promise<T[]> {
	const choices = await attemptAsync(list(new MangoApi(context, RETRY_FOR_MS)));
	if ('error' in choices) throw toNodeError(context.getNode(), choices.error, 0);
	return choices.value;
}

/** `Name (number)`; the number alone for something without a name. */
export function label(name: string, number: string): string {
	return name === '' ? number : `${name} (${number})`;
}
