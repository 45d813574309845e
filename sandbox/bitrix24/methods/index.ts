import { activityReads } from './crmActivityRead';
import { activityWrites } from './crmActivityWrite';
import { commentMethods } from './crmComment';
import { dealMethods } from './crmDeal';
import { duplicateMethods } from './crmDuplicate';
import { itemMethods } from './crmItem';
import { settingMethods } from './crmSettings';
import type { Methods } from './method';
import { portalMethods } from './portal';

/** The methods of this portal. `batch` is in batch.ts, for it runs the others. */
export const methods: Methods = {
	...portalMethods,
	...itemMethods,
	...dealMethods,
	...commentMethods,
	...activityReads,
	...activityWrites,
	...duplicateMethods,
	...settingMethods,
};

/**
 * What must have been ticked for a method, by its name's first word: one of these. Others need
 * nothing ("basic").
 */
export const scopesOf: Readonly<Record<string, readonly string[]>> = {
	crm: ['crm'],
	im: ['im'],
	tasks: ['task'],
	user: ['user', 'user_basic', 'user_brief'],
};
