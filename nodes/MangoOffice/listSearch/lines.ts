import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { lineValue, readLines, requestLines } from '../../../protocols/mangoOffice/directory';
import { label, searchList } from './search';

/** The account's lines. A command takes a SIP line by its name, so that is the value of one. */
export async function searchLines(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await searchList(this, filter, async (api) => {
		const lines = readLines(await api.call(...requestLines(), 'read'));
		return lines.map((line) => ({ name: label(line.name, line.number), value: lineValue(line) }));
	});
}
