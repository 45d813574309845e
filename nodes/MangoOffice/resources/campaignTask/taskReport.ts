import type { IDataObject } from 'n8n-workflow';

import type { PreparedTask } from './readTaskDraft';

/** What the output item of a new task tells of it. */
export function taskReport(campaignId: number, { draft, dealId }: PreparedTask): IDataObject {
	return {
		campaignId,
		phone: draft.number,
		...(draft.name !== undefined && { name: draft.name }),
		...(dealId !== undefined && { dealId }),
	};
}
