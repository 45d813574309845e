import { createHash } from 'crypto';

import { z } from 'zod';

import { id, readList, text } from '../list';

/** Something that is to be there once. */
export interface Made {
	id: number;
	/** Who made it, as `maker` says; of something that others made, nothing or anything. */
	by?: string;
}

/** What came of making something once, where several may have made it at the same time. */
export interface Verdict<T extends Made> {
	/** The one that stays: the oldest. */
	stays: T;
	/** Whether it is the asker's own. */
	created: boolean;
	/** The asker's others, which he has to take back. */
	surplus: number[];
}

/**
 * Judges by what is there now; undefined when there is nothing. Nothing in Bitrix24 keeps two from
 * making the same, so all go by the same rule: the oldest stays. `written` is the ID that the
 * answer to the asker's write named, if it came.
 */
export function judge<T extends Made>(
	found: readonly T[],
	maker: string,
	written?: number,
): Verdict<T> | undefined {
	const [stays, ...others] = [...found].sort((a, b) => a.id - b.id);
	if (stays === undefined) return undefined;
	const isOwn = ({ id, by }: Made) => id === written || by === maker;
	return { stays, created: isOwn(stays), surplus: others.filter(isOwn).map(({ id }) => id) };
}

/** A few characters that stand for a text. */
export function digest(words: string, length: number): string {
	return createHash('sha256').update(words).digest('hex').slice(0, length);
}

/**
 * The last line of a to-do or a comment that is to be there once, `#n8n-` with what it is for and
 * who made it: Bitrix24 has no field for that which one could search.
 */
export function withMark(words: string, onceFor: string, maker: string): string {
	const mark = `${markOf(onceFor)}-${maker}`;
	return words === '' ? mark : `${words}\n\n${mark}`;
}

/** The maker in the mark of a text: undefined without a mark for this. */
export function makerIn(words: string, onceFor: string): string | undefined {
	return new RegExp(`${markOf(onceFor)}-([0-9a-f]+)\\b`).exec(words)?.[1];
}

const rowSchema = z.object({ ID: id }).passthrough();

/** Those of a list's rows whose text, in this column, has a mark for this. */
export function readMarked(result: unknown, column: string, onceFor: string): Made[] {
	return readList(result, rowSchema).flatMap(({ ID, ...row }) => {
		const by = makerIn(text.parse(row[column]), onceFor);
		return by === undefined ? [] : [{ id: ID, by }];
	});
}

function markOf(onceFor: string): string {
	return `#n8n-${digest(onceFor, 12)}`;
}
