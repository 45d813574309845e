import type { IDataObject } from 'n8n-workflow';

import { unknownEmployees } from '../../../../protocols/mangoOffice/outcome/record';
import {
	countRecordings,
	recordingsOfCall,
} from '../../../../protocols/mangoOffice/outcome/recordings';
import { eachItem } from '../../operation';
import { extensionsFor } from '../employee/extensions';
import { callReport } from '../statistics/callReport';
import { readReportWish } from '../statistics/reportWish';

/**
 * One output item a recording of the calls of a time, from the statistics: MANGO has no list of
 * recordings (docs/protocols/mango-office.md#recordings). The fields are those of `CallRecording`.
 */
export const execute = eachItem(readReportWish, async (api, wish): Promise<IDataObject[]> => {
	const records = await callReport(api, { ...wish, countOf: countRecordings });
	const extensions = await extensionsFor(api, records.flatMap(unknownEmployees));
	return records
		.flatMap((record) => recordingsOfCall(record, (id) => extensions.get(id) ?? null))
		.slice(0, wish.limit)
		.map((recording) => ({ ...recording }));
});
