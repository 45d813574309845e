import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { valueOf } from '../../../protocols/attempt';
import { LEAD_STAGE } from '../../../protocols/bitrix24/events/stageChanges';
import { listLeadStages, readStages } from '../../../protocols/bitrix24/pipelines';
import { Bitrix24Api } from '../api';
import { allStageChoices } from '../choices';

/** The stages of all pipelines and, after them, those of leads. */
export async function getChangeStages(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const ofDeals = await allStageChoices(this);
	const [outcome] = await new Bitrix24Api(this).run([listLeadStages()]);
	const ofLeads = readStages(valueOf(outcome)).map(({ id, name }) => ({
		name: `Leads: ${name}`,
		value: `${LEAD_STAGE}${id}`,
	}));
	return [...ofDeals, ...ofLeads];
}
