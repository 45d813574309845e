import { defined } from '../../core/json';
import { sidesOf, type Call, type CallDraft } from '../calls/call';
import type { CallLife } from '../calls/callLife';
import { employeeBy, isDialable, lineFor, personBy } from '../calls/directory';
import * as take from '../parameters';
import type { Pbx } from '../pbx';
import { groups } from '../sampleData';
import { ok, type Method } from './method';

/** Real seconds from the HTTP answer to the POST of the outcome. */
const resultDelay = 0.2;

/**
 * A command (mango-office.md#commands): the HTTP answer says "accepted" [H; that it holds
 * `result: 1000`, M], the outcome comes later as `result/<command>` with the command_id. `run`
 * gives the outcome's code.
 */
function command<S extends take.Shape>(
	path: string,
	shape: S,
	run: (parameters: take.Parameters<S> & { commandId?: string }, pbx: Pbx) => number,
): Record<string, Method> {
	const ofAll = { command_id: take.optional(take.text()) };
	const method: Method = (given, pbx) => {
		const { commandId } = take.read(ofAll, given);
		const parameters = { commandId, ...take.read(shape, given) };
		pbx.timers.after(resultDelay, () => {
			const event = defined({ command_id: commandId, result: run(parameters, pbx) });
			// Text in the official examples.
			pbx.events.tell(`result/${path}`, event, ['result']);
		});
		return ok();
	};
	return { [`commands/${path}`]: method };
}

/** 612 latin or 268 cyrillic characters (mango-office.md#sms [H]). */
const smsText = take.text(
	2000,
	(whole) => whole.length <= (/[^\x20-\x7e\s]/.test(whole) ? 268 : 612),
);

/** Codes that the methods name; which of them an unknown employee or line gives is our reading [L]. */
function callBack(
	{ exchange }: Pbx,
	to: string,
	line: string,
	draft: Omit<CallDraft, 'client' | 'lineNumber'>,
): number {
	const lineNumber = lineFor(line, draft.employee);
	if (!draft.employee || !lineNumber || !isDialable(to)) return 3100;
	exchange.start({ ...draft, initiator: 'API', client: personBy(to), lineNumber });
	return 1000;
}

export const commands: Record<string, Method> = {
	...command(
		'callback',
		{
			from: take.object({ extension: take.text(), number: take.textOr() }),
			to_number: take.text(),
			line_number: take.textOr(),
		},
		({ from, toNumber: to, lineNumber: line, commandId }, pbx) => {
			const employee = employeeBy(from.extension);
			const employeeNumber = from.number || employee?.sip;
			return callBack(pbx, to, line, { commandId, origin: 'callback', employee, employeeNumber });
		},
	),

	/**
	 * `from` is dialled first (mango-office.md#callback-to-a-group [H]). The stand-in rings the first
	 * member of the group, and always before the outside number: a group that is called second is not
	 * played.
	 */
	...command(
		'callback_group',
		{ from: take.text(), to: take.text(), line_number: take.text() },
		({ from, to, lineNumber: line, commandId }, pbx) => {
			const group = groups.find(({ extension }) => extension === from || extension === to);
			const employee = employeeBy(group?.members[0]);
			return callBack(pbx, group?.extension === from ? to : from, line, {
				commandId,
				origin: `callback, group ${group?.name}`,
				employee,
				employeeNumber: employee?.sip,
				group: group?.extension,
			});
		},
	),

	/** For a leg that rings the target of a transfer it calls the transfer off (PDF §3.2.8 [H]). */
	...command('call/hangup', { call_id: take.text() }, ({ callId }, { exchange }) => {
		const leg = exchange.findLeg(callId);
		if (!leg) return 4101;
		leg.life.hangup(leg.name);
		return 1000;
	}),

	/**
	 * Only a call in `Connected`, only in the name of an employee who is in it, told by his extension
	 * or number (mango-office.md#route-and-transfer, PDF §3.2.8 [H]). That a wrong initiator gives 4100
	 * and a wrong number 3200 is our reading of the codes [L].
	 */
	...command(
		'transfer',
		{
			call_id: take.text(),
			to_number: take.text(),
			initiator: take.text(),
			method: take.oneOf('blind', 'hold'),
		},
		({ callId, toNumber: to, initiator, method, commandId }, { exchange }) => {
			const leg = exchange.findLeg(callId);
			if (!leg) return 4101;
			if (!isTalk(leg) || !isTalker(leg.life.call, initiator)) return 4100;
			if (!isDialable(to)) return 3200;
			leg.life.transfer({ method, target: personBy(to), commandId });
			return 1000;
		},
	),

	/**
	 * Only for calls in the voice menu, in a queue or still `Appeared` at an employee's telephone
	 * (mango-office.md#route-and-transfer [H]).
	 */
	...command(
		'route',
		{ call_id: take.text(), to_number: take.text() },
		({ callId, toNumber: to, commandId }, { exchange }) => {
			const leg = exchange.findLeg(callId);
			if (!leg) return 4101;
			if (!isDialable(to)) return 3200;
			return leg.life.route(leg.name, personBy(to), commandId) ? 1000 : 4100;
		},
	),

	...command(
		'recording/start',
		{ call_id: take.text(), call_party_number: take.text() },
		({ callId, commandId }, { exchange }) => {
			const leg = exchange.findLeg(callId);
			if (!leg) return 4101;
			if (!isTalk(leg)) return 4100;
			return leg.life.record(commandId) ? 1000 : 4102;
		},
	),

	/** Not to a short number (mango-office.md#sms [H]). The delivery comes as `events/sms`. */
	...command(
		'sms',
		{ text: smsText, from_extension: take.text(), to_number: take.text() },
		({ fromExtension: from, toNumber: to, commandId = '' }, { timers, events, now }) => {
			if (!employeeBy(from) || !isDialable(to) || to.length < 7) return 3100;
			timers.after(1, () => {
				const timestamp = Math.floor(now() / 1000);
				events.tell('events/sms', { command_id: commandId, timestamp, reason: 1000 });
			});
			return 1000;
		},
	),
};

function isTalk({ life: { call }, name }: { life: CallLife; name: string }): boolean {
	return call.phase === 'talk' && call.talkLeg === name;
}

function isTalker(call: Call, initiator: string): boolean {
	const { from, to } = sidesOf(call, call.talkLeg ?? '');
	return [from, to].some(
		({ extension, number }) => extension !== undefined && [extension, number].includes(initiator),
	);
}
