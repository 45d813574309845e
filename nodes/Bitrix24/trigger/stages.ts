import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { valueOf } from '../../../protocols/attempt';
import { LEAD_STAGE } from '../../../protocols/bitrix24/events/stageChanges';
import { listLeadStages, readStages } from '../../../protocols/bitrix24/pipelines';
import { allStageChoices, inEditor } from '../choices';

/** The stages of all pipelines and, after them, those of leads. */
export async function getChangeStages(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await inEditor(this, async (api) => {
		const ofDeals = await allStageChoices(api);
		const [outcome] = await api.run([listLeadStages()]);
		const ofLeads = readStages(valueOf(outcome)).map(({ id, name }) => ({
			name: `Leads: ${name}`,
			value: `${LEAD_STAGE}${id}`,
		}));
		return [...ofDeals, ...ofLeads];
	});
}
