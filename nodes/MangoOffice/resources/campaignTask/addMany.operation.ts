import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { attemptAsync, valueOf } from '../../../../protocols/attempt';
import { MOST_TASKS, taskFields } from '../../../../protocols/mangoOffice/task';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import type { MangoApi } from '../../api';
import { readCampaignId } from '../../campaignLocator';
import { mangoRun } from '../../operation';
import { readTaskDraft, type PreparedTask } from './readTaskDraft';
import { taskReport } from './taskReport';

interface Wanted {
	itemIndex: number;
	campaignId: number;
	task: PreparedTask;
}

/**
 * Adds the tasks of all items, one request a campaign
 * (docs/protocols/mango-office.md#campaign-tasks, `tasks/push`), in any campaign that is not
 * finished. MANGO tells no task IDs. One item a task:
 * `{ campaignId, phone, name?, dealId?, added }`; of items with the same number only the first is
 * added, since MANGO refuses duplicates; the others have the reason 'duplicate'.
 */
export async function execute(
	context: IExecuteFunctions,
	api: MangoApi,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const run = mangoRun(context, itemCount);
	const tasks = run.prepare((itemIndex) => ({
		itemIndex,
		campaignId: readCampaignId(context, itemIndex),
		task: readTaskDraft(context, itemIndex),
	}));
	for (const ofCampaign of byCampaign(tasks)) {
		if (!run.mayGoOn) break;
		const firsts = eachNumberOnce(ofCampaign);
		const pushed = await attemptAsync(push(api, [...firsts]));
		run.settleEach(ofCampaign, (one) => {
			valueOf(pushed);
			return outputOf(report(one, firsts.has(one)));
		});
	}
	return run.outcomes;
}

function byCampaign(wanted: Wanted[]): Wanted[][] {
	const campaigns = new Map<number, Wanted[]>();
	for (const one of wanted) {
		const others = campaigns.get(one.campaignId) ?? [];
		campaigns.set(one.campaignId, others);
		others.push(one);
	}
	return [...campaigns.values()];
}

function eachNumberOnce(wanted: Wanted[]): Set<Wanted> {
	const numbers = new Map<string, Wanted>();
	for (const one of wanted)
		if (!numbers.has(one.task.draft.number)) numbers.set(one.task.draft.number, one);
	return new Set(numbers.values());
}

async function push(api: MangoApi, wanted: Wanted[]): Promise<void> {
	if (wanted.length > MOST_TASKS) {
		throw new Error(
			`A campaign takes ${MOST_TASKS} tasks at most; these items hold ${wanted.length}. Spread them over several campaigns.`,
		);
	}
	const tasks = wanted.map(({ task }) => taskFields(task.draft)) as IDataObject[];
	await api.call('tasks/push', { campaign_id: wanted[0].campaignId, tasks }, 'write');
}

function report({ campaignId, task }: Wanted, added: boolean): IDataObject {
	return { ...taskReport(campaignId, task), added, ...(!added && { reason: 'duplicate' }) };
}
