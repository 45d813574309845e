import { companies, contacts, deals } from '../entities';
import { todoAdd } from './crmActivity';
import { activityGet, activityList } from './crmActivityRead';
import { activityAdd, activityDelete, activityUpdate } from './crmActivityWrite';
import { categoryList, typeList } from './crmCategory';
import { commentAdd, commentDelete, commentList } from './crmComment';
import { dealContactAdd, dealContacts, dealUpdate, frozenGet } from './crmDeal';
import { duplicateFindByComm } from './crmDuplicate';
import { itemFields } from './crmFields';
import { itemAdd, itemDelete, itemGet, itemList, itemUpdate } from './crmItem';
import { stageHistoryList } from './crmStageHistory';
import { currencyList, statusEntityTypes, statusList } from './crmStatus';
import type { Method } from './method';
import { notifyAdd, taskAdd } from './people';
import { profile, scope, serverTime, userGet } from './portal';

/** The methods of this portal, by lower-case name. `batch` is in batch.ts, for it runs the others. */
export const methods: Readonly<Record<string, Method>> = {
	profile,
	scope,
	'server.time': serverTime,
	'user.get': userGet,
	'im.notify.personal.add': notifyAdd,
	'im.notify.system.add': notifyAdd,
	'tasks.task.add': taskAdd,
	'crm.item.add': itemAdd,
	'crm.item.delete': itemDelete,
	'crm.item.fields': itemFields,
	'crm.item.get': itemGet,
	'crm.item.list': itemList,
	'crm.item.update': itemUpdate,
	'crm.deal.get': frozenGet(deals),
	'crm.deal.update': dealUpdate,
	'crm.currency.list': currencyList,
	'crm.deal.contact.add': dealContactAdd,
	'crm.deal.contact.items.get': dealContacts,
	'crm.contact.get': frozenGet(contacts),
	'crm.company.get': frozenGet(companies),
	'crm.timeline.comment.add': commentAdd,
	'crm.timeline.comment.delete': commentDelete,
	'crm.timeline.comment.list': commentList,
	'crm.activity.todo.add': todoAdd,
	'crm.activity.add': activityAdd,
	'crm.activity.get': activityGet,
	'crm.activity.list': activityList,
	'crm.activity.update': activityUpdate,
	'crm.activity.delete': activityDelete,
	'crm.duplicate.findbycomm': duplicateFindByComm,
	'crm.category.list': categoryList,
	'crm.type.list': typeList,
	'crm.status.list': statusList,
	'crm.status.entity.types': statusEntityTypes,
	'crm.stagehistory.list': stageHistoryList,
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
