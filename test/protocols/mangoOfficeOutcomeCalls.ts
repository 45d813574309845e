/** Items of the MANGO OFFICE Trigger for whole calls, as the tests of the outcome need them. */

export type Item = Record<string, unknown>;

const START = Date.parse('2026-11-22T10:00:00.000Z');
export const CLIENT = '+79161234567';
export const LINE = '+74951234567';

/** A time of the call: seconds after its start. */
export const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

export interface LegDraft {
	from: Item;
	to: Item;
	/** Seconds after the start of the call. */
	rung: number;
	answered?: number;
	ended?: number;
	reason?: number;
	location?: string;
	more?: Item;
}

/** All events of a leg, numbered. */
export function legEvents(
	callId: string,
	{ from, to, rung, answered, ended, reason, location = 'abonent', more = {} }: LegDraft,
): Item[] {
	const states = [
		{ state: 'Appeared', time: at(rung) },
		...(answered === undefined ? [] : [{ state: 'Connected', time: at(answered) }]),
		...(ended === undefined
			? []
			: [{ state: 'Disconnected', time: at(ended), reasonCode: reason }]),
	];
	return states.map((state, index) => ({
		event: 'call',
		final: state.state === 'Disconnected' && reason !== 1000,
		entryId: 'E1',
		callId,
		sequence: index + 1,
		location,
		direction: to.extension === undefined ? 'outgoing' : 'incoming',
		extension: to.extension ?? from.extension ?? null,
		clientNumber: CLIENT,
		lineNumber: null,
		groupExtension: to.groupExtension ?? null,
		from,
		to,
		reasonCode: null,
		reason: null,
		...state,
		...more,
	}));
}

export const client = { number: CLIENT };
export const employee = (extension = '101') => ({
	extension,
	number: `sip:${extension}@vpbx.mangosip.ru`,
});

const OURS = { initiator: 'API', commandId: 'mb24.12.345.0.k3x9a2', dealId: 12 };

export interface CallbackDraft {
	/** The employee's leg: how it ended, unless it led to the client's. */
	employeeReason?: number;
	/** Whether the employee answers; without, he does unless there is a reason. */
	employeeAnswers?: boolean;
	/** The client's leg. */
	clientReason?: number;
	talkSeconds?: number;
	more?: Item;
}

/** A callback: the employee first, then the client (section 1.3). */
export function callback({
	employeeReason,
	employeeAnswers = employeeReason === undefined,
	clientReason,
	talkSeconds,
	more = OURS,
}: CallbackDraft): Item[] {
	const answered = employeeAnswers ? 3 : undefined;
	const first = legEvents('L1', {
		from: client,
		to: employee(),
		rung: 0,
		answered,
		ended: 4,
		reason: employeeReason ?? 1000,
		more,
	});
	if (employeeReason !== undefined)
		return [
			...first,
			...summary({
				direction: 'outgoing',
				end: 4,
				reasonCode: employeeReason,
				to: {},
				more: { answered: false },
			}),
		];
	const end = 10 + (talkSeconds ?? 0);
	const from = { ...employee(), takenFromCallId: 'L1' };
	const second = legEvents('L2', {
		from,
		to: client,
		rung: 4,
		answered: talkSeconds === undefined ? undefined : 10,
		ended: end,
		reason: clientReason,
		more,
	});
	return [
		...first,
		...second,
		...summary({ direction: 'outgoing', end, talkSeconds, reasonCode: clientReason }),
	];
}

interface SummaryDraft {
	direction: string;
	end: number;
	talkSeconds?: number;
	reasonCode?: number;
	to?: Item;
	extension?: string | null;
	more?: Item;
}

export function summary({
	direction,
	end,
	talkSeconds,
	reasonCode,
	to = client,
	extension = '101',
	more = {},
}: SummaryDraft): Item[] {
	const answered = talkSeconds !== undefined;
	return [
		{
			event: 'summary',
			final: true,
			entryId: 'E1',
			direction,
			extension,
			clientNumber: CLIENT,
			lineNumber: LINE,
			startTime: at(0),
			forwardTime: at(0),
			answerTime: answered ? at(end - talkSeconds) : null,
			endTime: at(end),
			talkSeconds: talkSeconds ?? 0,
			answered,
			reasonCode: reasonCode ?? null,
			reason: null,
			from: direction === 'incoming' ? client : employee(),
			to,
			...more,
		},
	];
}

/** An incoming call through a voice menu and a group, whose members ring at the same time. */
export function incoming(
	members: Array<{ extension: string; answered?: number; ended: number; reason: number }>,
): Item[] {
	const menu = legEvents('M', {
		from: client,
		to: { number: LINE, lineNumber: LINE },
		rung: 0,
		answered: 1,
		ended: 5,
		reason: members.length > 0 ? 1000 : 1110,
		location: 'ivr',
		more: { direction: 'incoming' },
	});
	const legs = members.map(({ extension, ...leg }, index) =>
		legEvents(`G${index}`, {
			from: { ...client, takenFromCallId: 'M' },
			to: { ...employee(extension), groupExtension: '200' },
			rung: 5,
			...leg,
		}),
	);
	const talk = members.find(({ answered }) => answered !== undefined);
	const end = Math.max(5, ...members.map(({ ended }) => ended));
	const last = talk ?? members.at(-1);
	const talkSeconds = talk?.answered === undefined ? undefined : talk.ended - talk.answered;
	return [
		...menu,
		...legs.flat(),
		...summary({
			direction: 'incoming',
			end,
			talkSeconds,
			reasonCode: last?.reason ?? 1110,
			to: last ? employee(last.extension) : {},
			extension: last?.extension ?? null,
		}),
	];
}

export const without = (items: readonly Item[], drop: (item: Item) => boolean): Item[] =>
	items.filter((item) => !drop(item));
export const isSummary = ({ event }: Item) => event === 'summary';
