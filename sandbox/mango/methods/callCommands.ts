import { sidesOf, type Call } from '../calls/call';
import { isDialable, personBy } from '../calls/directory';
import { command } from './command';

/** For a leg that rings the target of a transfer it calls the transfer off (PDF §3.2.8 [H]). */
export const hangup = command('call/hangup', (fields) => {
	const callId = fields.text('call_id');
	return ({ exchange }) => {
		const found = exchange.findLeg(callId);
		if (!found) return 4101;
		exchange.hangup(found.call, found.name);
		return 1000;
	};
});

/**
 * Only a call in `Connected`, only in the name of an employee who is in it, told by his extension
 * or number (mango-office.md#route-and-transfer, PDF §3.2.8 [H]). That a wrong initiator gives 4100
 * and a wrong number 3200 is our reading of the codes [L].
 */
export const transfer = command('transfer', (fields) => {
	const [callId, to, initiator] = [
		fields.text('call_id'),
		fields.text('to_number'),
		fields.text('initiator'),
	];
	const method = fields.oneOf('method', ['blind', 'hold'] as const);
	return ({ exchange }, commandId) => {
		const found = exchange.findLeg(callId);
		if (!found) return 4101;
		if (!isTalk(found.call, found.name) || !isTalker(found.call, initiator)) return 4100;
		if (!isDialable(to)) return 3200;
		exchange.transfer(found.call, { method, target: personBy(to), commandId });
		return 1000;
	};
});

/**
 * Only for calls in the voice menu, in a queue or still `Appeared` at an employee's telephone
 * (mango-office.md#route-and-transfer [H]).
 */
export const route = command('route', (fields) => {
	const [callId, to] = [fields.text('call_id'), fields.text('to_number')];
	return ({ exchange }, commandId) => {
		const found = exchange.findLeg(callId);
		if (!found) return 4101;
		if (!isDialable(to)) return 3200;
		return exchange.route(found.call, found.name, personBy(to), commandId) ? 1000 : 4100;
	};
});

export const recordingStart = command('recording/start', (fields) => {
	const callId = fields.text('call_id');
	fields.text('call_party_number');
	return ({ exchange }, commandId) => {
		const found = exchange.findLeg(callId);
		if (!found) return 4101;
		if (!isTalk(found.call, found.name)) return 4100;
		return exchange.record(found.call, commandId) ? 1000 : 4102;
	};
});

function isTalk(call: Call, leg: string): boolean {
	return call.phase === 'talk' && call.talkLeg === leg;
}

function isTalker(call: Call, initiator: string): boolean {
	const { from, to } = sidesOf(call, call.talkLeg ?? '');
	return [from, to].some(
		({ extension, number }) => extension !== undefined && [extension, number].includes(initiator),
	);
}
