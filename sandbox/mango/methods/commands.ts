import { currentLeg, type Call } from '../calls/call';
import { wrongFormat } from '../errors';
import type { Fields } from '../fields';
import { employees, groups, lines, type Employee } from '../sampleData';
import { ok, type Method, type Pbx } from './method';

/** Real seconds from the HTTP answer to the POST of the outcome. */
const resultDelay = 0.2;

/**
 * A command (section 1.3): the HTTP answer says "accepted" [H; that it holds `result: 1000`, M], the outcome comes later
 * as `result/<command>` with the command_id. `run` gives the outcome's code.
 */
function command(path: string, prepare: (fields: Fields) => (pbx: Pbx, commandId: string | undefined) => number): Method {
	return (fields, pbx) => {
		const commandId = fields.has('command_id') ? fields.text('command_id') : undefined;
		const run = prepare(fields);
		pbx.timers.after(resultDelay, () => {
			const code = run(pbx, commandId);
			// A string in the official example of result/callback.
			pbx.events.push(`result/${path}`, { ...(commandId === undefined ? {} : { command_id: commandId }), result: String(code) });
		});
		return ok();
	};
}

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
			client: partyOf(to),
			lineNumber,
		});
		return 1000;
	};
});

/**
 * `from` is dialled first (section 1.3 [H]). The stand-in rings the first member of the group, and always before the
 * outside number: a group that is called second is not played.
 */
export const callbackGroup = command('callback_group', (fields) => {
	const [from, to, line] = [fields.text('from'), fields.text('to'), fields.text('line_number')];
	return (pbx, commandId) => {
		const group = groups.find(({ extension }) => extension === from || extension === to);
		const outside = group?.extension === from ? to : from;
		const employee = employeeBy(group?.members[0] ?? '');
		const lineNumber = lineFor(line, employee);
		if (!group || !employee || !lineNumber || !isDialable(outside)) return 3100;
		pbx.exchange.start({
			initiator: 'API',
			commandId,
			origin: `callback, group ${group.name}`,
			employee,
			employeeNumber: employee.sip,
			client: partyOf(outside),
			group: group.extension,
			lineNumber,
		});
		return 1000;
	};
});

export const hangup = command('call/hangup', (fields) => {
	const callId = fields.text('call_id');
	return (pbx) => {
		const call = runningCall(pbx, callId);
		if (!call) return 4101;
		pbx.exchange.hangup(call);
		return 1000;
	};
});

/** Only a call in `Connected` can be transferred (section 1.3 [H]). What follows a transfer is not played. */
export const transfer = command('transfer', (fields) => {
	const callId = fields.text('call_id');
	fields.oneOf('method', ['blind', 'hold']);
	fields.text('to_number');
	fields.text('initiator');
	return (pbx) => {
		const call = runningCall(pbx, callId);
		if (!call) return 4101;
		return call.phase === 'talk' ? 1000 : 4100;
	};
});

/** Only for calls in the IVR, in a queue or still `Appeared` (section 1.3 [H]). What follows is not played. */
export const route = command('route', (fields) => {
	const callId = fields.text('call_id');
	fields.text('to_number');
	return (pbx) => {
		const call = runningCall(pbx, callId);
		if (!call) return 4101;
		return call.phase === 'employeeRings' || call.phase === 'clientRings' ? 1000 : 4100;
	};
});

export const recordingStart = command('recording/start', (fields) => {
	const callId = fields.text('call_id');
	fields.text('call_party_number');
	return (pbx, commandId) => {
		const call = runningCall(pbx, callId);
		if (!call) return 4101;
		if (call.phase !== 'talk') return 4100;
		return pbx.exchange.record(call, commandId) ? 1000 : 4102;
	};
});

/** 612 latin or 268 cyrillic characters; not to a short number (section 1.3 [H]). The delivery comes as `events/sms`. */
export const sms = command('sms', (fields) => {
	const [text, extension, to] = [fields.text('text', 2000), fields.text('from_extension'), fields.text('to_number')];
	if (text.length > (/[^\x20-\x7e\s]/.test(text) ? 268 : 612)) throw wrongFormat('text');
	return (pbx, commandId) => {
		if (!employeeBy(extension) || !isDialable(to) || to.length < 7) return 3100;
		pbx.timers.after(1, () => {
			const timestamp = Math.floor(pbx.now() / 1000);
			pbx.events.push('events/sms', { command_id: commandId ?? '', timestamp, reason: 1000 });
		});
		return 1000;
	};
});

function runningCall(pbx: Pbx, callId: string): Call | undefined {
	return pbx.exchange.running.find((call) => currentLeg(call)?.callId === callId);
}

function employeeBy(extension: string): Employee | undefined {
	return employees.find((employee) => employee.extension === extension);
}

/** Only lines of the product (section 1.3 [H]); without one, the employee's own. */
function lineFor(number: string, employee: Employee | undefined): string | undefined {
	return number === '' ? employee?.outgoingLine : lines.find((line) => line.number === number)?.number;
}

/** Digits, at most a "+" before them, or a SIP address; the rules of a real PBX may know more [L]. */
function isDialable(number: string): boolean {
	return /^(\+?\d+|sip:\S+@\S+)$/.test(number);
}

/** The callee may be an employee, who is then told by his extension too (section 2.2 [H]). */
function partyOf(number: string): Call['client'] {
	const employee = employeeBy(number);
	return employee ? { number: employee.sip, extension: employee.extension, name: employee.name } : { number: number.replace(/^\+/, '') };
}
