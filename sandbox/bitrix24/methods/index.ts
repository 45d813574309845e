import { todoAdd } from './crmActivity';
import { activityGet, activityList } from './crmActivityRead';
import { activityAdd, activityDelete, activityUpdate } from './crmActivityWrite';
import { categoryList, typeList } from './crmCategory';
import { companyGet, contactGet } from './crmClient';
import { commentAdd, commentDelete, commentList } from './crmComment';
import { dealContacts, dealGet, dealUpdate } from './crmDeal';
import { duplicateFindByComm } from './crmDuplicate';
import { itemGet, itemList, itemUpdate } from './crmItem';
import { itemAdd, itemDelete } from './crmItemAdd';
import { stageHistoryList } from './crmStageHistory';
import { statusEntityTypes, statusList } from './crmStatus';
import type { MethodEntry } from './method';
import { profile, scope, serverTime, userGet } from './portal';

const crm = ['crm'];
const anyUserScope = ['user', 'user_basic', 'user_brief'];

/** The methods of this portal, by lower-case name. `batch` is in batch.ts, for it runs the others. */
export const methods: ReadonlyMap<string, MethodEntry> = new Map<string, MethodEntry>([
	['profile', { run: profile }],
	['scope', { run: scope }],
	['server.time', { run: serverTime }],
	['user.get', { run: userGet, scopes: anyUserScope }],
	['crm.item.add', { run: itemAdd, scopes: crm }],
	['crm.item.delete', { run: itemDelete, scopes: crm }],
	['crm.item.get', { run: itemGet, scopes: crm }],
	['crm.item.list', { run: itemList, scopes: crm }],
	['crm.item.update', { run: itemUpdate, scopes: crm }],
	['crm.deal.get', { run: dealGet, scopes: crm }],
	['crm.deal.update', { run: dealUpdate, scopes: crm }],
	['crm.deal.contact.items.get', { run: dealContacts, scopes: crm }],
	['crm.contact.get', { run: contactGet, scopes: crm }],
	['crm.company.get', { run: companyGet, scopes: crm }],
	['crm.timeline.comment.add', { run: commentAdd, scopes: crm }],
	['crm.timeline.comment.delete', { run: commentDelete, scopes: crm }],
	['crm.timeline.comment.list', { run: commentList, scopes: crm }],
	['crm.activity.todo.add', { run: todoAdd, scopes: crm }],
	['crm.activity.add', { run: activityAdd, scopes: crm }],
	['crm.activity.get', { run: activityGet, scopes: crm }],
	['crm.activity.list', { run: activityList, scopes: crm }],
	['crm.activity.update', { run: activityUpdate, scopes: crm }],
	['crm.activity.delete', { run: activityDelete, scopes: crm }],
	['crm.duplicate.findbycomm', { run: duplicateFindByComm, scopes: crm }],
	['crm.category.list', { run: categoryList, scopes: crm }],
	['crm.type.list', { run: typeList, scopes: crm }],
	['crm.status.list', { run: statusList, scopes: crm }],
	['crm.status.entity.types', { run: statusEntityTypes, scopes: crm }],
	['crm.stagehistory.list', { run: stageHistoryList, scopes: crm }],
]);
