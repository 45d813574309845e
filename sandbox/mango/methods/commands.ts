import { employeeBy, isDialable, lineFor, personBy } from '../calls/directory';
import { wrongFormat } from '../errors';
import { groups } from '../sampleData';
import { command } from './command';

export const callback = command('callback', (fields) => {
	const from = fields.object('from');
	const [extension, to] = [from.text('extension'), fields.text('to_number')];
	const [ownNumber, line] = [from.textOr('number', 128, ''), fields.textOr('line_number', 128, '')];
	return (pbx, commandId) => {
		const employee = employeeBy(extension);
		const lineNumber = lineFor(line, employee);
		// Codes that the method names; which of them an unknown employee or line gives is our reading [L].
		if (!employee || !lineNumber || !isDialable(to)) return 3100;
		pbx.exchange.start({
			initiator: 'API',
			commandId,
			origin: 'callback',
			employee,
			employeeNumber: ownNumber || employee.sip,
			client: personBy(to),
			lineNumber,
		});
		return 1000;
	};
});

/**
 * `from` is dialled first (mango-office.md#callback-to-a-group [H]). The stand-in rings the first
 * member of the group, and always before the outside number: a group that is called second is not
 * played.
 */
export const callbackGroup = command('callback_group', (fields) => {
	const [from, to, line] = [fields.text('from'), fields.text('to'), fields.text('line_number')];
	return (pbx, commandId) => {
		const group = groups.find(({ extension }) => extension === from || extension === to);
		const outside = group?.extension === from ? to : from;
		const employee = employeeBy(group?.members[0]);
		const lineNumber = lineFor(line, employee);
		if (!group || !employee || !lineNumber || !isDialable(outside)) return 3100;
		pbx.exchange.start({
			initiator: 'API',
			commandId,
			origin: `callback, group ${group.name}`,
			employee,
			employeeNumber: employee.sip,
			client: personBy(outside),
			group: group.extension,
			lineNumber,
		});
		return 1000;
	};
});

/**
 * 612 latin or 268 cyrillic characters; not to a short number (mango-office.md#sms [H]). The
 * delivery comes as `events/sms`.
 */
export const sms = command('sms', (fields) => {
	const [text, extension, to] = [
		fields.text('text', 2000),
		fields.text('from_extension'),
		fields.text('to_number'),
	];
	if (text.length > (/[^\x20-\x7e\s]/.test(text) ? 268 : 612)) throw wrongFormat('text');
	return (pbx, commandId) => {
		if (!employeeBy(extension) || !isDialable(to) || to.length < 7) return 3100;
		pbx.timers.after(1, () => {
			const timestamp = Math.floor(pbx.now() / 1000);
			pbx.teller.tell('events/sms', { command_id: commandId ?? '', timestamp, reason: 1000 });
		});
		return 1000;
	};
});
