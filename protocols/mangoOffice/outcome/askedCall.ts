import { textOf } from '../values';
import { outcomeOfRecord } from './record';

type Record = Readonly<{ [name: string]: unknown }>;

/** A call that somebody asked MANGO for, and whose events were lost. */
export interface AskedCall {
	/** The client's, as `CallFacts` has it. */
	number: string;
	/** When it was asked for, in ms by our clock. */
	at: number;
	/** The employee who was to be rung. */
	extension?: string;
}

/** How far MANGO's clock may be behind ours. */
export const ASKED_BEFORE_MS = 60_000;
/** How long MANGO may take to begin with it. */
export const ASKED_AFTER_MS = 15 * 60_000;

interface Candidate<R> {
	record: R;
	number: string;
	startedAt: number;
	extension: string | null;
}

/**
 * The records of the calls that were asked for: to that number, by that employee where the record
 * tells one, the first that began then or soon after. No record goes to two of them, and none of
 * `taken` (entry IDs) to any.
 */
export function findAsked<T extends AskedCall, R extends Record>(
	asked: readonly T[],
	records: readonly R[],
	taken: ReadonlySet<string>,
): Map<T, R> {
	const candidates = records
		.flatMap((record) => candidateOf(record))
		.filter(({ record }) => !taken.has(textOf(record.entryId) ?? ''));
	const found = new Map<T, R>();
	for (const one of [...asked].sort((a, b) => a.at - b.at)) {
		const [first] = candidates
			.filter((candidate) => fits(one, candidate))
			.sort((a, b) => distance(one, a) - distance(one, b));
		if (first === undefined) continue;
		found.set(one, first.record);
		candidates.splice(candidates.indexOf(first), 1);
	}
	return found;
}

/** A client's own call was not asked for. */
function candidateOf<R extends Record>(record: R): Array<Candidate<R>> {
	const { direction, clientNumber, startTime, extension } = outcomeOfRecord(record);
	if (direction === 'incoming' || clientNumber === null || startTime === null) return [];
	return [{ record, number: clientNumber, startedAt: Date.parse(startTime), extension }];
}

function fits({ number, at, extension }: AskedCall, candidate: Candidate<unknown>): boolean {
	const late = candidate.startedAt - at;
	const isHis =
		extension === undefined || candidate.extension === null || candidate.extension === extension;
	return candidate.number === number && isHis && late >= -ASKED_BEFORE_MS && late <= ASKED_AFTER_MS;
}

/** One that began after the asking goes before one that seems to have begun before it; MANGO tells whole seconds. */
function distance({ at }: AskedCall, { startedAt }: Candidate<unknown>): number {
	const late = startedAt - Math.floor(at / 1000) * 1000;
	return late >= 0 ? late : ASKED_AFTER_MS - late;
}
