import { jsonOf, openPortal } from './openPortal';

const open = openPortal();

const batch = async (cmd: unknown, halt: unknown = 0) =>
	(await open.call('batch', { halt, cmd })).body.result;

describe('batch', () => {
	it('runs commands by name and gives empty maps as []', async () => {
		const result = await batch({
			a: 'crm.item.get?entityTypeId=2&id=12',
			b: 'crm.item.list?entityTypeId=2&filter[id]=12',
		});
		expect(result.result.a.item.id).toBe(12);
		expect(result.result_total).toEqual({ b: 1 });
		expect(result.result_error).toEqual([]);
		expect(result.result_next).toEqual([]);
		expect(Object.keys(result.result_time)).toEqual(['a', 'b']);
	});

	it('answers a list of commands with a list, and with a map when one of them failed', async () => {
		expect((await batch(['profile', 'scope'])).result).toEqual([
			expect.objectContaining({ ID: '1' }),
			['crm', 'user_brief', 'im', 'task'],
		]);
		expect(Object.keys((await batch(['crm.deal.get?id=999', 'scope'])).result)).toEqual(['1']);
	});

	it('keeps sub-errors in result_error, with HTTP 200', async () => {
		const { status, body } = await open.call('batch', {
			cmd: { bad: 'crm.deal.get?id=999', unknown: 'no.such.method', good: 'profile' },
		});
		expect(status).toBe(200);
		expect(body.result.result_error).toEqual({
			bad: { error: '', error_description: 'Not found' },
			unknown: { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' },
		});
		expect(Object.keys(body.result.result)).toEqual(['good']);
	});

	it('goes on after an error, or halts', async () => {
		const cmd = { bad: 'crm.deal.get?id=999', move: 'crm.deal.update?id=12&fields[STAGE_ID]=WON' };
		expect((await batch(cmd, 1)).result).toEqual([]);
		expect(open.stageOf(12)).toBe('NEW');
		expect((await batch(cmd, 0)).result).toEqual({ move: true });
		expect(open.stageOf(12)).toBe('WON');
	});

	it('puts earlier results into later commands, nested and in the middle of a value', async () => {
		const result = await batch({
			deal: 'crm.item.get?entityTypeId=2&id=27',
			stages: 'crm.status.list?filter[ENTITY_ID]=DEAL_STAGE_$result[deal][item][categoryId]',
			same: 'crm.item.get?entityTypeId=2&id=$result[deal][item][id]',
			contacts:
				'crm.item.update?entityTypeId=2&id=12&fields[contactIds]=$result[deal][item][contactIds]',
		});
		expect(result.result.stages[0].STATUS_ID).toBe('C9:NEW');
		expect(result.result.same.item.id).toBe(27);
		expect(result.result.contacts.item.contactIds).toEqual([2]);
	});

	it('gives what a path that leads nowhere did reach, whole or as a word', async () => {
		const { result } = await batch({
			deal: 'crm.item.get?entityTypeId=2&id=12',
			whole:
				'crm.item.update?entityTypeId=2&id=27&fields[contactIds]=$result[deal][item][contactIds][9]',
			word: 'crm.item.update?entityTypeId=2&id=27&fields[title]=of $result[deal][item][nothing]!',
		});
		expect(result.whole.item.contactIds).toEqual(result.deal.item.contactIds);
		expect(result.word.item.title).toBe('of Array');
	});

	it('replaces what looks like another part of the answer, in any text', async () => {
		const title = (text: string) =>
			`crm.item.update?entityTypeId=2&id=12&fields[title]=${encodeURIComponent(text)}`;
		const { result } = await batch({
			list: 'crm.item.list?entityTypeId=2',
			a: title('all $total[list] deals'),
			b: title('Paid $total[2026]'),
			c: title('$TIME[x]'),
			d: title('$total 5, $sum[1]'),
		});
		expect(['a', 'b', 'c', 'd'].map((key) => result[key].item.title)).toEqual([
			expect.stringMatching(/^all \d+ deals$/),
			'Paid Array',
			'',
			'$total 5, $sum[1]',
		]);
	});

	it('takes a reference to a failed command for nothing', async () => {
		const result = await batch({
			deal: 'crm.item.get?entityTypeId=2&id=999',
			next: 'crm.deal.get?id=$result[deal][item][id]',
		});
		expect(result.result_error.next).toEqual({
			error: '',
			error_description: 'ID is not defined or invalid',
		});
	});

	it('decodes the values in a command', async () => {
		const title = 'Ромашка & Ко: 100% = успех?';
		await batch({
			a: `crm.item.update?entityTypeId=2&id=12&fields[title]=${encodeURIComponent(title)}`,
		});
		expect(open.portal.deal(12)?.title).toBe(title);
	});

	it('loses what follows an unencoded &', async () => {
		await batch({ a: 'crm.item.update?entityTypeId=2&id=12&fields[title]=A & B' });
		expect(open.portal.deal(12)?.title).toBe('A ');
	});

	it('takes a urlencoded body, encoded twice', async () => {
		const body = new URLSearchParams({
			halt: '0',
			'cmd[a]': 'crm.item.update?entityTypeId=2&id=12&fields[title]=%D0%94%D0%B0',
		});
		const response = await fetch(`${open.portal.webhookUrl}batch`, { method: 'POST', body });
		expect((await jsonOf(response)).result.result.a.item.title).toBe('Да');
	});

	it('runs 50 commands; each one that is too many fails by itself', async () => {
		const fifty = Array.from({ length: 50 }, () => 'server.time');
		expect((await batch(fifty)).result).toHaveLength(50);
		const { status, body } = await open.call('batch', { cmd: [...fifty, 'server.time'] });
		expect([status, body.result.result.length]).toEqual([200, 50]);
		expect(body.result.result_error[50].error).toBe('ERROR_BATCH_LENGTH_EXCEEDED');
	});

	it('takes no batch within', async () => {
		const result = await batch({ inner: 'batch?cmd[a]=profile', good: 'scope' });
		expect(result.result_error.inner.error).toBe('ERROR_BATCH_METHOD_NOT_ALLOWED');
		expect(Object.keys(result.result)).toEqual(['good']);
	});

	it('drops a bad stage inside, too', async () => {
		const result = await batch({
			a: 'crm.item.update?entityTypeId=2&id=12&fields[stageId]=C9%3AWON',
		});
		expect(result.result.a.item.stageId).toBe('NEW');
		expect(result.result_error).toEqual([]);
	});
});
